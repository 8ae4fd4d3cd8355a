import { forEveryHold, type Hold, Money, type MoneyJson, type Phase } from '@sluice/kernel';

export const braidStatuses = ['pending', 'processing', 'completed', 'partially_completed', 'failed', 'cancelled'] as const;
export type BraidStatus = (typeof braidStatuses)[number];

/** Braid's names for the canonical statuses of a payout leg. */
export const braidPayoutStatus = {
  planned: 'planning',
  queued: 'waiting_for_prior_approval',
  awaiting_signature: 'pending_customer_approval',
  signed: 'pending_broadcast',
  sent: 'broadcasted',
  confirming: 'processing',
  delivered: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  not_needed: 'skipped',
} as const;
export type BraidLegStatus = keyof typeof braidPayoutStatus;

/** What a status follows from. */
export interface BraidShown {
  readonly phase: Phase;
  readonly hold: Hold;
  readonly payouts: readonly { readonly status: BraidLegStatus }[];
  readonly sourceLegs: readonly { readonly status: string }[];
}

/** The canonical table. What is being cancelled shows what it was, which depends on its legs. */
const table: Record<Exclude<Phase, 'cancelling'>, Record<Hold, BraidStatus>> = {
  created: forEveryHold('pending'),
  authorized: { ...forEveryHold('processing'), none: 'pending' },
  sourcing: forEveryHold('processing'),
  bridging: forEveryHold('processing'),
  delivering: forEveryHold('processing'),
  settled: forEveryHold('completed'),
  partial: forEveryHold('partially_completed'),
  failed: forEveryHold('failed'),
  rejected: forEveryHold('failed'),
  cancelled: forEveryHold('cancelled'),
};

const untouchedSources: readonly string[] = ['pending', 'cancelled'];
const untouchedPayouts: readonly string[] = ['planned', 'cancelled'];

const wasBegun = ({ sourceLegs, payouts }: BraidShown): boolean =>
  sourceLegs.some(({ status }) => !untouchedSources.includes(status)) || payouts.some(({ status }) => !untouchedPayouts.includes(status));

export function braidStatusOf(view: BraidShown): BraidStatus {
  if (view.phase === 'cancelling') return wasBegun(view) ? 'processing' : 'pending';
  return table[view.phase][view.hold];
}

/** A withdrawal that was refused at once, or is not decided yet, is not there for its client. */
const unseen: readonly string[] = ['created', 'rejected'];

/** Whether a withdrawal in this phase is there for its client at all. */
export const isSeenInBraid = ({ phase }: { readonly phase: Phase }): boolean => !unseen.includes(phase);

/** Every phase that may be shown as one of these; some of what is in them may be shown as another. */
export function braidPhasesOf(wanted: readonly BraidStatus[]): Phase[] {
  const isWanted = (byHold: Record<Hold, BraidStatus>): boolean => Object.values(byHold).some((status) => wanted.includes(status));
  const shown = Object.entries(table).flatMap(([phase, byHold]) => (isWanted(byHold) && !unseen.includes(phase) ? [phase as Phase] : []));
  return wanted.includes('pending') || wanted.includes('processing') ? [...shown, 'cancelling'] : shown;
}

export const isBraidEnd = (status: BraidStatus): boolean => status !== 'pending' && status !== 'processing';

/** The events that subscribers of Braid are sent, by what has changed. */
export const braidEventOf = {
  withdrawal: 'portfolio_wallet.withdrawal.status_changed',
  payout: 'portfolio_wallet.withdrawal.payout.status_changed',
  balance: 'portfolio_wallet.balance.updated',
} as const;
export const braidEvents = Object.values(braidEventOf);

/** A payout leg as Braid prints it from. */
export interface BraidLeg {
  readonly id: string;
  readonly key: string;
  readonly attempt: number;
  readonly status: BraidLegStatus;
  readonly amount: MoneyJson;
  readonly txHash?: string | undefined;
  readonly failureReason?: string | undefined;
  readonly turnkeyActivityId?: string | undefined;
  readonly approvalRequestedAt?: string | undefined;
  readonly approvalValidBefore?: string | undefined;
}

/** A withdrawal as Braid prints it from. */
export interface BraidWithdrawal<Chain extends string = string> extends BraidShown {
  readonly id: string;
  readonly requestId: string;
  readonly walletId: string;
  readonly amount: MoneyJson;
  readonly fee: MoneyJson;
  readonly chain: Chain;
  readonly toAddress: string;
  readonly payouts: readonly BraidLeg[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly endedAt?: string | undefined;
}

const TOKEN = 'usdc' as const;

/** USDC as dollars: two decimals, and as many more as it has, six at most. Never rounded. */
export const braidUsd = (money: MoneyJson): string => Money.fromJson(money).toDecimal().replace(/0{1,4}$/, '');

/** ISO 8601 with milliseconds. */
export const braidTime = (iso: string): string => new Date(iso).toISOString();

const optionalTime = (iso: string | undefined): string | null => (iso === undefined ? null : braidTime(iso));

/** `pos_{positionKey}_{attempt}`, the attempt in three digits. */
export const braidLegKey = ({ key, attempt }: Pick<BraidLeg, 'key' | 'attempt'>): string => `pos_${key}_${String(attempt).padStart(3, '0')}`;

/** What is known of the customer's approval, while it is due. */
const approvalDue = ({ status, turnkeyActivityId, approvalRequestedAt, approvalValidBefore }: BraidLeg) =>
  status === 'awaiting_signature'
    ? { turnkeyActivityId: turnkeyActivityId ?? null, approvalRequestedAt: optionalTime(approvalRequestedAt), approvalValidBefore: optionalTime(approvalValidBefore) }
    : {};

/** One payout leg at its latest attempt. */
export const braidPayoutBody = <Chain extends string>(leg: BraidLeg, { chain, toAddress }: Pick<BraidWithdrawal<Chain>, 'chain' | 'toAddress'>) => ({
  id: leg.id,
  legKey: braidLegKey(leg),
  status: braidPayoutStatus[leg.status],
  amount: braidUsd(leg.amount),
  token: TOKEN,
  chain,
  destinationAddress: toAddress,
  txHash: leg.txHash ?? null,
  failureReason: leg.failureReason ?? null,
  ...approvalDue(leg),
});

/** When it came to its end; null before, and again once a leg is retried. */
export const braidEndOf = (view: BraidWithdrawal): string | null => (isBraidEnd(braidStatusOf(view)) ? braidTime(view.endedAt ?? view.updatedAt) : null);

/** The fields that every body of a withdrawal begins with. */
export const braidHead = <Chain extends string>(view: BraidWithdrawal<Chain>) => ({
  id: view.id,
  requestId: view.requestId,
  walletId: view.walletId,
  amountUsd: braidUsd(view.amount),
  feeUsd: braidUsd(view.fee),
  destinationChain: view.chain,
  destinationToken: TOKEN,
});

/** One item of a list, and what a webhook sends of a withdrawal: exactly the keys of the documentation. */
export const braidSummaryBody = <Chain extends string>(view: BraidWithdrawal<Chain>) => ({
  ...braidHead(view), status: braidStatusOf(view), createdAt: braidTime(view.createdAt), completedAt: braidEndOf(view),
});

/** What a wallet is worth: all of it, what may be withdrawn now, and what it has earned. */
export const braidBalanceBody = ({ total, withdrawable, earned }: { readonly total: MoneyJson; readonly withdrawable: MoneyJson; readonly earned: MoneyJson }) => ({
  totalUsd: braidUsd(total), withdrawableUsd: braidUsd(withdrawable), earnedUsd: braidUsd(earned),
});
