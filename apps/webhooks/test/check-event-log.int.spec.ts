import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { until } from '@sluice/builders';
import { checkEventLog, listEvents, recordChange } from '@sluice/contract-webhooks';
import type { Connection } from 'mongoose';
import { WebhooksWorld } from './webhooks-world.js';

const steps = [{ phase: 'created' }, { phase: 'authorized' }, { phase: 'settled' }];

let world: WebhooksWorld;
beforeAll(async () => {
  world = await WebhooksWorld.start('bultra');
});
afterAll(() => world.service.stop());
beforeEach(() => world.newTenant());

const events = () => world.service.app.get<Connection>(getConnectionToken()).collection('events');
const texts = async (): Promise<string[]> => (await world.ask(checkEventLog, {})).findings.map(({ invariant, text }) => `${invariant}: ${text}`);

async function logged(): Promise<string> {
  const withdrawalId = await world.changes(steps);
  await until('the log is whole', async () => (await world.ask(listEvents, { limit: 10, withdrawalId })).events.length === steps.length);
  return withdrawalId;
}

describe('a withdrawal in the log', () => {
  it('is read with its views when it is asked for by itself, and without in a page of all', async () => {
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

  it('that has a change which is kept as well is whole', async () => {
    const withdrawalId = await logged();
    const [event] = await events().find({ withdrawalId, sequence: 2 }).toArray();
    await world.service.app.get<Connection>(getConnectionToken()).collection('held_changes').insertOne(event as never);
    expect(await texts()).toEqual([]);
  });

  it('in which a change waits for one that never comes says so, to its own tenant', async () => {
    const { tenantId } = world;
    const change = { withdrawalId: 'w-late', dialect: 'bultra' as const, dialectId: 'd-late', phase: 'settled', hold: 'none', amount: { currency: 'USD' as const, units: '1' }, at: '2026-01-15T10:30:00.000Z' };
    for (const sequence of [3, 5]) await world.service.publish(recordChange, { ...change, sequence }, { tenantId, withdrawalId: 'w-late' });
    await until('they wait', async () => (await texts()).length > 0 && (await texts())[0]?.startsWith('8: 2 ') === true);
    expect(await texts()).toEqual(['8: 2 events of w-late, from number 3 on, wait for one that has not come']);
    await world.newTenant();
    expect([world.tenantId === tenantId, await texts()]).toEqual([false, []]);
  });
});
