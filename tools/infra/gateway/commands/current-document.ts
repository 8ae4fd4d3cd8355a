import type { Engine } from '../engine.ts';
import { decode, encode, fieldsOf, type Fields } from '../raw-bson.ts';
import { documentIn } from '../sql.ts';

/** The first document a filter finds, or an empty one. */
export async function currentDocument(engine: Engine, database: string, collection: string, filter: Fields): Promise<Fields> {
  const command = encode({ find: collection, filter, limit: 1, singleBatch: true });
  const page = documentIn((await engine.rowRead('find', [database, command]))['cursorpage']);
  const { firstBatch } = fieldsOf(page && decode(page)['cursor']);
  return fieldsOf(Array.isArray(firstBatch) ? firstBatch[0] : undefined);
}
