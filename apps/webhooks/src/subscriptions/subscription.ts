import { timeSchema, type BodyOf } from '@sluice/contract-kit';
import { subscriptionViewSchema, type recordNotice, type SubscriptionView } from '@sluice/contract-webhooks';
import { after } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { isSuccess, type Try } from '../deliveries/delivery.js';
import { sealedSecretSchema } from './secret.js';

export const subscriptionSchema = subscriptionViewSchema.omit({ id: true }).extend({
  /** Its own, where the dialect signs by subscription. */
  secret: sealedSecretSchema.optional(),
  /** Tries that failed since the last that did not, and when the first of them did; too many for too long disable it. */
  failures: z.int().min(0),
  failingSince: timeSchema.optional(),
  /** How often it was disabled: numbers the notices to operators. */
  disablings: z.int().min(0).default(0),
  deletedAt: z.string().optional(),
});
export type Subscription = z.output<typeof subscriptionSchema>;

export const subscriptionViewOf = ({ id, state: { dialect, url, events, active, disabledAt, createdAt } }: Versioned<Subscription>): SubscriptionView => ({
  id, dialect, url, events, active, createdAt, ...(disabledAt !== undefined && { disabledAt }),
});

/** So many failures in a row, over so long a time: an endpoint that was away for a moment in a busy hour has its day of retries like any other. */
const MOST_FAILURES = 100;
const LONGEST_FAILING = '24h';

const isTooMuch = ({ active, failures, failingSince }: Subscription, now: Date): boolean =>
  active && failures >= MOST_FAILURES && failingSince !== undefined && now >= after(new Date(failingSince), LONGEST_FAILING);

/** The subscription after a try, disabled when it has had nothing but failures for too long; null when nothing has changed. */
export function counted(subscription: Subscription, tried: Try, now: Date): Subscription | null {
  const { failures, failingSince, ...rest } = subscription;
  if (isSuccess(tried)) return failures === 0 ? null : { ...rest, failures: 0 };
  const failing = { ...rest, failures: failures + 1, failingSince: failingSince ?? now.toISOString() };
  return isTooMuch(failing, now) ? { ...failing, active: false, disabledAt: now.toISOString(), disablings: failing.disablings + 1 } : failing;
}

/** As if it had never failed; null when it is not disabled. */
export function enabled(subscription: Subscription): Subscription | null {
  const { failingSince: _, disabledAt, ...rest } = subscription;
  return disabledAt === undefined || subscription.deletedAt !== undefined ? null : { ...rest, active: true, failures: 0 };
}

/** Without what an address may keep secret: a query, a fragment. */
function publicUrlOf(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname}`;
}

/** The notice to operators about a subscription that a try has disabled just now. The cause is in our own words: an error's text may repeat the whole address. */
export function noticeOf(id: string, { dialect, url, failures, failingSince, disablings, disabledAt }: Subscription, { status, at }: Try): BodyOf<typeof recordNotice> {
  return {
    subscriptionId: id, dialect, sequence: disablings, type: 'webhook.endpoint-disabled', url: publicUrlOf(url), failures,
    failingSince: failingSince ?? at, cause: status === undefined ? 'no answer' : `answered ${status}`, at: disabledAt ?? at,
  };
}
