import type { CommandHandler, CommandRequest } from '../command-request.ts';
import { codeOfThrown, codeOfWriteError, CommandError, DUPLICATE_KEY } from '../errors.ts';
import { decode, encode, fieldsOf, type Fields } from '../raw-bson.ts';
import { documentIn } from '../sql.ts';

export const create: CommandHandler = async (request, { engine }) => {
  const row = await engine.row('create', [request.database, request.forEngine()]);
  return documentIn(row['result']) ?? { ok: 1 };
};

export const drop: CommandHandler = async (request, { engine }) => {
  const collection = request.collection();
  const row = await engine.row('drop', [request.database, collection]);
  return row['result'] === true ? { nIndexesWas: 1, ns: `${request.database}.${collection}`, ok: 1 } : { ok: 1 };
};

export const dropDatabase: CommandHandler = async (request, { engine }) => {
  await engine.row('dropDatabase', [request.database]);
  return { dropped: request.database, ok: 1 };
};

/** Creates the collection first and builds at once: left to itself, the engine would queue the work for later. */
export const createIndexes: CommandHandler = async (request, { engine }) => {
  const created = await engine.row('createCollection', [request.database, request.collection()]);
  const row = await engine.row('createIndexes', [request.database, request.forEngine()]).catch((error: unknown) => {
    throw codeOfThrown(error) === DUPLICATE_KEY ? duplicateInBuild(request) : error;
  });
  const outcome = buildOutcome(decode(documentIn(row['result']) ?? encode({})));
  if (outcome['ok'] === 0 || outcome['code'] !== undefined) {
    throw new CommandError(codeOfWriteError(Number(outcome['code'] ?? 1)), String(outcome['errmsg'] ?? 'The index could not be built'));
  }
  const { numIndexesBefore, numIndexesAfter, note } = outcome;
  return { numIndexesBefore, numIndexesAfter, note, createdCollectionAutomatically: created['result'] === true, commitQuorum: 'votingMembers', ok: 1 };
};

/** The engine answers as a sharded cluster does, with one answer for each shard; it has one. */
function buildOutcome(reply: Fields): Fields {
  const [shard] = Object.values(fieldsOf(reply['raw']));
  return shard === undefined ? reply : fieldsOf(shard);
}

function duplicateInBuild(request: CommandRequest): CommandError {
  const indexes = request.documents('indexes').map((index) => decode(index));
  const index = indexes.find(({ unique }) => unique) ?? {};
  const message = `Index build failed: E11000 duplicate key error collection: ${request.database}.${request.collection()} index: ${String(index['name'])}`;
  return new CommandError(DUPLICATE_KEY, message, { keyPattern: index['key'] ?? {}, keyValue: {} });
}

export const dropIndexes: CommandHandler = async (request, { engine }) => {
  const row = await engine.row('dropIndexes', [request.database, request.forEngine()]);
  return documentIn(row['result']) ?? { ok: 1 };
};
