import type { Engine } from './engine.ts';
import { decode, fieldsOf, isFields, type Fields } from './raw-bson.ts';
import { documentIn } from './sql.ts';

export interface DuplicateKey {
  errmsg: string;
  keyPattern: Fields;
  keyValue: Fields;
}

const ID_INDEX = { name: '_id_', keyPattern: { _id: 1 } };

/**
 * Which index refused a document, in MongoDB's words. The engine's message names the index, or only the number of the
 * table behind it; the rest stands in its catalogue.
 */
export async function describeDuplicate(engine: Engine, database: string, collection: string, message: string, documentOf: () => Promise<Fields>): Promise<DuplicateKey> {
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
export function valueAt(document: Fields, path: string): unknown {
  let value: unknown = document;
  for (const step of path.split('.')) {
    if (Array.isArray(value) && !/^\d+$/.test(step)) value = value[0];
    value = isFields(value) ? value[step] : undefined;
  }
  return value ?? null;
}

/** What an upsert would have inserted, as far as index keys go: equalities of the query, then the values set. */
export function documentOfUpsert(query: Fields, update: unknown): Fields {
  const document: Fields = {};
  for (const [path, condition] of Object.entries(query)) {
    if (path.startsWith('$')) continue;
    if (!hasOperators(condition)) put(document, path, condition);
    else if (isFields(condition) && '$eq' in condition) put(document, path, condition['$eq']);
  }
  if (!isFields(update) || Array.isArray(update)) return document;
  if (!hasOperators(update)) return { ...document, ...update };
  for (const operator of ['$setOnInsert', '$set']) {
    for (const [path, value] of Object.entries(fieldsOf(update[operator]))) put(document, path, value);
  }
  return document;
}

function put(document: Fields, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? path;
  let target = document;
  for (const step of steps) {
    const inner = fieldsOf(target[step]);
    target[step] = inner;
    target = inner;
  }
  target[last] = value;
}

function hasOperators(value: unknown): boolean {
  return isFields(value) && Object.keys(value).some((key) => key.startsWith('$'));
}
