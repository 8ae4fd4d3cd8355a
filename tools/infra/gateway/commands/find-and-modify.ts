import type { CommandHandler } from '../command-request.ts';
import { describeDuplicate, documentOfUpsert } from '../duplicate-key.ts';
import { Conflict } from '../engine.ts';
import { codeOfThrown, CommandError, DUPLICATE_KEY } from '../errors.ts';
import { decode, encode, fieldsOf } from '../raw-bson.ts';
import { documentIn } from '../sql.ts';
import { currentDocument } from './current-document.ts';
import { lostUpsertRace } from './upsert-race.ts';

export const findAndModify: CommandHandler = (request, { engine }) => {
  const [database, collection, command] = [request.database, request.collection(), request.forEngine()];

  async function duplicateOf(error: Error): Promise<CommandError> {
    const { query: asked, update, upsert } = decode(command);
    const query = fieldsOf(asked);
    const documentOf = async () => ({
      ...(upsert ? {} : await currentDocument(engine, database, collection, query)),
      ...documentOfUpsert(query, update),
    });
    const constraint = 'constraint' in error ? String(error.constraint) : '';
    const { errmsg, ...keys } = await describeDuplicate(engine, database, collection, `${error.message} ${constraint}`, documentOf);
    return upsert && lostUpsertRace(query, keys.keyPattern) ? new Conflict() : new CommandError(DUPLICATE_KEY, errmsg, keys);
  }

  return engine.repeatingConflicts(async () => {
    try {
      const row = await engine.row('findAndModify', [database, command]);
      return documentIn(row['p_result']) ?? encode({ ok: 1 });
    } catch (error) {
      if (codeOfThrown(error) === DUPLICATE_KEY && error instanceof Error) throw await duplicateOf(error);
      throw error;
    }
  });
};
