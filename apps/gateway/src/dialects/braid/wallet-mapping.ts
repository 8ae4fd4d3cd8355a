import type { estimateTimes, listYieldSources, previewWithdrawal, WalletView } from '@sluice/contract-liquidity';
import type { ReplyOf } from '@sluice/contract-kit';
import { braidBalanceBody, braidTime, braidUsd } from '@sluice/dialect-words';
import { Money } from '@sluice/kernel';
import type { Estimates as EstimatesBody, Preview, Wallet } from './answer.schema.js';
import { isoDuration } from './duration.js';
import type { EstimateOrder, PreviewOrder, Targets } from './schema.js';

export type YieldSources = ReplyOf<typeof listYieldSources>['sources'];
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
