import { newId } from '@sluice/kernel';

const TENANT = /^[a-z0-9][a-z0-9-]{0,62}$/;
const KEY = /^[a-z0-9][a-z0-9-]{0,62}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A key that nothing lies under yet, `<tenant>/<uuid>`. It says nothing about the document. */
export function freshDocumentKey(tenantId: string): string {
  if (!TENANT.test(tenantId)) throw new RangeError('A tenant whose name cannot stand in a document key.');
  return `${tenantId}/${newId()}`;
}

export const isDocumentKeyOf = (tenantId: string, key: string): boolean => KEY.test(key) && key.startsWith(`${tenantId}/`);

/** Every store asks before it touches anything: a key must not lead out of the folder or bucket. @throws RangeError */
export function checkDocumentKey(key: string): void {
  if (!KEY.test(key)) throw new RangeError('Not a document key.');
}

/** There are more bytes than the reader would take. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes';
}

/**
 * Where the bytes of documents lie, so that messages carry their keys and not them (a claim check). A key is made by
 * `freshDocumentKey` and written once. Every method throws when the store cannot be reached or refuses: trying again may help.
 */
export abstract class DocumentStore {
  /** Once it has resolved, the bytes are read whole or not at all, by everyone. */
  abstract put(key: string, bytes: Uint8Array): Promise<void>;

  /** Null when nothing lies under the key. @throws TooManyBytes when there are more than `mostBytes`. */
  abstract read(key: string, mostBytes: number): Promise<Buffer | null>;

  /** Nothing lies under the key afterwards, as before for a key that was never written. */
  abstract delete(key: string): Promise<void>;
}
