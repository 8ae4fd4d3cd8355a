import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { infrastructure, startTestService, until, type TestService } from '@sluice/builders';
import { newId } from '@sluice/kernel';
import { createConnection, type Connection } from 'mongoose';
import { eventIdOf } from '../src/event-log/logged-event.js';
import { WebhooksModule } from '../src/webhooks.module.js';
import { Sink } from './sink.js';
import { WebhooksWorld } from './webhooks-world.js';

let world: WebhooksWorld;
let database: Connection;
let sink: Sink;
let subscriptionId: string;
beforeAll(async () => {
  world = await WebhooksWorld.start('bultra');
  await world.newTenant();
  sink = await Sink.open();
  subscriptionId = (await world.subscribe(sink, ['WITHDRAWAL_REQUESTED'], 'whsec')).id;
  await world.service.stopOnly();
  database = await createConnection(infrastructure().mongodbUri, { dbName: `${world.service.namespace}_webhooks` }).asPromise();
});
afterAll(async () => {
  await database.close();
  await sink.close();
  await world.service.stop();
});

const withdrawals = [newId(), newId(), newId()];

/** The log has three events, of which the first was worked through; and two deliveries are on their way, one of them in a process that is no more. */
async function leftByAnOlderVersion(): Promise<void> {
  const { tenantId } = world;
  await database.collection('events').insertMany(withdrawals.map((withdrawalId, index) => ({
    _id: eventIdOf(withdrawalId, 1), tenantId, withdrawalId, sequence: 1, position: index + 1, dialect: 'bultra', dialectId: `wth_${index}`, phase: 'created', hold: 'none',
    amount: { currency: 'USD', units: '250000' }, at: new Date('2026-01-15T10:30:00.000Z'),
  })) as never);
  await database.collection('fan_outs').insertOne({ _id: tenantId, tenantId, version: 1, outbox: [], cause: {}, position: 1 } as never);
  await database.collection('deliveries').insertMany(['waiting', 'sending'].map((status) => ({
    _id: `older-${status}`, tenantId, version: 2, dueAt: new Date('2026-01-15T10:00:00.000Z'), outbox: [], cause: { withdrawalId: newId() }, dialect: 'bultra', subscriptionId, eventId: `evt_${status}`,
    type: 'WITHDRAWAL_REQUESTED', happenedAt: '2026-01-15T10:00:00.000Z', url: sink.url, body: JSON.stringify({ id: `evt_${status}` }), status, attempts: [], createdAt: '2026-01-15T10:00:00.000Z',
  })) as never);
}

async function started(): Promise<TestService> {
  return startTestService({ module: WebhooksModule, service: 'webhooks', namespace: world.service.namespace });
}

const finished = async (): Promise<boolean> => (await database.collection('fan_outs').countDocuments({ position: 3, finishedAt: { $exists: true } })) === 1;

describe('what an older version left', () => {
  it('is sent once: what waited, what was being sent, and what it had not made deliveries of', async () => {
    await leftByAnOlderVersion();
    const first = await started();
    await sink.call(4);
    await until('the log was followed to its end', finished);
    await until('all is stored as delivered', async () => (await database.collection('deliveries').countDocuments({ status: 'delivered' })) === 4);
    await first.stopOnly();
    await first.probe.close();

    const second = await started();
    await until('nothing is left to look for', async () => (await database.collection('endpoints').countDocuments({})) === 0);
    const ids = sink.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(ids.sort()).toEqual(['evt_waiting', 'evt_sending', ...withdrawals.slice(1).map((id) => `evt_${eventIdOf(id, 1)}`)].sort());
    await second.stopOnly();
    await second.probe.close();
  });
});
