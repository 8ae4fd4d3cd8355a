import { createHash } from 'node:crypto';
import { DomainError } from '@sluice/kernel';
import { isId } from '../../portfolios/portfolios.js';

export type IdPrefix = 'wth-' | 'prt-' | 'bac-' | 'pty-' | 'whsub-' | 'whsec-';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 14;

/** The same id for the same request: 14 letters of 32, so 70 bits of what nobody can guess. */
export function idOf(prefix: IdPrefix, requestId: string): string {
  const bytes = createHash('sha256').update(`${prefix}${requestId}`).digest();
  return prefix + Array.from(bytes.subarray(0, LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** @throws DomainError `not_found` for what cannot be one of our ids, so that no request is made for it */
export function expectId(prefix: IdPrefix, id: string): string {
  if (isId(prefix, id)) return id;
  throw new DomainError('not_found', 'There is no such resource.');
}
