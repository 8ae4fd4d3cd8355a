import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BrokerProbe, deleteBrokerObjects, infrastructure, keepAlive } from '@sluice/builders';
import { createConnection, type Connection } from 'mongoose';
import { lettersIn } from './letters.ts';
import { parcelStored, storeParcel } from './parcels.ts';

/** More than is worked on at once: most of them are only taken in while the process dies. */
const INNOCENT = Array.from({ length: 150 }, (_, index) => `innocent-${index}`);
const DEFAULT_DELAYS_MS = [1_000, 5_000, 30_000, 120_000, 600_000];

describe('a message that kills the process that handles it', () => {
  const namespace = `t-${randomBytes(4).toString('hex')}`;
  const { amqpUrl, mongodbUri } = infrastructure();
  let database: Connection;
  let probe: BrokerProbe;
  let processes: ReturnType<typeof keepAlive>;

  beforeAll(async () => {
    database = await createConnection(mongodbUri, { dbName: `${namespace}_parcels` }).asPromise();
    probe = await BrokerProbe.open(amqpUrl, namespace);
    processes = keepAlive(new URL('./parcels.main.ts', import.meta.url), { SLUICE_NAMESPACE: namespace });
    await started();
  });

  /** The queue exists once the first process is up; until then a command is not kept for it. */
  async function started(): Promise<void> {
    await probe.send(storeParcel, { parcelId: 'first' });
    await probe.next(parcelStored, 500).catch(started);
  }

  afterAll(async () => {
    await processes.stop();
    await probe.close();
    await database.dropDatabase();
    await database.close();
    await deleteBrokerObjects(amqpUrl, namespace, 'parcels', DEFAULT_DELAYS_MS);
  });

  it('ends among the dead letters, while all that were in hand with it are handled', async () => {
    const send = (parcelId: string): Promise<string> => probe.send(storeParcel, { parcelId });
    await Promise.all(INNOCENT.slice(0, 6).map(send));
    await probe.send(storeParcel, { parcelId: 'deadly', trouble: 'death' });
    await Promise.all(INNOCENT.slice(6).map(send));

    const stored = new Set<string>();
    while (!INNOCENT.every((parcelId) => stored.has(parcelId))) stored.add((await probe.next(parcelStored, 120_000)).body.parcelId);
    const letters = await lettersIn(database.collection('dead_letters'), /^Processes that had the message in hand died/, 120_000);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.content).toContain('deadly');
    expect(letters[0]?.queue).toBe(`${namespace}.parcels.commands`);
    expect(processes.starts()).toBeLessThanOrEqual(7);
  });
});
