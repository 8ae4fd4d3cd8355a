import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { infrastructure, until } from '@sluice/builders';
import { recordChange } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { createConnection, type Connection } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { Sink } from './sink.js';
import { WebhooksWorld } from './webhooks-world.js';

/** Longer by hand: `SECONDS=30`. */
const SECONDS = Number(process.env['SECONDS'] ?? 3);
const PER_SECOND = 10;
const DEAD = 10_000;

let world: WebhooksWorld;
let database: Connection;
beforeAll(async () => {
  world = await WebhooksWorld.start('bultra');
  database = await createConnection(infrastructure().mongodbUri, { dbName: `${world.service.namespace}_webhooks` }).asPromise();
});
afterAll(async () => {
  await database.close();
  await world.service.stop();
});
beforeEach(() => world.newTenant());

interface Counted {
  readonly database: string;
  readonly command: string;
  readonly collection: string;
  readonly count: number;
}

/** The platform's own polls and notes are not an event's. */
const notOfEvents = ['tenant_settings', 'trail', 'dead_letters', ''];

/** Commands on webhooks' collections so far; empty where the database does not tell. */
async function commands(): Promise<Map<string, number>> {
  const status = (await database.db?.admin().command({ serverStatus: 1 })) as { namespaces?: Counted[] } | undefined;
  const own = (status?.namespaces ?? []).filter((one) => one.database === database.name && !notOfEvents.includes(one.collection) && !one.command.startsWith('createIndex'));
  return new Map(own.map(({ command, collection, count }) => [`${command} ${collection}`, count]));
}

async function costOf(events: number, work: () => Promise<void>): Promise<number> {
  const before = await commands();
  await work();
  const after = await commands();
  const grown = [...after].map(([command, count]) => [command, count - (before.get(command) ?? 0)] as const).filter(([, count]) => count > 0);
  const total = grown.reduce((sum, [, count]) => sum + count, 0);
  report(`${(total / events).toFixed(1)} commands an event: ${grown.map(([command, count]) => `${command} ${(count / events).toFixed(1)}`).join(', ')}`);
  return total / events;
}

const report = (line: string): void => void process.stderr.write(`${expect.getState().currentTestName ?? ''}: ${line}\n`);

async function subscribed(count: number): Promise<Sink[]> {
  const sinks: Sink[] = [];
  for (let n = 0; n < count; n += 1) {
    const sink = await Sink.open();
    sinks.push(sink);
    await world.subscribe(sink, ['WITHDRAWAL_REQUESTED'], 'whsec');
  }
  return sinks;
}

const change = (at = new Date('2026-01-15T10:30:00.000Z')): Promise<string> => world.service.publish(recordChange, {
  withdrawalId: newId(), dialect: 'bultra', dialectId: 'wth_1', sequence: 1, phase: 'created', hold: 'none', amount: { currency: 'USD', units: '1' }, at: at.toISOString(),
}, { tenantId: world.tenantId });

const arrived = (sinks: readonly Sink[], each: number) => until(`${each} have come`, () => sinks.every(({ received }) => received.length >= each));

describe('an event that comes alone', () => {
  it.each([[0, 3], [1, 8], [30, 40]])('costs few commands with %d subscriptions', async (count, most) => {
    const sinks = await subscribed(count);
    await change();
    await world.workedThrough(1);
    const cost = await costOf(20, async () => {
      for (let n = 0; n < 20; n += 1) {
        await change();
        await arrived(sinks, n + 2);
        if (count === 0) await until('it is logged', async () => (await database.collection('events').countDocuments({ tenantId: world.tenantId })) >= n + 2);
      }
    });
    expect(cost).toBeLessThan(most + (count === 0 ? 2 : 0));
    await Promise.all(sinks.map((sink) => sink.close()));
  });
});

describe('events that come by the dozen', () => {
  it.each([[0, 2], [1, 4], [30, 10]])('cost less each with %d subscriptions', async (count, most) => {
    const sinks = await subscribed(count);
    const cost = await costOf(200, async () => {
      await Promise.all(Array.from({ length: 200 }, () => change()));
      await arrived(sinks, 200);
      await until('all are logged', async () => (await database.collection('events').countDocuments({ tenantId: world.tenantId })) === 200);
    });
    expect(cost).toBeLessThan(most);
    await Promise.all(sinks.map((sink) => sink.close()));
  });
});

describe('thirty subscriptions and ten events a second', () => {
  it.each([['alone', 0], ['beside a dead endpoint that ten thousand deliveries wait for', DEAD]])('are served %s', async (_, dead) => {
    const sinks = await subscribed(30);
    if (dead > 0) await deadEndpoint(dead);
    const lateMs: number[] = [];
    const begun: number[] = [];
    for (const sink of sinks) sink.onCall = (nth) => void lateMs.push(Date.now() - (begun[nth - 1] ?? Date.now()));
    const used = process.cpuUsage();
    await costOf(SECONDS * PER_SECOND, async () => {
      for (let n = 0; n < SECONDS * PER_SECOND; n += 1) {
        begun.push(Date.now());
        await change();
        await pause(1_000 / PER_SECOND);
      }
      await arrived(sinks, SECONDS * PER_SECOND);
    });
    const cpu = process.cpuUsage(used);
    const sorted = lateMs.sort((one, other) => one - other);
    report(`late by p50 ${sorted[Math.floor(sorted.length / 2)]} ms, p99 ${sorted[Math.floor(sorted.length * 0.99)]} ms; ${((cpu.user + cpu.system) / 1_000 / lateMs.length).toFixed(2)} ms of processor time a delivery, the sinks' included`);
    expect(lateMs).toHaveLength(30 * SECONDS * PER_SECOND);
    if (dead > 0 && process.env['SECONDS'] !== undefined) await costOf(10, () => pause(10_000));
    await Promise.all(sinks.map((sink) => sink.close()));
  });

  async function deadEndpoint(count: number): Promise<void> {
    const gone = await Sink.open();
    const { id } = await world.subscribe(gone, ['WITHDRAWAL_REQUESTED'], 'whsec');
    await gone.close();
    for (let n = 0; n < count; n += 1_000) {
      await database.collection('deliveries').insertMany(Array.from({ length: 1_000 }, (_, index) => ({
        _id: `${id}-${n + index}`, tenantId: world.tenantId, version: 1, dueAt: new Date(Date.UTC(2026, 0, 15, 10)), outbox: [], cause: {}, dialect: 'bultra', subscriptionId: id, eventId: `evt_${n + index}`,
        type: 'WITHDRAWAL_REQUESTED', happenedAt: '2026-01-15T10:00:00.000Z', url: gone.url, body: '{}', status: 'waiting', attempts: [], createdAt: '2026-01-15T10:00:00.000Z',
      })) as never);
    }
    await database.collection('endpoints').insertOne({ _id: id, tenantId: world.tenantId, dueAt: new Date(0) } as never);
    await until('it is left alone', async () => (await database.collection('endpoints').countDocuments({ _id: id as never, pausedUntil: { $exists: true } })) > 0);
  }
});
