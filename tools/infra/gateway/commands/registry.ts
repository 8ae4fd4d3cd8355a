import type { CommandHandler } from '../command-request.ts';
import { findAndModify } from './find-and-modify.ts';
import { acknowledge, buildInfo, hello } from './greeting.ts';
import { aggregate, find, getMore, killCursors, listCollections, listDatabases, listIndexes, single } from './read.ts';
import { serverStatus } from './server-status.ts';
import { create, createIndexes, drop, dropDatabase, dropIndexes } from './schema.ts';
import { write } from './write.ts';

/** Every command the gateway knows. Names differ in case with the age of the driver. */
export const commands: ReadonlyMap<string, CommandHandler> = new Map([
  ['hello', hello('isWritablePrimary')],
  ['isMaster', hello('ismaster')],
  ['ismaster', hello('ismaster')],
  ['buildInfo', buildInfo],
  ['buildinfo', buildInfo],
  ['ping', acknowledge],
  ['serverStatus', serverStatus],
  ['endSessions', acknowledge],
  ['refreshSessions', acknowledge],
  ['insert', write('insert')],
  ['update', write('update')],
  ['delete', write('delete')],
  ['findAndModify', findAndModify],
  ['findandmodify', findAndModify],
  ['find', find],
  ['aggregate', aggregate],
  ['getMore', getMore],
  ['killCursors', killCursors],
  ['count', single('count')],
  ['distinct', single('distinct')],
  ['listCollections', listCollections],
  ['listDatabases', listDatabases],
  ['listIndexes', listIndexes],
  ['create', create],
  ['createIndexes', createIndexes],
  ['drop', drop],
  ['dropDatabase', dropDatabase],
  ['dropIndexes', dropIndexes],
]);
