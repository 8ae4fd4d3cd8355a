import type { CanonicalView, StepView, WaitsFor } from '@sluice/contract-intake';
import { deliver } from '@sluice/contract-payout';
import { type Duration, durationMs, Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { hasEnded } from '@sluice/saga';
import { findRow, type rowOf } from '../engine/tables.js';
import type { PayoutLeg } from '../engine/withdrawal-details.js';
import { present, type Withdrawal } from '../engine/withdrawal.js';
import type { PayoutLegRecord } from '../payout-legs/payout-leg.details.js';
import { legHasEnded, rowOfLeg } from '../payout-legs/payout-legs.js';
import { portfolioSourcesOf } from '../portfolio-withdrawals/portfolio-withdrawal.view.js';
import { walletViewOf } from '../wallet-withdrawals/wallet-withdrawal.view.js';

type Row = ReturnType<typeof rowOf>;

/** Who answers the command that a state sends. */
const answerers: Readonly<Record<string, WaitsFor>> = { compliance: 'compliance', ledger: 'ledger', liquidity: 'liquidity', bridging: 'bridging', payout: 'payment' };

/** Of a state that sends nothing: who or what moves it on is seen by the messages that it takes. */
function awaitedBy(messages: readonly string[], timeout: unknown): WaitsFor {
  const takes = (name: string): boolean => messages.some((message) => message.endsWith(name));
  if (takes('.cleared')) return takes('.referred') ? 'compliance' : 'decision';
  if (takes('.documents-accepted')) return 'documents';
  if (takes('client.accept')) return 'acceptance';
  if (takes('legs.delivered')) return 'payment';
  return typeof timeout === 'string' ? (answerers[messages[0]?.split('.')[0] ?? ''] ?? 'compliance') : 'window';
}

/** What a state of any table waits for, as its row has it; undefined at an end. */
export function waitsForOf(row: Row): WaitsFor | undefined {
  if (hasEnded(row)) return undefined;
  if (row.compensates === true) return 'undoing';
  const answerer = answerers[row.send?.name.split('.')[0] ?? ''];
  return answerer ?? awaitedBy(Object.keys(row.on), row.timeout);
}

type PayoutView = CanonicalView['payoutLegs'][number];
type SourceView = CanonicalView['sourceLegs'][number];

/** Whether the bank's payment is commanded in this state. */
const instructs = (row: ReturnType<typeof findRow>): boolean => row !== undefined && !hasEnded(row) && row.send?.name === deliver.type;

/** The status of a payment through a bank. It is delivered once that is booked, and not needed once the withdrawal has ended without it. */
function statusOf({ kind, phase, history }: Withdrawal, { status }: PayoutLeg): PayoutView['status'] {
  if (status === 'delivered') return phase === 'settled' || phase === 'partial' ? 'delivered' : 'confirming';
  if (status !== 'planned') return status;
  if (phase === 'cancelled') return 'cancelled';
  if (phase === 'failed' || phase === 'rejected') return 'not_needed';
  return history.some(({ state }) => instructs(findRow({ kind, state }))) ? 'sent' : 'planned';
}

function bankPayouts(withdrawal: Withdrawal): PayoutView[] {
  const { rail, payoutLegs } = withdrawal.details;
  return payoutLegs.map((leg) => ({
    id: leg.legId, key: 'cash', attempt: leg.attempt, status: statusOf(withdrawal, leg), amount: leg.amount,
    ...present({ rail, reference: leg.trace, failureReason: leg.reason }),
  }));
}

const bankSources = (withdrawal: Withdrawal): SourceView[] =>
  withdrawal.kind === 'portfolio' ? portfolioSourcesOf(withdrawal) : withdrawal.details.sourceLegs.map((leg) => ({ ...leg, status: 'completed' }));

function walletLegs(withdrawal: Versioned<Withdrawal>): Pick<CanonicalView, 'sourceLegs' | 'payoutLegs'> {
  const { sourceLegs, payouts, chain } = walletViewOf(withdrawal);
  return {
    sourceLegs: sourceLegs.map(({ key: positionKey, ...leg }) => ({ ...leg, positionKey })),
    payoutLegs: payouts.map(({ id, key, attempt, status, amount, txHash, failureReason }) => ({ id, key, attempt, status, amount, chain, ...present({ txHash, failureReason }) })),
  };
}

/** A deadline that passed this long ago was not merely about to be handled. */
export const UNNOTICED_MS = 5_000;

/** A duration of the tables as ISO 8601. */
function isoOf(duration: Duration): string {
  const [, count = '0', unit = 'ms'] = /^(\d+)(ms|[smhd])$/.exec(duration) ?? [];
  if (unit === 'ms') return `PT${durationMs(duration) / 1_000}S`;
  return unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}`;
}

const between = (since: string | undefined, until: string | undefined): string | undefined =>
  since === undefined || until === undefined ? undefined : `PT${Math.max(0, Math.round((Date.parse(until) - Date.parse(since)) / 1_000))}S`;

const overdue = (known: string | undefined, dueAt: string | undefined, now: Date): string | undefined =>
  known ?? (dueAt !== undefined && Date.parse(dueAt) <= now.getTime() - UNNOTICED_MS ? dueAt : undefined);

function stepOf(withdrawal: Withdrawal, now: Date): StepView[] {
  const { state, since, deadline, overdueSince } = withdrawal;
  const row = findRow(withdrawal);
  if (!row || hasEnded(row)) return [];
  const promise = typeof row.timeout === 'string' ? isoOf(row.timeout) : between(since, deadline);
  return [{ name: state, ...present({ since, dueAt: deadline, promise, overdueSince: overdue(overdueSince, deadline, now) }) }];
}

function stepOfLeg(leg: PayoutLegRecord, now: Date): StepView {
  const { state, details, since, dueAt, overdueSince } = leg;
  const row = rowOfLeg(leg);
  const promise = !hasEnded(row) && typeof row.timeout === 'string' ? isoOf(row.timeout) : between(since, dueAt);
  return { name: state, legId: details.legId, ...present({ since, dueAt, promise, overdueSince: overdue(overdueSince, dueAt, now) }) };
}

/** All that a withdrawal waits for, its own step first, and which steps are overdue. */
const openStepsOf = (withdrawal: Withdrawal, now: Date): StepView[] => [
  ...stepOf(withdrawal, now),
  ...withdrawal.legs.filter((leg) => !legHasEnded(leg)).map((leg) => stepOfLeg(leg, now)),
];

const waitsForIn = (withdrawal: Withdrawal) => {
  const row = findRow(withdrawal);
  return row === undefined ? undefined : waitsForOf(row);
};

/** A withdrawal of any kind in the terms of spec/canonical.md. */
export function canonicalViewOf(stored: Versioned<Withdrawal>, now: Date): CanonicalView {
  const { id, version, state: withdrawal } = stored;
  const { dialect, dialectId, phase, hold, details: { amount, fee }, createdAt, updatedAt, endedAt, traceId } = withdrawal;
  const legs = withdrawal.kind === 'wallet' ? walletLegs(stored) : { sourceLegs: bankSources(withdrawal), payoutLegs: bankPayouts(withdrawal) };
  const delivered = legs.payoutLegs.filter(({ status }) => status === 'delivered').reduce((sum, leg) => sum.plus(Money.fromJson(leg.amount)), Money.zero(amount.currency));
  return {
    id, version, dialect, dialectId, phase, hold, amount, delivered: delivered.toJson(), fee, ...legs,
    steps: openStepsOf(withdrawal, now),
    history: withdrawal.history.map(({ state: step, ...entry }) => ({ ...entry, step })),
    createdAt, updatedAt, ...present({ endedAt, traceId, waitsFor: waitsForIn(withdrawal) }),
  };
}
