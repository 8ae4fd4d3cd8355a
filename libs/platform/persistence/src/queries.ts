import { DomainError } from '@sluice/kernel';
import { type Connection, mongo, type Schema } from 'mongoose';
import { z } from 'zod';

/** Documents that one answer of the database may hold; sixteen megabytes end it sooner. */
export const MAX_DOCUMENTS_PER_ANSWER = 10_000;

/**
 * Has every question of the connection's models answered at once. Where an answer comes in parts, a document that is changed between
 * two of them may be in both, or in neither (docs/decisions/0154). Who wants parts says how large they are.
 */
export function withWholeAnswers(connection: Connection): Connection {
  connection.plugin((schema: Schema) => {
    schema.pre('find', function askForAll() {
      this.getOptions().batchSize ??= MAX_DOCUMENTS_PER_ANSWER;
    });
  });
  return connection;
}

/** Another document already has this value in a field that is unique. */
export class DuplicateKey extends Error {
  override readonly name = 'DuplicateKey';

  constructor(readonly fields: readonly string[]) {
    super(`Another document has the same ${fields.join(', ')}.`);
  }
}

const DUPLICATE_KEY = 11_000;

const duplicateSchema = z.object({ code: z.literal(DUPLICATE_KEY), keyPattern: z.record(z.string(), z.unknown()) });

/** The fields of the unique index that a write broke; null for any other error. The text of such errors differs between servers. */
export function duplicateFieldsOf(error: unknown): readonly string[] | null {
  const duplicate = duplicateSchema.safeParse(error);
  return duplicate.success ? Object.keys(duplicate.data.keyPattern) : null;
}

/** Whether a document with this id, or with this value in a unique field, was there already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/** A collection of the driver or of mongoose. */
interface Inserting {
  insertMany(documents: never, options: { readonly ordered: false; readonly ignoreUndefined: true }): Promise<unknown>;
}

/** Inserts documents as one command; those that are there already stay as they are. @returns the ids of these. */
export async function insertNew<D extends { readonly _id: string }>(collection: Inserting, documents: readonly D[]): Promise<Set<string>> {
  if (documents.length === 0) return new Set();
  try {
    await collection.insertMany([...documents] as never, { ordered: false, ignoreUndefined: true });
    return new Set();
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    const failures = [error.writeErrors].flat();
    if (failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    return new Set(failures.flatMap(({ index }) => documents[index]?._id ?? []));
  }
}

/** Part of a list, and whether more of it follows. */
export interface Page<Row> {
  readonly found: Row[];
  readonly hasMore: boolean;
}

/** Reads one row more than a page has: only that tells whether another page follows. */
export async function readPage<Row>(limit: number, read: (count: number) => PromiseLike<readonly Row[]>): Promise<Page<Row>> {
  const found = await read(limit + 1);
  return { found: found.slice(0, limit), hasMore: found.length > limit };
}

/** Which row of a list comes first. Rows that are as old as each other go by their ids. */
export type ListOrder = 'newest' | 'oldest';

/** The condition on what comes after a row in a list that is ordered by a field and then by id. */
export function rowsAfter(by: string, order: ListOrder, last: { readonly at: unknown; readonly id: string }): { $or: Record<string, unknown>[] } {
  const beyond = order === 'newest' ? '$lt' : '$gt';
  return { $or: [{ [by]: { [beyond]: last.at } }, { [by]: last.at, _id: { [beyond]: last.id } }] };
}

/** The sort that `rowsAfter` goes with. */
export function sortBy(by: string, order: ListOrder): Record<string, 1 | -1> {
  const direction = order === 'newest' ? -1 : 1;
  return { [by]: direction, _id: direction };
}

/** A page cannot begin after a row that its reader has not: there is none such, or it is another tenant's. */
export const unknownPageEnd = (row: string): DomainError =>
  new DomainError('invalid_request', `The page begins after an unknown ${row}.`, [{ field: 'after', message: 'is unknown' }]);
