import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { MongoDeadLetters, MongoTrail, Retention } from '@sluice/persistence';
import { mongo } from 'mongoose';
import { Tallies, TalliesModule, tally } from './tallies.ts';

const A_DAY_MS = 24 * 3_600_000;
const now = new Date('2027-06-01T00:00:00.000Z');
const daysAgo = (days: number): Date => new Date(now.getTime() - days * A_DAY_MS);

let service: TestService;
let tallies: Tallies;
let retention: Retention;
const database = () => tallies.model.db;
beforeAll(async () => {
  service = await startTestService({ module: TalliesModule, service: 'tallies' });
  tallies = service.app.get(Tallies);
});
afterAll(() => service.stop());
beforeEach(async () => {
  await Promise.all(['tallies', 'trail', 'dead_letters'].map((name) => database().collection(name).deleteMany({})));
  retention = new Retention(database(), { service: 'tallies', sandbox: true, trailDays: 400, deadLetterDays: 100 });
});

const idAt = (at: Date) => mongo.ObjectId.createFromTime(at.getTime() / 1_000);
const letter = (status: string, lastAt: Date) => ({ _id: newId(), tenantId: 'acme', status, lastAt });
const notedAs = async (note: string, tenantId = 'acme') => tallies.change(newId(), { id: newId(), tenantId }, () => ({ state: tally(1n, { note }) }));
const notes = async (): Promise<(string | undefined)[]> => (await tallies.findWhere({}, { sort: { note: 1 } })).map(({ state }) => state.note);
const byNote = {
  name: 'tallies', days: 100, tenantsOf: 'tallies', filterOf: (before: Date) => ({ note: { $lt: before.toISOString() } }),
};

describe('what every service keeps for a while', () => {
  it('is rows of the trail, by when they were noted and not by what their tenant\'s clock says', async () => {
    const row = (at: Date, more: object) => ({ _id: idAt(at), tenantId: 'acme', withdrawalId: 'w', name: 'n', outcome: 'done', at, ...more });
    await database().collection('trail').insertMany([row(daysAgo(401), { at: now }), row(daysAgo(399), { at: daysAgo(5_000) })]);
    expect(await retention.pass(now)).toMatchObject({ trail: 1 });
    expect(await service.app.get(MongoTrail).list('acme', 'w', 10)).toMatchObject([{ at: daysAgo(5_000) }]);
  });

  it('is dead letters that were dealt with; one that lies is kept, however old', async () => {
    const letters = service.app.get(MongoDeadLetters).collection;
    await letters.insertMany([letter('redriven', daysAgo(101)), letter('discarded', daysAgo(101)), letter('parked', daysAgo(5_000)), letter('discarded', daysAgo(99))] as never);
    expect(await retention.pass(now)).toMatchObject({ dead_letters: 2 });
    expect((await letters.find().toArray()).map(({ status }) => status).sort()).toEqual(['discarded', 'parked']);
  });

  it('is kept for good where nothing is said', async () => {
    await database().collection('trail').insertOne({ _id: idAt(daysAgo(5_000)), tenantId: 'acme' });
    expect(await new Retention(database(), { service: 'tallies', sandbox: true }).pass(now)).toEqual({});
    expect(await database().collection('trail').countDocuments()).toBe(1);
  });
});

describe('a rule', () => {
  it('removes what is older of every tenant, and nothing twice', async () => {
    await Promise.all([notedAs(daysAgo(101).toISOString()), notedAs(daysAgo(101).toISOString(), 'globex'), notedAs(daysAgo(99).toISOString(), 'globex')]);
    retention.addDocuments(byNote);
    expect(await retention.pass(now)).toMatchObject({ tallies: 2 });
    expect(await retention.pass(now)).toMatchObject({ tallies: 0 });
    expect(await notes()).toEqual([daysAgo(99).toISOString()]);
  });

  it('removes more than fits into one command', async () => {
    const documents = Array.from({ length: 1_100 }, (_, index) => ({ _id: `t${index}`, tenantId: 'acme', note: daysAgo(101).toISOString() }));
    await tallies.model.collection.insertMany(documents as never);
    retention.addDocuments(byNote);
    expect(await retention.pass(now)).toMatchObject({ tallies: 1_100 });
    expect(await tallies.model.collection.countDocuments()).toBe(0);
  });

  it('ends with the pass that is told to stop', async () => {
    retention.add({ name: 'endless', days: 100, remove: async (_, most) => (await retention.stop(), most) });
    expect(await retention.pass(now)).toMatchObject({ endless: 500 });
  });
});
