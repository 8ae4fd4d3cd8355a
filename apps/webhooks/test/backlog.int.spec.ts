import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { startTestService, until } from '@sluice/builders';
import { redeliver } from '@sluice/contract-webhooks';
import { Retention } from '@sluice/persistence';
import type { Connection } from 'mongoose';
import { WebhooksModule } from '../src/webhooks.module.js';
import { Sink, slowly } from './sink.js';
import { WebhooksWorld } from './webhooks-world.js';

const created = [{ phase: 'created' }];
const BACKLOG = 2_000;
const MINUTE_MS = 60_000;

let world: WebhooksWorld;
let sink: Sink;
beforeEach(async () => {
  world = await WebhooksWorld.start('bultra');
  sink = await Sink.open();
  await world.newTenant();
});
afterEach(async () => {
  await sink.close();
  await world.service.stop();
});

const subscribed = async (to: Sink = sink): Promise<string> => (await world.subscribe(to, ['WITHDRAWAL_REQUESTED'], 'whsec')).id;
const collection = (name: string) => world.service.app.get<Connection>(getConnectionToken()).collection(name);
const eventIds = (of: Sink = sink): string[] => of.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);

/** As another process would have left it: so many deliveries that were never tried. */
async function hasBacklog(subscriptionId: string, count: number, more: object = {}): Promise<void> {
  const deliveries = Array.from({ length: count }, (_, n) => ({
    _id: `${subscriptionId}-${n}`, tenantId: world.tenantId, version: 1, dueAt: new Date(Date.UTC(2026, 0, 15, 10) + n), outbox: [], cause: {}, dialect: 'bultra', subscriptionId, eventId: `evt_${n}`,
    type: 'WITHDRAWAL_REQUESTED', happenedAt: '2026-01-15T10:00:00.000Z', url: sink.url, body: JSON.stringify({ id: `evt_${n}` }), status: 'waiting', attempts: [], createdAt: '2026-01-15T10:00:00.000Z', ...more,
  }));
  await collection('deliveries').insertMany(deliveries as never);
  await collection('endpoints').insertOne({ _id: subscriptionId, tenantId: world.tenantId, dueAt: new Date(0) } as never);
}

const left = () => collection('endpoints').findOne({ owner: { $exists: false }, pausedUntil: { $exists: true } });
const attempted = (subscriptionId: string) => collection('deliveries').countDocuments({ subscriptionId, version: { $ne: 1 } });

describe('an endpoint with a backlog', () => {
  it('is sent four at once at most, each once, also when its process is replaced in the middle', async () => {
    sink.answer(slowly);
    await subscribed();
    await Promise.all(Array.from({ length: 60 }, () => world.changes(created)));
    await sink.call(20);
    await world.service.stopOnly();
    const next = await startTestService({ module: WebhooksModule, service: 'webhooks', namespace: world.service.namespace });
    await sink.call(60);
    expect(sink.mostOpen).toBe(4);
    expect(new Set(eventIds()).size).toBe(60);
    expect(sink.received).toHaveLength(60);
    await next.stopOnly();
    await next.probe.close();
  });

  it('is sent all of it, and what is new as well', async () => {
    const id = await subscribed();
    await hasBacklog(id, 300);
    await world.changes(created);
    await sink.call(301);
    await world.deliveriesOnce((all) => all.every(({ status }) => status === 'delivered'));
    expect(new Set(eventIds()).size).toBe(301);
    expect(sink.mostOpen).toBeLessThanOrEqual(4);
  });
});

describe('a dead endpoint with thousands of deliveries waiting', () => {
  it('is tried with a few of them and left alone, holds up no other, and gets them when it is back', async () => {
    const other = await Sink.open();
    const { port } = sink;
    const id = await subscribed();
    await subscribed(other);
    await sink.close();
    await hasBacklog(id, BACKLOG);
    await until('it is left alone', async () => (await left())?._id === (id as never), MINUTE_MS);
    await world.changes(created);
    await other.call(1);
    const tries = await attempted(id);
    expect(tries).toBeLessThanOrEqual(20);
    expect(await collection('deliveries').countDocuments({ subscriptionId: id, status: 'waiting' })).toBe(BACKLOG + 1);

    sink = await Sink.open(port);
    await world.pass(31 * MINUTE_MS);
    await until('all have come', async () => sink.received.length >= BACKLOG, 4 * MINUTE_MS);
    expect(sink.mostOpen).toBeLessThanOrEqual(4);
    await other.close();
  });

  it('is left alone until its pause is over, however many events come, unless an operator wants one tried', async () => {
    const id = await subscribed();
    sink.answer(503);
    await hasBacklog(id, 50);
    await until('it is left alone', async () => (await left())?._id === (id as never), MINUTE_MS);
    const calls = sink.received.length;
    for (let n = 0; n < 5; n += 1) await world.changes(created);
    await world.workedThrough(5);
    expect(sink.received).toHaveLength(calls);
    sink.answer(200);
    await world.ask(redeliver, { id: `${id}-49` });
    await sink.call(calls + 1);
    expect(eventIds().at(calls)).toBe('evt_49');
    await until('all have come', () => Promise.resolve(new Set(eventIds()).size === 55), MINUTE_MS);
  });

  it('that is back only after a day has what it was not sent marked as failed', async () => {
    const id = await subscribed();
    sink.answer(503);
    await hasBacklog(id, 200);
    await until('it is left alone', async () => (await left())?._id === (id as never), MINUTE_MS);
    await world.pass(25 * 60 * MINUTE_MS);
    await until('nothing waits', async () => (await collection('deliveries').countDocuments({ subscriptionId: id, status: 'failed' })) === 200, MINUTE_MS);
    expect(sink.received.length).toBeLessThan(30);
  });
});

describe('deliveries of long ago', () => {
  it('are removed when they have ended, and not while they wait', async () => {
    const [ended, waiting, recent] = ['sub_ended', 'sub_waiting', 'sub_recent'];
    await hasBacklog(ended, 3, { status: 'delivered', dueAt: undefined });
    await collection('deliveries').updateMany({ subscriptionId: ended }, { $unset: { dueAt: '' } });
    await hasBacklog(waiting, 2);
    await hasBacklog(recent, 1, { status: 'failed', createdAt: '2027-06-01T00:00:00.000Z' });
    await collection('deliveries').updateMany({ subscriptionId: recent }, { $unset: { dueAt: '' } });
    expect(await world.service.app.get(Retention).pass(new Date('2027-08-01T00:00:00.000Z'))).toMatchObject({ deliveries: 3 });
    expect(new Set(await collection('deliveries').distinct('subscriptionId'))).toEqual(new Set([recent, waiting]));
  });
});
