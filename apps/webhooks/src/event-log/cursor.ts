import { DomainError } from '@sluice/kernel';

/** First word of every cursor, so that its form can change without a new one being read as an old one. */
const FORM = 'p1';

/** A position in a tenant's log as its readers carry it around: not to be understood, only to be given back. */
export const cursorAt = (position: number): string => Buffer.from(`${FORM}:${position}`).toString('base64url');

/** @throws DomainError `invalid_request` when it is not a cursor we gave out. */
export function positionAt(cursor: string): number {
  const match = /^p1:(0|[1-9]\d{0,14})$/.exec(Buffer.from(cursor, 'base64url').toString());
  const position = Number(match?.[1]);
  if (!match || cursorAt(position) !== cursor) {
    throw new DomainError('invalid_request', 'The cursor is not one of ours.', [{ field: 'after', message: 'is not a cursor' }]);
  }
  return position;
}
