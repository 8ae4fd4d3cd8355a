import type { Document } from 'bson';
import type { Engine } from '../engine.ts';
import { decode, encode } from '../raw-bson.ts';
import { documentIn } from '../sql.ts';

/** The first document a filter finds, or an empty one. */
export async function currentDocument(engine: Engine, database: string, collection: string, filter: Document): Promise<Document> {
  const command = encode({ find: collection, filter, limit: 1, singleBatch: true });
  const page = documentIn((await engine.rowRead('find', [database, command]))['cursorpage']);
  return page ? (decode(page)['cursor']?.firstBatch?.[0] ?? {}) : {};
}
