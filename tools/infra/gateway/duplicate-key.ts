import type { Document } from 'bson';
import type { Engine } from './engine.ts';
import { decode } from './raw-bson.ts';
import { documentIn } from './sql.ts';

export interface DuplicateKey {
  errmsg: string;
  keyPattern: Document;
  keyValue: Document;
}

const ID_INDEX = { name: '_id_', keyPattern: { _id: 1 } };

/**
 * Which index refused a document, in MongoDB's words. The engine's message names the index, or only the number of the
 * table behind it; the rest stands in its catalogue.
 */
export async function describeDuplicate(engine: Engine, database: string, collection: string, message: string, documentOf: () => Promise<Document>): Promise<DuplicateKey> {
  const rows = await engine.rows('indexCatalogue', [database, collection]);
  const number = /documents_rum_index_(\d+)/.exec(message)?.[1];
  const name = /index '([^']+)'/i.exec(message)?.[1] ?? /index: (\S+)/.exec(message)?.[1];
  const row = rows.find((candidate) => (number === undefined ? candidate['name'] === name : String(candidate['index_id']) === number));
  const key = documentIn(row?.['key']);
  const index = key ? { name: String(row?.['name']), keyPattern: decode(key) } : ID_INDEX;
  const document = await documentOf();
  const keyValue = Object.fromEntries(Object.keys(index.keyPattern).map((path) => [path, valueAt(document, path)]));
  const errmsg = `E11000 duplicate key error collection: ${database}.${collection} index: ${index.name} dup key: ${JSON.stringify(keyValue)}`;
  return { errmsg, keyPattern: index.keyPattern, keyValue };
}

/** The value under a dotted path; of an array, its first element's. Null where there is none. */
export function valueAt(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const step of path.split('.')) {
    if (Array.isArray(value) && !/^\d+$/.test(step)) value = value[0];
    value = isRecord(value) ? value[step] : undefined;
  }
  return value ?? null;
}

/** What an upsert would have inserted, as far as index keys go: equalities of the query, then the values set. */
export function documentOfUpsert(query: Document, update: unknown): Document {
  const document: Document = {};
  for (const [path, condition] of Object.entries(query)) {
    if (path.startsWith('$')) continue;
    if (!hasOperators(condition)) put(document, path, condition);
    else if (isRecord(condition) && '$eq' in condition) put(document, path, condition['$eq']);
  }
  if (!isRecord(update) || Array.isArray(update)) return document;
  if (!hasOperators(update)) return { ...document, ...update };
  for (const operator of ['$setOnInsert', '$set']) {
    for (const [path, value] of Object.entries(update[operator] ?? {})) put(document, path, value);
  }
  return document;
}

function put(document: Document, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? path;
  let target = document;
  for (const step of steps) target = target[step] ??= {};
  target[last] = value;
}

function hasOperators(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

function isRecord(value: unknown): value is Document {
  return typeof value === 'object' && value !== null;
}
