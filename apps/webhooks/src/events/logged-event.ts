import { changeSchema } from '@sluice/contract-webhooks';
import { idFrom } from '@sluice/kernel';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** One version of a withdrawal, as it waits to be logged. `id` follows from withdrawal and sequence, so a copy has the same. */
export const knownChangeSchema = changeSchema.extend({ id: z.uuid(), tenantId: z.string().min(1), at: z.date() });
export type KnownChange = z.output<typeof knownChangeSchema>;

/** A change at its place in its tenant's log: 1, 2, 3 … without a gap, given out once. */
export const loggedEventSchema = knownChangeSchema.extend({ position: z.int().min(1) });
export type LoggedEvent = z.output<typeof loggedEventSchema>;

export const eventIdOf = (withdrawalId: string, sequence: number): string => idFrom('event', withdrawalId, String(sequence));

/** The id of the change before this one; null for the first. */
export const idBefore = ({ withdrawalId, sequence }: KnownChange): string | null => (sequence === 1 ? null : eventIdOf(withdrawalId, sequence - 1));

export const idAfter = ({ withdrawalId, sequence }: KnownChange): string => eventIdOf(withdrawalId, sequence + 1);

/** Whether both say the same of the same version; a place in the log does not matter. */
export const saysTheSame = (one: KnownChange, other: KnownChange): boolean =>
  isDeepStrictEqual(knownChangeSchema.parse(one), knownChangeSchema.parse(other));
