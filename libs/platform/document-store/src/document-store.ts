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
