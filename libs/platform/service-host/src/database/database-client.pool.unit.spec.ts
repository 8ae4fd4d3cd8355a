import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { mongo } from 'mongoose';
import { register } from 'prom-client';
import { watchPool } from './database-client.js';

const watched = (): EventEmitter => {
  const client = new EventEmitter();
  watchPool('ledger', client as unknown as mongo.MongoClient);
  return client;
};
const tell = (client: EventEmitter, ...events: readonly string[]): void => {
  for (const event of events) client.emit(event);
};
const counted = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await register.getSingleMetric('sluice_database_connections')?.get())?.values.map(({ labels, value }) => [String(labels['state']), value]) ?? []);

describe('the connections of a client', () => {
  it('are used, idle, or waited for', async () => {
    const client = watched();
    tell(client, 'connectionCreated', 'connectionCreated', 'connectionCheckOutStarted', 'connectionCheckedOut', 'connectionCheckOutStarted');
    expect(await counted()).toEqual({ used: 1, idle: 1, waiting: 1 });
  });

  it('are idle again when they are given back, and gone when they are closed', async () => {
    const client = watched();
    tell(client, 'connectionCheckOutStarted', 'connectionCreated', 'connectionCheckedOut', 'connectionCheckedIn');
    expect(await counted()).toEqual({ used: 0, idle: 1, waiting: 0 });
    tell(client, 'connectionClosed');
    expect(await counted()).toEqual({ used: 0, idle: 0, waiting: 0 });
  });

  it('are waited for no longer when none could be had', async () => {
    tell(watched(), 'connectionCheckOutStarted', 'connectionCheckOutFailed');
    expect(await counted()).toEqual({ used: 0, idle: 0, waiting: 0 });
  });

  it('count no more when another client is used, whatever is heard of the old one', async () => {
    const old = watched();
    tell(old, 'connectionCreated');
    watched();
    tell(old, 'connectionCreated', 'connectionCheckOutStarted');
    expect(await counted()).toEqual({ used: 0, idle: 0, waiting: 0 });
  });
});
