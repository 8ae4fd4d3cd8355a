import { isDeepStrictEqual } from 'node:util';
import { changeSchema, noticeSchema } from '@sluice/contract-webhooks';
import { DomainError, idFrom } from '@sluice/kernel';
import { z } from 'zod';

const known = { id: z.uuid(), tenantId: z.string().min(1), at: z.date() };
const positioned = { position: z.int().min(1) };

/** One version of a withdrawal, as it waits to be logged. `id` follows from withdrawal and sequence, so a copy has the same. */
export const knownChangeSchema = changeSchema.extend(known);
export type KnownChange = z.output<typeof knownChangeSchema>;

/** A notice to operators about a subscription, numbered as the versions of a withdrawal are. */
const knownNoticeSchema = noticeSchema.extend(known);

export const knownEntrySchema = z.union([knownChangeSchema, knownNoticeSchema]);
export type KnownEntry = z.output<typeof knownEntrySchema>;

/** A change at its position in its tenant's log: 1, 2, 3 … without a gap, given out once. */
const loggedEventSchema = knownChangeSchema.extend(positioned);
export type LoggedEvent = z.output<typeof loggedEventSchema>;

/** What is at a position of the log. */
export const loggedEntrySchema = z.union([loggedEventSchema, knownNoticeSchema.extend(positioned)]);
export type LoggedEntry = z.output<typeof loggedEntrySchema>;

/** Subscribers are sent changes alone. */
export const isChange = <Entry extends KnownEntry>(entry: Entry): entry is Extract<Entry, KnownChange> => 'withdrawalId' in entry;

/** What an entry is about, and is numbered with: a withdrawal, or a subscription. */
export const subjectOf = (entry: KnownEntry): string => ('withdrawalId' in entry ? entry.withdrawalId : entry.subscriptionId);

export const eventIdOf = (subjectId: string, sequence: number): string => idFrom('event', subjectId, String(sequence));

/** The id of the entry before this one; null for the first. */
export const idBefore = (entry: KnownEntry): string | null => (entry.sequence === 1 ? null : eventIdOf(subjectOf(entry), entry.sequence - 1));

export const idAfter = (entry: KnownEntry): string => eventIdOf(subjectOf(entry), entry.sequence + 1);

/** Whether both have the same content for the same version; a position in the log does not matter. */
export const isSameContent = (one: KnownEntry, other: KnownEntry): boolean =>
  isDeepStrictEqual(knownEntrySchema.parse(one), knownEntrySchema.parse(other));

/** Every cursor begins with it, so that its form can change without a new one being read as an old one. */
const FORM = 'p1';

/** A position in a tenant's log as its readers keep it: opaque, only to be given back. */
export const cursorAt = (position: number): string => Buffer.from(`${FORM}:${position}`).toString('base64url');

/** @throws DomainError `invalid_request` when it is not one of our cursors. */
export function positionAt(cursor: string): number {
  const match = /^p1:(0|[1-9]\d{0,14})$/.exec(Buffer.from(cursor, 'base64url').toString());
  const position = Number(match?.[1]);
  if (!match || cursorAt(position) !== cursor) {
    throw new DomainError('invalid_request', 'The cursor is not one of ours.', [{ field: 'after', message: 'is not a cursor' }]);
  }
  return position;
}
