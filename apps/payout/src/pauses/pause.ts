import { timeSchema } from '@sluice/contract-kit';
import { pauseViewSchema, type Paused, type PauseView } from '@sluice/contract-payout';
import { DomainError } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import type { z } from 'zod';

/** A pause stays stored when it is released: the audit log and the operator who asks why something was late lead to it. */
export const pauseSchema = pauseViewSchema.omit({ id: true }).extend({ releasedAt: timeSchema.optional() });
export type Pause = z.output<typeof pauseSchema>;

/** By what a payout that is about to begin would go. */
export interface Way {
  /** The rail, or the chain. */
  readonly rail: NonNullable<Paused['rail']>;
  readonly provider: NonNullable<Paused['provider']>;
}

/** How long after a payout was held back it is tried again, on the tenant's clock. */
const RECHECK_MS = 60_000;

export const recheckedAt = (now: Date): string => new Date(now.getTime() + RECHECK_MS).toISOString();

/** A pause stops what it names; one that names nothing stops everything. */
export const stops = ({ rail, provider }: Paused, way: Way): boolean => (rail === undefined || rail === way.rail) && (provider === undefined || provider === way.provider);

/** Pauses, or finds it paused. @throws DomainError `invalid_request` when the id stands for another pause, or for one that was released. */
export function paused(known: Pause | null, { rail, provider, reason }: Omit<PauseView, 'id' | 'since'>, now: Date): Change<Pause> | null {
  if (known === null) return { state: { ...(rail === undefined ? {} : { rail }), ...(provider === undefined ? {} : { provider }), reason, since: now.toISOString() } };
  if (known.releasedAt === undefined && known.rail === rail && known.provider === provider && known.reason === reason) return null;
  throw new DomainError('invalid_request', 'This id stands for another pause.');
}

/** Releases it; a second time changes nothing. */
export const released = (known: Pause, now: Date): Change<Pause> | null => (known.releasedAt === undefined ? { state: { ...known, releasedAt: now.toISOString() } } : null);

export const viewOfPause = ({ id, state: { releasedAt: _, ...pause } }: Versioned<Pause>): PauseView => ({ id, ...pause });
