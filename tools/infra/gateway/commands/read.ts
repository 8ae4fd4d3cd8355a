import { Long } from 'bson';
import type { CommandContext, CommandHandler, CommandRequest } from '../command-request.ts';
import { closeCursors } from '../cursors.ts';
import { CommandError } from '../errors.ts';
import { encode } from '../raw-bson.ts';
import { documentIn } from '../sql.ts';

type CursorCommand = 'find' | 'aggregate' | 'listCollections' | 'listIndexes';

/** The first page of a command that gives a cursor. */
function firstPage(name: CursorCommand, collectionOf: (request: CommandRequest) => string): CommandHandler {
  return async (request, { engine, cursors }) => {
    const collection = collectionOf(request);
    const row = await engine.rowRead(name, [request.database, request.forEngine()]);
    const continuation = documentIn(row['continuation']);
    // Such a cursor would live in one connection to the engine; with cursors kept in files there is none.
    if (row['persistconnection'] === true) throw new CommandError(115, 'Cursors bound to a connection are not supported');
    if (continuation) cursors.remember(String(row['cursorid']), `${request.database}.${collection}`, continuation);
    return documentIn(row['cursorpage']) ?? encode({ ok: 1 });
  };
}

export const find = firstPage('find', (request) => request.collection());
export const listIndexes = firstPage('listIndexes', (request) => request.collection());
export const listCollections = firstPage('listCollections', () => '$cmd.listCollections');
/** On a whole database (`aggregate: 1`) the cursor goes by a name of its own. */
export const aggregate = firstPage('aggregate', (request) => {
  const { aggregate: target } = request.fields('aggregate');
  return typeof target === 'string' ? target : '$cmd.aggregate';
});

export const getMore: CommandHandler = async (request, { engine, cursors }) => {
  const { getMore: number, collection } = request.fields('getMore', 'collection');
  const id = String(number);
  const cursor = cursors.find(id);
  if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
  if (cursor.namespace !== `${request.database}.${String(collection)}`) {
    throw new CommandError(13, `Cursor ${id} belongs to ${cursor.namespace}`);
  }
  try {
    const row = await engine.row('getMore', [request.database, request.forEngine(), cursor.continuation]);
    const continuation = documentIn(row['continuation']);
    if (continuation) cursors.remember(id, cursor.namespace, continuation);
    else cursors.forget(id);
    return documentIn(row['cursorpage']) ?? encode({ ok: 1 });
  } catch (error) {
    cursors.forget(id);
    throw error;
  }
};

export const killCursors: CommandHandler = async (request, context) => {
  const { cursors } = request.fields('cursors');
  const asked: string[] = Array.isArray(cursors) ? cursors.map(String) : [];
  const killed = new Set(await closeCursors(context, asked));
  const numbers = (ids: readonly string[]) => ids.map((id) => Long.fromString(id));
  return {
    cursorsKilled: numbers(asked.filter((id) => killed.has(id))),
    cursorsNotFound: numbers(asked.filter((id) => !killed.has(id))),
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  };
};

/** A command that reads and answers with one document. */
export function single(name: 'count' | 'distinct'): CommandHandler {
  return async (request, { engine }: CommandContext) => {
    const row = await engine.rowRead(name, [request.database, request.forEngine()]);
    return documentIn(row['result']) ?? encode({ ok: 1 });
  };
}

export const listDatabases: CommandHandler = async (request, { engine }) => {
  const row = await engine.rowRead('listDatabases', [request.forEngine()]);
  return documentIn(row['result']) ?? encode({ ok: 1 });
};
