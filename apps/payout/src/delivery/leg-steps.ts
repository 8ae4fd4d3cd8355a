import { after } from '@sluice/kernel';
import { ended, hasEnded, type Leg } from './leg.js';

interface Told {
  /** Of the report that tells it, when the bank gave it an id. */
  readonly report?: string | undefined;
}

/** Something learnt about a leg: from the bank, or that nothing could be learnt. */
export type Fact =
  | { readonly kind: 'accepted' }
  | ({ readonly kind: 'rejected'; readonly reason: string } & Told)
  | ({ readonly kind: 'settled'; readonly trace: string } & Told)
  | ({ readonly kind: 'returned'; readonly code: string; readonly at: string } & Told)
  | { readonly kind: 'recalled' }
  /** The bank has never heard of the key. */
  | { readonly kind: 'not-known' }
  /** The call ended without an answer. */
  | { readonly kind: 'lost' };

export type Action = 'send' | 'ask' | 'recall';

/** How long to wait before asking again, doubling from the first to the last. */
const afterUnknown = { firstMs: 1_000, lastMs: 300_000 } as const;
const afterSilence = { firstMs: 2_000, lastMs: 3_600_000 } as const;
const afterDelivery = { firstMs: 86_400_000, lastMs: 7 * 86_400_000 } as const;

/** How long after its delivery a payment is asked about, in case it comes back: the longest that a rail gives (unauthorised, ACH). */
const WATCHED_FOR = '60d';

/** A settlement that is told this much after the value date is not late. */
const VALUE_DATE_GRACE = '15m';

const later = (now: Date, { firstMs, lastMs }: { firstMs: number; lastMs: number }, fruitless: number): string =>
  after(now, `${Math.min(firstMs * 2 ** fruitless, lastMs)}ms`).toISOString();

export const isDue = ({ nextAt }: Leg, now: Date): boolean => nextAt !== undefined && new Date(nextAt) <= now;

/** What is to be done about a leg that is due. Whatever was sent once is asked about before it is sent again. */
export function actionFor({ status, recalling }: Leg): Action {
  if (status === 'sent') return 'ask';
  if (recalling) return 'recall';
  return status === 'planned' ? 'send' : 'ask';
}

/**
 * The intent to send, stored before the call. Null when it is not the time for it.
 * @param leaseMs longer than any call takes: found unrecorded after that, the call was made by a process that is gone.
 */
export function beginSending(leg: Leg, now: Date, valueDate: Date, leaseMs: number): Leg | null {
  if (leg.status !== 'planned' || leg.recalling) return null;
  const first = { firstSentAt: now.toISOString(), valueDate: valueDate.toISOString(), settlesOn: valueDate.toISOString().slice(0, 10) };
  return { ...first, ...leg, status: 'sending', nextAt: after(now, `${leaseMs}ms`).toISOString() };
}

/** Stops a leg: at once when it was never sent, else by recalling it at the bank unless the bank has it. */
export function stop(leg: Leg, now: Date): Leg {
  if (hasEnded(leg) || leg.status === 'sent') return leg;
  if (leg.firstSentAt === undefined) return ended(leg, { status: 'cancelled' });
  return { ...leg, recalling: true, nextAt: leg.status === 'sending' ? leg.nextAt : now.toISOString() };
}

function fruitless(leg: Leg, now: Date): Leg {
  const delays = leg.status === 'sent' ? afterSilence : afterUnknown;
  return { ...leg, status: leg.status === 'sent' ? 'sent' : 'unknown', nextAt: later(now, delays, leg.fruitless), fruitless: leg.fruitless + 1 };
}

const accepted = (leg: Leg, now: Date): Leg =>
  fruitless(leg.status === 'sent' ? leg : { ...leg, status: 'sent', fruitless: 0, recalling: false }, now);

/** To be sent again at once: the waiting was done before asking. A leg that the bank had accepted is never sent again. */
const forgotten = (leg: Leg, now: Date): Leg =>
  leg.status === 'sent' ? fruitless(leg, now) : { ...leg, status: 'planned', nextAt: now.toISOString() };

/** From now on it is asked about now and then, in case it comes back and nobody tells. */
const delivered = (leg: Leg, trace: string, now: Date): Leg => ({
  ...ended(leg, { status: 'delivered', trace }), deliveredAt: now.toISOString(), fruitless: 0, nextAt: later(now, afterDelivery, 0),
});

/** A delivered leg that was asked about because it was due, and has nothing new: asked again later, or no more. */
function watchedOn(leg: Leg, now: Date): Leg | null {
  const { nextAt: _, ...rest } = leg;
  if (leg.deliveredAt === undefined || !isDue(leg, now)) return null;
  const next = later(now, afterDelivery, leg.fruitless + 1);
  return new Date(next) > after(new Date(leg.deliveredAt), WATCHED_FOR) ? rest : { ...rest, fruitless: leg.fruitless + 1, nextAt: next };
}

/** Money that came back; each code is told once, and then there is nothing more to wait for. */
function giveBack({ nextAt: _, ...leg }: Leg, code: string, at: string): Leg | null {
  if (leg.status !== 'delivered' || leg.returns.some((known) => known.code === code)) return null;
  return { ...leg, returns: [...leg.returns, { code, at }] };
}

/** The leg after a fact; null when the fact changes nothing. An ended leg stays as it ended, whatever is said in which order. */
export function learn(leg: Leg, fact: Fact, now: Date): Leg | null {
  if (hasEnded(leg)) return (fact.kind === 'returned' ? giveBack(leg, fact.code, fact.at) : null) ?? watchedOn(leg, now);
  switch (fact.kind) {
    case 'accepted': return accepted(leg, now);
    case 'rejected': return ended(leg, { status: 'failed', reason: fact.reason });
    case 'settled': return delivered(leg, fact.trace, now);
    case 'returned': return ended(leg, { status: 'failed', reason: fact.code });
    case 'recalled': return ended(leg, { status: 'cancelled' });
    case 'not-known': return forgotten(leg, now);
    case 'lost': return fruitless(leg, now);
  }
}

/** The bank took it, its value date is past, and still nobody has said that it arrived. */
export const isOverdue = ({ status, valueDate }: Leg, now: Date): boolean =>
  status === 'sent' && valueDate !== undefined && now > after(new Date(valueDate), VALUE_DATE_GRACE);

/** The bank says what cannot be after how the leg ended: somebody must look. */
export function contradicts(leg: Leg, { kind }: Fact): boolean {
  if (leg.status === 'delivered') return kind === 'rejected' || kind === 'recalled' || kind === 'not-known';
  if (leg.status === 'cancelled') return kind === 'accepted' || kind === 'settled';
  return (leg.status === 'failed' && kind === 'settled') || (leg.status === 'sent' && kind === 'not-known');
}
