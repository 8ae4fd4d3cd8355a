import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { monitoredUri, startTestService, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import type { mongo } from 'mongoose';
import { Tallies, TalliesModule, tally } from './tallies.ts';

interface Asked {
  readonly name: string;
  readonly readConcern?: unknown;
  readonly writeConcern?: unknown;
}

const reads = new Set(['find', 'aggregate', 'count', 'distinct']);
const writes = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** An address that asks for less than a majority, as a copy from elsewhere may. */
function carelessUri(): string {
  const uri = new URL(monitoredUri());
  for (const [name, value] of [['w', '1'], ['journal', 'false'], ['readConcernLevel', 'local'], ['readPreference', 'secondaryPreferred']] as const) uri.searchParams.set(name, value);
  return uri.href;
}

describe('what decisions rest on, whatever the address says', () => {
  let service: TestService;
  let tallies: Tallies;
  const asked: Asked[] = [];

  beforeAll(async () => {
    service = await startTestService({ module: TalliesModule, service: 'tallies', mongodbUri: carelessUri() });
    tallies = service.app.get(Tallies);
    const client: mongo.MongoClient = tallies.model.db.getClient();
    client.on('commandStarted', ({ commandName: name, command, databaseName }) => {
      if (databaseName === client.db().databaseName || databaseName.endsWith('tallies')) asked.push({ name, readConcern: command['readConcern'], writeConcern: command['writeConcern'] });
    });
  });
  beforeEach(() => void asked.splice(0));
  afterAll(() => service.stop());

  const cause = () => ({ id: newId(), tenantId: 'acme', replyTo: 'tester' });
  const sent = (names: ReadonlySet<string>): Asked[] => asked.filter(({ name }) => names.has(name));

  it('is written so that a majority has it on its disks', async () => {
    await Promise.all(['a', 'b'].map((id) => tallies.change(id, cause(), () => ({ state: tally(1n) }))));
    await Promise.all(['a', 'b', 'c'].map((id) => tallies.change(id, cause(), () => ({ state: tally(2n) }))));
    expect(sent(writes).length).toBeGreaterThan(1);
    for (const { name, writeConcern } of sent(writes)) expect([name, writeConcern]).toEqual([name, { w: 'majority', j: true }]);
  });

  it('is read as a majority has it', async () => {
    await tallies.find('a');
    await tallies.findWhere({ tenantId: 'acme' });
    await tallies.findDue({ dueAt: { $lte: new Date() } }, 10);
    await tallies.change('never-seen', cause(), () => null);
    await tallies.model.aggregate([{ $match: { tenantId: 'acme' } }]);
    await tallies.model.countDocuments({ tenantId: 'acme' });
    expect(sent(reads).length).toBeGreaterThanOrEqual(6);
    for (const { name, readConcern } of sent(reads)) expect([name, readConcern]).toEqual([name, { level: 'majority' }]);
  });

  it('is asked of the primary', () => {
    expect(tallies.model.db.getClient().options.readPreference.mode).toBe('primary');
  });
});
