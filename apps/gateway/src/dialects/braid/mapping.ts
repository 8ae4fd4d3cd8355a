import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import type { Payout, Summary, Withdrawal } from './answer.schema.js';
import { approvalOf, isTerminal, payoutStatus, statusOf } from './status.js';
import { usd } from './usd.js';

/** ISO 8601 with milliseconds. */
export const time = (iso: string): string => new Date(iso).toISOString();

const TOKEN = 'usdc' as const;

const optionalTime = (iso: string | undefined): string | null => (iso === undefined ? null : time(iso));

const endOf = (view: WalletWithdrawalView): string | null => (isTerminal(statusOf(view)) ? time(view.endedAt ?? view.updatedAt) : null);

const legKey = ({ key, attempt }: PayoutLegView): string => `pos_${key}_${String(attempt).padStart(3, '0')}`;

/** What is known of the customer's approval, while it is due. */
const approvalDue = ({ status, turnkeyActivityId, approvalRequestedAt, approvalValidBefore }: PayoutLegView) =>
  status === 'awaiting_signature'
    ? { turnkeyActivityId: turnkeyActivityId ?? null, approvalRequestedAt: optionalTime(approvalRequestedAt), approvalValidBefore: optionalTime(approvalValidBefore) }
    : {};

export const payoutBody = (leg: PayoutLegView, { chain, toAddress }: Pick<WalletWithdrawalView, 'chain' | 'toAddress'>): Payout => ({
  id: leg.id,
  legKey: legKey(leg),
  status: payoutStatus[leg.status],
  amount: usd(leg.amount),
  token: TOKEN,
  chain,
  destinationAddress: toAddress,
  txHash: leg.txHash ?? null,
  failureReason: leg.failureReason ?? null,
  ...approvalDue(leg),
});

/** The answer to a retry, whatever the new attempt has come to since. */
export const retriedBody = (leg: PayoutLegView) => ({ id: leg.id, legKey: legKey(leg), status: payoutStatus.planned });

const sourceBody = ({ id, key, chain, amount, status }: WalletWithdrawalView['sourceLegs'][number]) => ({
  id, positionKey: key, sourceChain: chain, requestedUsdcUnits: amount.units, status,
});

const failureOf = (view: WalletWithdrawalView): string | null => {
  if (statusOf(view) !== 'failed') return null;
  return view.failureReason ?? view.payouts.find(({ status }) => status === 'failed')?.failureReason ?? null;
};

const head = (view: WalletWithdrawalView) => ({
  id: view.id,
  requestId: view.requestId,
  walletId: view.walletId,
  amountUsd: usd(view.amount),
  feeUsd: usd(view.fee),
  destinationChain: view.chain,
  destinationToken: TOKEN,
});

export const withdrawalBody = (view: WalletWithdrawalView): Withdrawal => ({
  ...head(view),
  destinationAddress: view.toAddress,
  status: statusOf(view),
  txHash: view.payouts.find(({ txHash }) => txHash !== undefined)?.txHash ?? null,
  failureReason: failureOf(view),
  ...approvalOf(view),
  payouts: view.payouts.map((leg) => payoutBody(leg, view)),
  sourceLegs: view.sourceLegs.map(sourceBody),
  createdAt: time(view.createdAt),
  updatedAt: time(view.updatedAt),
  completedAt: endOf(view),
});

/** One item of a list: exactly the keys of the documentation. */
export const summaryBody = (view: WalletWithdrawalView): Summary => ({ ...head(view), status: statusOf(view), createdAt: time(view.createdAt), completedAt: endOf(view) });
