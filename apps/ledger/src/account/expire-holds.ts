import type { Account } from './account.js';
import { heldOf, type OpenHold } from './hold.js';
import { closing } from './hold-decision.js';

const hasExpired = ({ expiresAt }: OpenHold, at: Date): boolean => expiresAt !== undefined && expiresAt <= at;

/** The account without the holds whose time is over: what they still held is available again. The same account when there is none. */
export const withoutExpired = (account: Account, at: Date): Account =>
  account.holds
    .filter((hold) => hasExpired(hold, at))
    .reduce((left, hold) => closing(left, { ...hold, outcome: 'expired', released: heldOf(hold), closedAt: at }), account);

/** When the first of its holds expires; null when none does. */
export function firstExpiryOf({ holds }: Account): Date | null {
  const times = holds.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
