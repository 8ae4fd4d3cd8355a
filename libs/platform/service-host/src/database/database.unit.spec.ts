import { describe, expect, it } from '@jest/globals';
import { mongo, MongooseError } from 'mongoose';
import { isDatabaseAway } from './database.js';

/** As the driver wraps what a group of writes failed with: the error is copied, and is no cause of the new one. */
const ofAGroup = (error: Error | { message: string; code: number }): Error => new mongo.MongoBulkWriteError(error, {} as never);

describe('an error of the driver', () => {
  it.each<[string, Error]>([
    ['a connection that is closed', new mongo.MongoNetworkError('connection 5 closed')],
    ['a client that was replaced', new mongo.MongoTopologyClosedError('Topology is closed')],
    ['a server that shuts down', new mongo.MongoServerError({ message: 'going away', code: 91 })],
    ['a question before it was reached', new MongooseError('Cannot call `x.find()` before initial connection is complete if `bufferCommands = false`.')],
    ['a wrapped one of these', new Error('The look failed.', { cause: new mongo.MongoNetworkError('closed') })],
    ['a group of writes on a connection that is closed', ofAGroup(new mongo.MongoNetworkError('connection 5 closed'))],
    ['a group of writes by a client that was replaced', ofAGroup(new mongo.MongoTopologyClosedError('Topology is closed'))],
    ['a group of writes to a server that shuts down', ofAGroup(new mongo.MongoServerError({ message: 'going away', code: 91 }))],
  ])('says that the database is away: %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a key that is there twice', new mongo.MongoServerError({ message: 'duplicate key', code: 11_000 })],
    ['a group of writes with such a key', ofAGroup({ message: 'duplicate key', code: 11_000 })],
    ['a document that does not fit', ofAGroup(new mongo.MongoServerError({ message: 'validation', code: 121 }))],
    ['an error of ours', new TypeError('no state')],
    ['no error at all', 'closed'],
  ])('says nothing about it: %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});
