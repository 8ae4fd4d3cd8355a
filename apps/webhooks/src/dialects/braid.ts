import { braidBalanceBody, braidEventOf, braidEvents, braidPayoutBody, braidStatusOf, braidSummaryBody, isSeenInBraid } from '@sluice/dialect-words';
import { idFrom } from '@sluice/kernel';
import type { KnownChange } from '../event-log/logged-event.js';
import { braidViewOf, type BraidView, type Leg } from './braid-view.js';
import type { Notification, WebhookDialect } from './notification.js';
import { stateSchema } from './state.js';

const isSeen = (event: KnownChange | null): event is KnownChange => event !== null && isSeenInBraid(stateSchema.parse(event));

const note = (eventId: string, type: string, observedAt: Date, content: object): Notification => ({
  eventId, type, body: JSON.stringify({ event: type, observedAt: observedAt.toISOString(), ...content }),
});

/** The event itself gives its id to what is told of the withdrawal; each leg has one of its own made from it. */
function ofWithdrawal({ id, at }: KnownChange, view: BraidView, before: BraidView | null): Notification[] {
  if (before !== null && braidStatusOf(before) === braidStatusOf(view)) return [];
  return [note(id, braidEventOf.withdrawal, at, { walletId: view.walletId, withdrawal: braidSummaryBody(view) })];
}

/** A retried leg has another attempt, and so a new status even where its word is the same. */
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
