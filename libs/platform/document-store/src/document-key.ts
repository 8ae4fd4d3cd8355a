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
