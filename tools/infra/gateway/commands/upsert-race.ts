import { isFields, type Fields } from '../raw-bson.ts';

/**
 * Whether an upsert that met a duplicate key only lost a race: it searched by exactly the key of the index, found
 * nothing, and another inserted first. MongoDB runs such an upsert again, so that it updates what the other inserted.
 * A search by more than the key (a version, say) found nothing for a reason, and is told of the duplicate.
 */
export function lostUpsertRace(query: Fields, keyPattern: Fields): boolean {
  const [asked, keys] = [Object.entries(query), Object.keys(keyPattern)];
  return keys.length > 0 && asked.length === keys.length && asked.every(([path, value]) => keys.includes(path) && !isCondition(value));
}

function isCondition(value: unknown): boolean {
  return isFields(value) && Object.keys(value).some((key) => key.startsWith('$'));
}
