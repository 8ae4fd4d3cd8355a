import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import { braidEndOf, braidHead, braidLegKey, braidPayoutBody, braidPayoutStatus, braidStatusOf, braidSummaryBody, braidTime } from '@sluice/dialect-words';
import type { Payout, Summary, Withdrawal } from './answer.schema.js';
import { approvalOf } from './approval.js';

/** The webhooks tell of a leg in the same words. */
export const payoutBody = (leg: PayoutLegView, within: Pick<WalletWithdrawalView, 'chain' | 'toAddress'>): Payout => braidPayoutBody(leg, within);

/** The answer to a retry, whatever the new attempt has come to since. */
export const retriedBody = (leg: PayoutLegView) => ({ id: leg.id, legKey: braidLegKey(leg), status: braidPayoutStatus.planned });

const sourceBody = ({ id, key, chain, amount, status }: WalletWithdrawalView['sourceLegs'][number]) => ({
  id, positionKey: key, sourceChain: chain, requestedUsdcUnits: amount.units, status,
});

const failureOf = (view: WalletWithdrawalView): string | null => {
  if (braidStatusOf(view) !== 'failed') return null;
  return view.failureReason ?? view.payouts.find(({ status }) => status === 'failed')?.failureReason ?? null;
};

export const withdrawalBody = (view: WalletWithdrawalView): Withdrawal => ({
  ...braidHead(view),
  destinationAddress: view.toAddress,
  status: braidStatusOf(view),
  txHash: view.payouts.find(({ txHash }) => txHash !== undefined)?.txHash ?? null,
  failureReason: failureOf(view),
  ...approvalOf(view),
  payouts: view.payouts.map((leg) => payoutBody(leg, view)),
  sourceLegs: view.sourceLegs.map(sourceBody),
  createdAt: braidTime(view.createdAt),
  updatedAt: braidTime(view.updatedAt),
  completedAt: braidEndOf(view),
});

/** One item of a list: exactly the keys of the documentation. */
export const summaryBody = (view: WalletWithdrawalView): Summary => braidSummaryBody(view);
