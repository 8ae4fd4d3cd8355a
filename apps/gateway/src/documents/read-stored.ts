import type { DocumentStore } from '@sluice/document-store';
import { DocumentStoreFailed } from './document-store-failed.js';

/** Bytes that a service says are there. @throws DocumentStoreFailed also when they are not, since nobody deletes what was taken in */
export async function readStored(store: DocumentStore, key: string, mostBytes: number): Promise<Buffer> {
  let bytes: Buffer | null;
  try {
    bytes = await store.read(key, mostBytes);
  } catch (error) {
    throw new DocumentStoreFailed('A document could not be read.', { cause: error });
  }
  if (bytes === null) throw new DocumentStoreFailed('A document that was taken in is not in the store.');
  return bytes;
}
