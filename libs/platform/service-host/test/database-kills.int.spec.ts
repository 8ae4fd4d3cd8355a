import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProbe, BrokerProxy, deleteBrokerObjects, infrastructure, spawnService, startOwnDatabase, terminate, until, type OwnDatabase } from '@sluice/builders';
import { createConnection, type Connection } from 'mongoose';
import { paidIn, payIn } from './tills.ts';

const MAIN = new URL('./tills.main.ts', import.meta.url);

/**
 * Times that the database is lost, and how many of them its processes are killed; the others are cuts of all its connections.
 * `DATABASE_LOSSES=100 DATABASE_KILLS=100 npm test -- database-kills` kills it a hundred times, which takes five minutes.
 */
const LOSSES = Number(process.env['DATABASE_LOSSES'] ?? 12);
const KILLS = Number(process.env['DATABASE_KILLS'] ?? 3);
const LONGEST_LOSS_MS = 30_000;
const isKill = (loss: number): boolean => Math.floor(((loss + 1) * KILLS) / LOSSES) > Math.floor((loss * KILLS) / LOSSES);

const TILLS = 8;
const PAYMENT_EVERY_MS = 20;
const DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

interface StoredTill {
  readonly version: number;
  readonly payments: string[];
  readonly outbox: unknown[];
}

describe('a service whose database is killed again and again under load', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const { amqpUrl } = infrastructure();
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  let database: OwnDatabase;
  let proxy: BrokerProxy;
  let probe: BrokerProbe;
  let child: ChildProcess;
  let connection: Connection;
  let said = '';
  let paid = 0;
  const answered = new Set<number>();

  const statusOf = (probed: 'live' | 'ready'): Promise<number> => fetch(`http://127.0.0.1:${port}/health/${probed}`).then(({ status }) => status, () => 0);

  beforeAll(async () => {
    database = await startOwnDatabase();
    proxy = await BrokerProxy.start(new URL(database.uri));
    probe = await BrokerProbe.open(amqpUrl, namespace);
    // The driver looks for a lost server twenty times a second instead of twice: nothing else is unlike production.
    const mongodbUri = `mongodb://${new URL(proxy.url).host}/?directConnection=true&minHeartbeatFrequencyMS=50`;
    child = spawnService(MAIN, { SLUICE_NAMESPACE: namespace, MONGODB_URI: mongodbUri, PORT: String(port), DATABASE_END_AFTER_SECONDS: '20', LOG_LEVEL: 'warn' });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('it is ready', async () => (await statusOf('ready')) === 200);
    connection = await createConnection(database.uri, { dbName: `${namespace}_tills` }).asPromise();
  });
  afterAll(async () => {
    await terminate(child);
    await probe.close();
    await deleteBrokerObjects(amqpUrl, namespace, 'tills', DELAYS_MS);
    await connection.close();
    await proxy.stop();
    await database.stop();
  });

  const hear = async (): Promise<number> => {
    const { body } = await probe.next(paidIn);
    const number = Number(body.paymentId);
    answered.add(number);
    return number;
  };
  const pay = async (): Promise<void> => {
    const number = paid;
    paid += 1;
    await probe.send(payIn, { tillId: `till-${number % TILLS}`, paymentId: String(number) });
  };

  /** A command is under way for most of the time, so wherever the count stops is in the middle of some. */
  const lose = async (loss: number): Promise<void> => {
    await proxy.passed(1 + ((loss * 7) % 23));
    if (!isKill(loss)) return proxy.cut();
    await database.kill();
    await database.startAgain();
  };

  it('works on after each, as the same process', async () => {
    const unsent: unknown[] = [];
    const load = setInterval(() => {
      pay().catch((error: unknown) => unsent.push(error));
    }, PAYMENT_EVERY_MS);
    for (let loss = 0; loss < LOSSES; loss += 1) {
      await lose(loss);
      for (const since = paid; (await hear()) < since; );
    }
    clearInterval(load);
    expect(unsent).toEqual([]);
    await until('it is ready', async () => (await statusOf('ready')) === 200);
    expect([await statusOf('live'), child.exitCode, child.signalCode]).toEqual([200, null, null]);
  }, LOSSES * LONGEST_LOSS_MS);

  it('has given every message its effect once and its answer', async () => {
    while (answered.size < paid) await hear();
    const tills = await connection.collection<StoredTill>('tills').find().toArray();
    const payments = tills.flatMap((till) => till.payments);
    expect([payments.length, new Set(payments).size]).toEqual([paid, paid]);
    expect(tills.map(({ version }) => version)).toEqual(tills.map((till) => till.payments.length));
  });

  it('has parked no message, keeps none in an outbox, and has awaited every rejection', async () => {
    expect(await connection.collection('dead_letters').countDocuments()).toBe(0);
    await until('every outbox is empty', async () => (await connection.collection<StoredTill>('tills').countDocuments({ 'outbox.0': { $exists: true } })) === 0);
    expect(said).not.toMatch(/awaited by nobody|caught by nobody|tills ends/);
  });
});
