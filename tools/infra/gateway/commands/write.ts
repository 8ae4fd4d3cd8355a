import type { CommandContext, CommandHandler, CommandRequest } from '../command-request.ts';
import { describeDuplicate, documentOfUpsert } from '../duplicate-key.ts';
import { Conflict } from '../engine.ts';
import { codeOfWriteError, DUPLICATE_KEY, WRITE_CONFLICT } from '../errors.ts';
import { decode, encode, fieldsOf, isFields, type Fields } from '../raw-bson.ts';
import { documentIn } from '../sql.ts';
import { currentDocument } from './current-document.ts';
import { lostUpsertRace } from './upsert-race.ts';

type WriteCommand = 'insert' | 'update' | 'delete';

const FIELD: Readonly<Record<WriteCommand, string>> = { insert: 'documents', update: 'updates', delete: 'deletes' };

/** The handler of one of the three writing commands. */
export function write(name: WriteCommand): CommandHandler {
  return async (request, context) => {
    const values = [request.database, request.forEngine(), request.sequence(FIELD[name])];
    return context.engine.repeatingConflicts(async () => {
      const row = await context.engine.row(name, values);
      const result = documentIn(row['p_result']) ?? encode({ ok: 1 });
      return row['p_success'] ? result : withWriteErrors(name, request, context, decode(result, { promoteLongs: false }));
    });
  };
}

/** The same reply with MongoDB's codes, and with what drivers expect to know of a duplicate key. */
async function withWriteErrors(name: WriteCommand, request: CommandRequest, context: CommandContext, reply: Fields): Promise<Fields> {
  const errors: Fields[] = Array.isArray(reply['writeErrors']) ? reply['writeErrors'].filter(isFields) : [];
  for (const error of errors) error['code'] = codeOfWriteError(Number(error['code']));
  const nothingChanged = !(Number(reply['n']) > 0);
  if (nothingChanged && errors.some(({ code }) => code === WRITE_CONFLICT)) throw new Conflict();
  const operations = request.documents(FIELD[name]);
  for (const error of errors.filter(({ code }) => code === DUPLICATE_KEY)) {
    const operation = decode(operations[Number(error['index'])] ?? encode({}));
    const duplicate = await describeDuplicate(context.engine, request.database, request.collection(), String(error['errmsg']), () => documentFor(name, operation, request, context));
    if (operations.length === 1 && operation['upsert'] && lostUpsertRace(fieldsOf(operation['q']), duplicate.keyPattern)) throw new Conflict();
    Object.assign(error, duplicate);
  }
  return { ...reply, ok: 1 };
}

async function documentFor(name: WriteCommand, operation: Fields, request: CommandRequest, context: CommandContext): Promise<Fields> {
  if (name === 'insert') return operation;
  const query = fieldsOf(operation['q']);
  const current = operation['upsert'] ? {} : await currentDocument(context.engine, request.database, request.collection(), query);
  return { ...current, ...documentOfUpsert(query, operation['u']) };
}
