import { moneySchema } from '@sluice/contract-kit';
import { braidBalanceBody, braidEventOf, braidEvents, braidPayoutBody, braidPayoutStatus, braidStatusOf, braidSummaryBody, isSeenInBraid, type BraidLegStatus } from '@sluice/dialect-words';
import { idFrom } from '@sluice/kernel';
import { z } from 'zod';
import type { KnownChange } from '../event-log/logged-event.js';
import { stateSchema, type Notification, type WebhookDialect } from './dialect.js';

const legStatuses = Object.keys(braidPayoutStatus) as [BraidLegStatus, ...BraidLegStatus[]];

const legSchema = z.object({
  id: z.string(), key: z.string(), attempt: z.int().min(1), status: z.enum(legStatuses), amount: moneySchema, txHash: z.string().optional(), failureReason: z.string().optional(),
  turnkeyActivityId: z.string().optional(), approvalRequestedAt: z.string().optional(), approvalValidBefore: z.string().optional(),
});
export type Leg = z.output<typeof legSchema>;

/** What Braid's notifications need of the view that comes with a change. */
const viewSchema = z.object({
  id: z.string(), requestId: z.string(), walletId: z.string(), amount: moneySchema, fee: moneySchema, chain: z.string(), toAddress: z.string(),
  payouts: z.array(legSchema), sourceLegs: z.array(z.object({ status: z.string() })), createdAt: z.string(), updatedAt: z.string(), endedAt: z.string().optional(),
});
export type BraidView = z.output<typeof viewSchema> & z.output<typeof stateSchema>;

/** The withdrawal at this change as its client would see it. */
export const braidViewOf = (event: KnownChange): BraidView => ({ ...viewSchema.parse(event.view), ...stateSchema.parse(event) });

const isSeen = (event: KnownChange | null): event is KnownChange => event !== null && isSeenInBraid(stateSchema.parse(event));

const note = (eventId: string, type: string, observedAt: Date, content: object): Notification => ({
  eventId, type, body: JSON.stringify({ event: type, observedAt: observedAt.toISOString(), ...content }),
});

/** The notification about the withdrawal has the event's id; each leg's has one derived from it. */
function ofWithdrawal({ id, at }: KnownChange, view: BraidView, before: BraidView | null): Notification[] {
  if (before !== null && braidStatusOf(before) === braidStatusOf(view)) return [];
  return [note(id, braidEventOf.withdrawal, at, { walletId: view.walletId, withdrawal: braidSummaryBody(view) })];
}

/** A retried leg has another attempt, and so a new status even where its name is the same. */
const isChanged = (leg: Leg, before: BraidView | null): boolean =>
  !before?.payouts.some(({ id, status, attempt }) => id === leg.id && status === leg.status && attempt === leg.attempt);

const ofPayouts = ({ id, at }: KnownChange, view: BraidView, before: BraidView | null): Notification[] =>
  view.payouts
    .filter((leg) => isChanged(leg, before))
    .map((leg) => note(idFrom('payout', id, leg.id), braidEventOf.payout, at, { walletId: view.walletId, withdrawalId: view.id, payout: braidPayoutBody(leg, view) }));

export const braid: WebhookDialect = {
  events: braidEvents,
  secrets: 'own',
  headers: ({ eventId, type }) => ({ 'Braid-Event-Id': eventId, 'Braid-Event-Type': type }),
  isFinal: (status) => status >= 400 && status < 500,
  notificationsOf(event, previous) {
    if (!isSeen(event)) return [];
    const view = braidViewOf(event);
    const before = isSeen(previous) ? braidViewOf(previous) : null;
    return [...ofWithdrawal(event, view, before), ...ofPayouts(event, view, before)];
  },
  notificationOfBalance: (id, { walletId, balance, observedAt }) => note(id, braidEventOf.balance, new Date(observedAt), { walletId, balance: braidBalanceBody(balance) }),
};
