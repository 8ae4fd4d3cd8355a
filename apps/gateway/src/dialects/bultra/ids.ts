import { DomainError } from '@sluice/kernel';

/** @throws DomainError `not_found` for what cannot be one of our ids, so that no request is made for it */
export function expectId(prefix: 'acc_' | 'cpty_' | 'wth_' | 'sub_', id: string): string {
  if (id.startsWith(prefix) && /^\d{1,30}$/.test(id.slice(prefix.length))) return id;
  throw new DomainError('not_found', 'There is no such resource.');
}

/** @throws DomainError `not_found` for what cannot be the id of a required document */
export function expectDocumentId(id: string): string {
  if (/^doc_req_[A-Za-z0-9_-]{1,60}$/.test(id)) return id;
  throw new DomainError('not_found', 'No such document was asked for.');
}
