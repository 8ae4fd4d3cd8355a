import type { Change, Versioned } from '@sluice/persistence';
import { arrive } from './advance.js';
import { Draft } from './draft.js';
import { tellLegs } from './legs.js';
import type { Withdrawal } from './withdrawal.js';

/** What it does to a withdrawal that its payer or payee may be on a list by now: null where it is looked up before its payment anyway, or is paid. */
export function payeeListed(current: Versioned<Withdrawal>, id: string, now: Date): Change<Withdrawal> | null {
  const { legs, taken } = current.state;
  if (taken.includes(id)) return null;
  if (legs.length > 0) {
    const told = tellLegs(legs, { type: 'leg.listed', body: {} }, now);
    return told.legs === legs ? null : new Draft(current, now, { id }).moveLegs(told).change();
  }
  const change = arrive(current, { id, type: 'payee.listed', body: {} }, now);
  return typeof change === 'string' ? null : change;
}
