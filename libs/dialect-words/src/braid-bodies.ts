import { Money, type MoneyJson } from '@sluice/kernel';
import { braidPayoutStatus, braidStatusOf, isBraidEnd, type BraidLegStatus, type BraidShown } from './braid.js';

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

/** What every print of a withdrawal begins with. */
export const braidHead = <Chain extends string>(view: BraidWithdrawal<Chain>) => ({
  id: view.id,
  requestId: view.requestId,
  walletId: view.walletId,
  amountUsd: braidUsd(view.amount),
  feeUsd: braidUsd(view.fee),
  destinationChain: view.chain,
  destinationToken: TOKEN,
});

/** One item of a list, and what a webhook tells of a withdrawal: exactly the keys of the documentation. */
export const braidSummaryBody = <Chain extends string>(view: BraidWithdrawal<Chain>) => ({
  ...braidHead(view), status: braidStatusOf(view), createdAt: braidTime(view.createdAt), completedAt: braidEndOf(view),
});

/** What a wallet is worth: all of it, what may be withdrawn now, and what it has earned. */
export const braidBalanceBody = ({ total, withdrawable, earned }: { readonly total: MoneyJson; readonly withdrawable: MoneyJson; readonly earned: MoneyJson }) => ({
  totalUsd: braidUsd(total), withdrawableUsd: braidUsd(withdrawable), earnedUsd: braidUsd(earned),
});
