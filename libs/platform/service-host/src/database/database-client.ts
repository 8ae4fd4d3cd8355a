import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { areKillPointsWatched, passKillPoint } from '@sluice/telemetry';
import { mongo } from 'mongoose';
import { Gauge } from 'prom-client';
import type { ServiceConfig } from '../service.config.js';

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

const ACCEPTED_WITHIN_MS = 2_000;

/** What takes longer has met a connection that nothing comes out of any more. */
const LONGEST_COMMAND_MS = 60_000;

export const clientOptions = (service: string): mongo.MongoClientOptions => ({
  appName: service,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: LONGEST_COMMAND_MS,
  maxPoolSize: 20,
  ignoreUndefined: true,
  // An answer to a write is a promise: it is on the disks of most members before anything rests on it.
  writeConcern: { w: 'majority', journal: true },
  // And so is what a decision rests on: nothing is read that a failover could take back. The primary has every such write at once.
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  retryWrites: true,
});

/** The work's outcome, or a rejection when there is none in time, whatever the work is doing. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  const cancel = new AbortController();
  const late = pause(limitMs, undefined, { signal: cancel.signal }).then(() => {
    throw new Error(`${what} took more than ${limitMs} ms.`);
  });
  return Promise.race([work, late]).finally(() => cancel.abort());
}

/** What the code decides, whatever the address says; the driver would take the address's word. */
const DECIDED_HERE = new Set(['w', 'wtimeout', 'wtimeoutms', 'j', 'journal', 'readconcernlevel', 'readpreference', 'readpreferencetags', 'maxstalenessseconds', 'retrywrites']);

/** The address with the service's own database in it; users are still looked for where they were. */
export function addressOf({ mongodbUri, namespace, service }: ServiceConfig): string {
  const [, servers, , query = ''] = /^([a-z+]+:\/\/[^/?]+)(\/[^?]*)?(\?.*)?$/.exec(mongodbUri) ?? [];
  const options = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => !DECIDED_HERE.has(name.toLowerCase())));
  const usersIn = new mongo.MongoClient(mongodbUri).options.credentials?.source;
  if (usersIn !== undefined) options.set('authSource', usersIn);
  return `${servers}/${namespace}_${service}?${options.toString()}`;
}

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);

/** Every write of the process passes its points here, whatever code it comes from. */
function watched(client: mongo.MongoClient): mongo.MongoClient {
  if (!areKillPointsWatched()) return client;
  const underWay = new Map<number, string>();
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    if (!WRITES.has(commandName)) return;
    underWay.set(requestId, `${commandName} ${String(command[commandName])}`);
    passKillPoint('write', underWay.get(requestId) ?? '', 'before');
  });
  const ended = ({ requestId }: { readonly requestId: number }): void => {
    const subject = underWay.get(requestId);
    underWay.delete(requestId);
    if (subject !== undefined) passKillPoint('write', subject, 'after');
  };
  return client.on('commandSucceeded', ended).on('commandFailed', ended);
}

/** A client of its own that has been answered by the database. It shares nothing with those before it. */
export async function connectedClient(config: ServiceConfig, withinMs: number): Promise<mongo.MongoClient> {
  const client = watched(new mongo.MongoClient(addressOf(config), { ...clientOptions(config.service), ...(areKillPointsWatched() && { monitorCommands: true }) }));
  watchPool(config.service, client);
  try {
    await within(withinMs, 'Connecting to the database', client.connect().then(() => client.db('admin').command({ ping: 1 })));
    return client;
  } catch (error) {
    closeAside(client);
    throw error;
  }
}

/** Closes a client that nobody uses any more. It may be in the middle of something that never ends, so nobody waits for it. */
export function closeAside(client: mongo.MongoClient): void {
  client.removeAllListeners();
  client.close().catch(() => undefined);
}

/** Whether any of the database's servers takes connections: then it is there, and what fails lies between it and this process. */
export async function acceptsConnections({ options: { hosts } }: mongo.MongoClient): Promise<boolean> {
  const accepted = await Promise.all(hosts.map(async ({ host, port }) => host !== undefined && accepts(host, port ?? 27_017)));
  return accepted.includes(true);
}

async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(ACCEPTED_WITHIN_MS) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
