import type { Document } from 'bson';

/**
 * Whether an upsert that met a duplicate key only lost a race: it searched by the very key of the index, found nothing,
 * and another inserted first. MongoDB runs such an upsert again, so that it updates what the other inserted.
 */
export function lostUpsertRace(query: Document | undefined, keyPattern: Document): boolean {
  const keys = Object.keys(keyPattern);
  return query !== undefined && keys.length > 0 && keys.every((key) => key in query);
}
