import type { PayoutLegView, WalletWithdrawalView } from '@sluice/contract-intake';
import type { ReplyOf } from '@sluice/contract-kit';
import type { estimateTimes, previewWithdrawal, WalletView } from '@sluice/contract-liquidity';
import type { SubscriptionView } from '@sluice/contract-webhooks';
import {
  braidBalanceBody, braidEndOf, braidEvents, braidHead, braidLegKey, braidPayoutBody, braidPayoutStatus, braidStatusOf, braidSummaryBody, braidTime, braidUsd,
} from '@sluice/dialect-words';
import { Money } from '@sluice/kernel';
import type { YieldSources } from '../../wallets/wallets.js';
import { commonRefusal } from './errors.js';
import type { Endpoint, Estimates as EstimatesBody, Payout, Preview, Summary, Wallet, Withdrawal } from './schema/answers.js';
import type { EstimateOrder, PreviewOrder, Targets } from './schema/requests.js';

interface Approval {
  readonly customerApprovalState: 'required' | 'queued' | 'not_required';
  readonly blockedBy: string | null;
}

/** What the customer has to do for the withdrawal, by its legs: one that awaits a vote counts before one that waits for its turn. */
function approvalOf({ payouts }: WalletWithdrawalView): Approval {
  if (payouts.some(({ status }) => status === 'awaiting_signature')) return { customerApprovalState: 'required', blockedBy: null };
  const queued = payouts.find(({ status }) => status === 'queued');
  return queued ? { customerApprovalState: 'queued', blockedBy: queued.blockedBy ?? null } : { customerApprovalState: 'not_required', blockedBy: null };
}

/** The webhooks print a leg in the same way. */
export const payoutBody = (leg: PayoutLegView, within: Pick<WalletWithdrawalView, 'chain' | 'toAddress'>): Payout => braidPayoutBody(leg, within);

/** The leg that a path names, at its latest attempt. @throws DomainError `payout_not_found` */
export function payoutOf({ payouts }: WalletWithdrawalView, payoutId: string): PayoutLegView {
  const leg = payouts.find(({ id }) => id === payoutId.toLowerCase());
  if (!leg) throw commonRefusal('payout_not_found');
  return leg;
}

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

const UNITS = [['D', 86_400], ['H', 3_600], ['M', 60], ['S', 1]] as const;

/** The documentation counts a day as `PT24H` and two as `P2D`. */
const FEWEST_DAYS = 2;

/** Seconds as an ISO 8601 duration in days (from two on), hours, minutes and seconds. None is `PT0H`, as the dialect's documentation prints it. */
export function isoDuration(seconds: number): string {
  let rest = seconds;
  const parts = UNITS.map(([unit, size]) => {
    const count = unit === 'D' && rest < FEWEST_DAYS * size ? 0 : Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? '' : `${count}${unit}`;
  });
  const [days = '', ...clock] = parts;
  const time = clock.join('');
  if (days === '' && time === '') return 'PT0H';
  return `P${days}${time === '' ? '' : `T${time}`}`;
}

type PositionKey = Targets[number]['positionKey'];

/** Where USDC can be sent to a wallet; its address is the same on each. */
const depositChains = ['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'bsc'] as const;

/** Every position that the wallet is meant to have, and any other that it has. */
function positionsOf({ targets, holdings }: WalletView, sources: YieldSources) {
  const weightOf = (key: PositionKey): number => targets.find(({ positionKey }) => positionKey === key)?.targetWeightBps ?? 0;
  const valueOf = (key: PositionKey): Money =>
    holdings.filter((holding) => holding.key === key).reduce((sum, { value }) => sum.plus(Money.fromJson(value)), Money.zero('USDC'));
  const isTarget = (key: PositionKey): boolean => targets.some(({ positionKey }) => positionKey === key);
  return sources
    .filter(({ positionKey }) => isTarget(positionKey) || valueOf(positionKey).isPositive)
    .map(({ positionKey, name, chain }) => ({ positionKey, name, chain, targetWeightBps: weightOf(positionKey), valueUsd: braidUsd(valueOf(positionKey).toJson()) }));
}

export const walletBody = (wallet: WalletView, sources: YieldSources): Wallet => ({
  id: wallet.id,
  label: wallet.label,
  status: wallet.status,
  createdAt: braidTime(wallet.createdAt),
  depositAddresses: Object.fromEntries(depositChains.map((chain) => [chain, wallet.depositAddress])),
  balance: braidBalanceBody(wallet),
  strategy: { allocations: wallet.targets.map(({ positionKey, targetWeightBps }) => ({ positionKey, pct: targetWeightBps / 100 })), status: 'aligned' },
  positions: positionsOf(wallet, sources),
});

export const yieldSourceBody = ({ positionKey, name, chain, unwindTime, type }: YieldSources[number]) => ({ positionKey, name, chain, unwindTime, type });

export const previewBody = ({ amount }: PreviewOrder, { fee, available, completionSeconds }: ReplyOf<typeof previewWithdrawal>): Preview => ({
  amountUsd: braidUsd(amount.toJson()), feeUsd: braidUsd(fee), availableUsd: braidUsd(available), estimatedCompletionTime: isoDuration(completionSeconds),
});

type Estimates = ReplyOf<typeof estimateTimes>;
type Quantiles = Estimates['fullSettlementTime'];

const quantilesBody = ({ p50, p90, max }: Quantiles) => ({ p50: isoDuration(p50), p90: isoDuration(p90), max: isoDuration(max) });

export const estimatesBody = ({ destinationChain, targets }: EstimateOrder, { estimates, fullSettlementTime }: Estimates): EstimatesBody => ({
  destinationToken: 'usdc',
  destinationChain,
  estimates: estimates.map((estimate) => ({
    positionKey: estimate.positionKey,
    targetWeightBps: targets.find(({ positionKey }) => positionKey === estimate.positionKey)?.targetWeightBps ?? 0,
    sourceChain: estimate.sourceChain,
    steps: estimate.steps.map(({ step, time: quantiles }) => ({ step, ...quantilesBody(quantiles) })),
    fullSettlementTime: quantilesBody(estimate.fullSettlementTime),
  })),
  fullSettlementTime: quantilesBody(fullSettlementTime),
});

const isEvent = (name: string): name is Endpoint['events'][number] => braidEvents.some((event) => event === name);

export const endpointBody = ({ id: webhookId, url, events, createdAt }: SubscriptionView): Endpoint => ({ id: webhookId, url, events: events.filter(isEvent), createdAt: braidTime(createdAt) });
