import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { monitoredUri, readsOf, until } from '@sluice/builders';
import { checkEventLog, listEvents, recordChange } from '@sluice/contract-webhooks';
import type { Connection } from 'mongoose';
import { WebhooksWorld } from './webhooks-world.js';

const steps = [{ phase: 'created' }, { phase: 'authorized' }, { phase: 'settled' }];

let world: WebhooksWorld;
beforeAll(async () => {
  world = await WebhooksWorld.start('bultra', { mongodbUri: monitoredUri() });
});
afterAll(() => world.service.stop());
beforeEach(() => world.newTenant());

const events = () => world.service.app.get<Connection>(getConnectionToken()).collection('events');
const texts = async (full = false): Promise<string[]> => (await world.ask(checkEventLog, { full })).findings.map(({ invariant, text }) => `${invariant}: ${text}`);

async function logged(): Promise<string> {
  const withdrawalId = await world.changes(steps);
  await until('the log is whole', async () => (await world.ask(listEvents, { limit: 10, withdrawalId })).events.length === steps.length);
  return withdrawalId;
}

describe('a withdrawal in the log', () => {
  it('is read with its views when it is requested by itself, and without in a page of all', async () => {
    const view = { accountId: 'acc_1' };
    const withdrawalId = await world.changes([{ phase: 'created', view }]);
    await until('the log is whole', async () => (await world.ask(listEvents, { limit: 10, withdrawalId })).events.length === 1);
    expect((await world.ask(listEvents, { limit: 10, withdrawalId })).events).toMatchObject([{ withdrawalId, view }]);
    expect((await world.ask(listEvents, { limit: 10 })).events.map((event) => 'view' in event)).toEqual([false]);
  });
});

describe('an event log', () => {
  it('that is whole gives nothing to find', async () => {
    await logged();
    expect(await texts()).toEqual([]);
  });

  it.each([['first', 1], ['second', 2]])('whose %s event is gone has a gap', async (_, sequence) => {
    const withdrawalId = await logged();
    await logged();
    await events().deleteOne({ withdrawalId, sequence });
    expect(await texts()).toEqual([`8: the events of ${withdrawalId} have a gap`]);
  });

  it('that has a change which is held as well is whole', async () => {
    const withdrawalId = await logged();
    const [event] = await events().find({ withdrawalId, sequence: 2 }).toArray();
    await world.service.app.get<Connection>(getConnectionToken()).collection('held_changes').insertOne(event as never);
    expect(await texts()).toEqual([]);
  });

  it('in which a change waits for one that never comes shows that, to its own tenant', async () => {
    const { tenantId } = world;
    const change = { withdrawalId: 'w-late', dialect: 'bultra' as const, dialectId: 'd-late', phase: 'settled', hold: 'none', amount: { currency: 'USD' as const, units: '1' }, at: '2026-01-15T10:30:00.000Z' };
    for (const sequence of [3, 5]) await world.service.publish(recordChange, { ...change, sequence }, { tenantId, withdrawalId: 'w-late' });
    await until('they wait', async () => (await texts()).length > 0 && (await texts())[0]?.startsWith('8: 2 ') === true);
    expect(await texts()).toEqual(['8: 2 events of w-late, from number 3 on, wait for one that has not come']);
    await world.newTenant();
    expect([world.tenantId === tenantId, await texts()]).toEqual([false, []]);
  });
});

describe('an event log that was checked before', () => {
  it('is read from there on: as much beside 5,000 events as beside 50', async () => {
    const costs = [];
    for (const count of [50, 5_000]) {
      await world.newTenant();
      const { tenantId } = world;
      const old = Array.from({ length: count }, (_, index) => ({ _id: `${tenantId}-${index}`, tenantId, withdrawalId: `old-${index}`, sequence: 1, position: index + 1 }));
      await events().insertMany(old as never[]);
      expect(await texts()).toEqual([]);
      await logged();
      const reads = readsOf(world.service);
      expect(await texts()).toEqual([]);
      // How many positions are probed to find the end depends on where it is.
      costs.push([reads.commands.filter((command) => command.startsWith('aggregate')).length, reads.documents < 30]);
    }
    expect(costs).toEqual([[0, true], [0, true]]);
  });

  it('has a gap when an event comes without the one before it, at every check until that is there', async () => {
    const withdrawalId = await logged();
    expect(await texts()).toEqual([]);
    const [first] = await events().find({ withdrawalId, sequence: 1 }).toArray();
    await events().insertOne({ ...first, _id: 'alone' as never, withdrawalId: 'w-alone', sequence: 2, position: 4 });
    for (let looks = 0; looks < 2; looks += 1) expect(await texts()).toEqual(['8: the events of w-alone have a gap']);
    await events().insertOne({ ...first, _id: 'before' as never, withdrawalId: 'w-alone', sequence: 1, position: 5 });
    expect(await texts()).toEqual([]);
    await events().deleteMany({ withdrawalId: 'w-alone' });
  });

  it('and that has lost an event since is found by a full check, and by every check after it', async () => {
    const withdrawalId = await logged();
    expect(await texts()).toEqual([]);
    await events().deleteOne({ withdrawalId, sequence: 1 });
    expect(await texts()).toEqual([]);
    for (const full of [true, false, false]) expect(await texts(full)).toEqual([`8: the events of ${withdrawalId} have a gap`]);
  });

  it('and that was taken back to an earlier state is checked from its beginning', async () => {
    const [kept] = [await logged(), await logged()];
    expect(await texts()).toEqual([]);
    await events().deleteMany({ tenantId: world.tenantId, position: { $gt: 2 } });
    await events().deleteOne({ withdrawalId: kept, sequence: 1 });
    expect(await texts()).toEqual([`8: the events of ${kept} have a gap`]);
  });
});
