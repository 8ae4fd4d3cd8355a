import type { mongo } from 'mongoose';
import { Gauge } from 'prom-client';

/** What a client has of connections now, counted from what its driver tells. */
interface Pool {
  open: number;
  used: number;
  waiting: number;
}

/** Of each service the client that it uses; the one before it is closed aside and counts no more. */
const pools = new Map<string, Pool>();

new Gauge({
  name: 'sluice_database_connections',
  help: 'Connections to the database that are used or idle, and work that waits for one.',
  labelNames: ['service', 'state'] as const,
  collect() {
    for (const [service, { open, used, waiting }] of pools) {
      for (const [state, count] of Object.entries({ used, idle: open - used, waiting })) this.set({ service, state }, count);
    }
  },
});

/** Counts the connections of a client from now on, in place of the service's former one. */
export function watchPool(service: string, client: mongo.MongoClient): void {
  const pool: Pool = { open: 0, used: 0, waiting: 0 };
  pools.set(service, pool);
  client.on('connectionCreated', () => void (pool.open += 1));
  client.on('connectionClosed', () => void (pool.open -= 1));
  client.on('connectionCheckOutStarted', () => void (pool.waiting += 1));
  client.on('connectionCheckOutFailed', () => void (pool.waiting -= 1));
  client.on('connectionCheckedOut', () => {
    pool.waiting -= 1;
    pool.used += 1;
  });
  client.on('connectionCheckedIn', () => void (pool.used -= 1));
}
