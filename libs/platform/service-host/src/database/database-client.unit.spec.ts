import { describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import type { ServiceConfig } from '../service.config.js';
import { addressOf, clientOptions } from './database-client.js';

const optionsWith = (query: string): mongo.MongoOptions => {
  const config = { mongodbUri: `mongodb://db.example:27017/?${query}`, namespace: 'sluice', service: 'ledger' } as ServiceConfig;
  return new mongo.MongoClient(addressOf(config), clientOptions('ledger')).options;
};

describe.each([
  ['an address without options', ''],
  ['an address that asks for less', 'w=1&journal=false&readConcernLevel=local&readPreference=secondaryPreferred&retryWrites=false'],
  ['one that does so in other letters', 'W=1&J=false&readconcernlevel=available&readpreference=nearest&maxStalenessSeconds=120&retrywrites=false'],
])('what a service asks of its database, by %s', (_what, query) => {
  const { writeConcern, readConcern, readPreference, retryWrites } = optionsWith(query);

  it('is to have what it writes on the disks of a majority', () => {
    expect([writeConcern?.w, writeConcern?.journal, retryWrites]).toEqual(['majority', true, true]);
  });

  it('is what a majority has, from the primary', () => {
    expect([readConcern?.level, readPreference.mode]).toEqual(['majority', 'primary']);
  });
});

describe('other options of an address', () => {
  it('are kept', () => {
    expect(optionsWith('replicaSet=rs0&w=1').replicaSet).toBe('rs0');
  });
});
