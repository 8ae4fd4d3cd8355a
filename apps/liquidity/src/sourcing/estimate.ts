import { timeSchema, type RequestOf, type ReplyOf } from '@sluice/contract-kit';
import type { estimateTimes } from '@sluice/contract-liquidity';
import { z } from 'zod';
import { yieldSourceOf, type Chain, type SourceKey } from '../wallets/sources.js';
import type { Share } from './source-plan.js';

/** Seconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p90: number;
  readonly max: number;
}

export const stepNames = ['unwind_liquidity', 'convert_to_usdc', 'bridge_cctp', 'payout_transfer_and_finality'] as const;
export type StepName = (typeof stepNames)[number];

const MINUTE = 60;
const HOUR = 60 * MINUTE;

export const atOnce: Quantiles = { p50: 0, p90: 0, max: 0 };

export const plus = (left: Quantiles, right: Quantiles): Quantiles => ({ p50: left.p50 + right.p50, p90: left.p90 + right.p90, max: left.max + right.max });

/** The slower of the two at every quantile. */
export const slower = (left: Quantiles, right: Quantiles): Quantiles =>
  ({ p50: Math.max(left.p50, right.p50), p90: Math.max(left.p90, right.p90), max: Math.max(left.max, right.max) });

/** Standard transfers are attested in 13 to 19 minutes; the published figures, an hour and at most three, allow for queues. */
const bridge: Quantiles = { p50: HOUR, p90: HOUR + 30 * MINUTE, max: 3 * HOUR };

/** One transaction that turns a position, or its redemption request, into USDC: a block or two, or waiting for cheaper gas. */
const conversion: Quantiles = { p50: 30, p90: 2 * MINUTE, max: 10 * MINUTE };

/** From handing over the signed transfer until no reorganisation reaches it: two epochs on ethereum, less where blocks are final sooner. */
const payout: Record<'ethereum' | 'others', Quantiles> = {
  ethereum: { p50: 5 * MINUTE, p90: 13 * MINUTE, max: 20 * MINUTE },
  others: { p50: 2 * MINUTE, p90: 5 * MINUTE, max: 20 * MINUTE },
};

/** The published time of a step, until there are enough samples. A position's window is as long as it is. */
export function publishedTime(step: StepName, windowSeconds: number, destination: Chain): Quantiles {
  switch (step) {
    case 'unwind_liquidity': return { p50: windowSeconds, p90: windowSeconds, max: windowSeconds };
    case 'convert_to_usdc': return conversion;
    case 'bridge_cctp': return bridge;
    case 'payout_transfer_and_finality': return destination === 'ethereum' ? payout.ethereum : payout.others;
  }
}

/** How long one step of one withdrawal took. */
export const sampleSchema = z.object({ step: z.enum(stepNames), where: z.string(), seconds: z.int().min(0), at: timeSchema });
export type Sample = z.output<typeof sampleSchema>;

/** How long a step has taken, in seconds, wherever it was the same work. */
export interface StepRoute {
  readonly step: StepName;
  /** The position for unwinding and converting, the source's chain for bridging, the destination's for paying out. */
  readonly where: string;
}

/** Quantiles of a step's samples; null until there are enough. */
export type History = (route: StepRoute) => Quantiles | null;

/** Samples before the system's own figures replace the published ones. */
const ENOUGH_SAMPLES = 20;

/** By nearest rank: a figure that really occurred. Null when there are too few. */
export function quantilesOf(seconds: readonly number[]): Quantiles | null {
  if (seconds.length < ENOUGH_SAMPLES) return null;
  const sorted = seconds.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { p50: at(0.5), p90: at(0.9), max: at(1) };
}

export interface SourceTimes {
  readonly steps: { readonly step: StepName; readonly time: Quantiles }[];
  readonly total: Quantiles;
}

/** How long value takes from a source to the destination, step by step. Cash is not unwound; on one chain nothing is bridged. */
export function timesFrom(key: SourceKey, sourceChain: Chain, destinationChain: Chain, history: History): SourceTimes {
  const windowSeconds = yieldSourceOf(key)?.windowSeconds;
  const steps = stepNames.map((step) => ({ step, time: timeOf(step) }));
  return { steps, total: steps.map(({ time }) => time).reduce(plus) };

  function timeOf(step: StepName): Quantiles {
    const isNothing = step === 'bridge_cctp' ? sourceChain === destinationChain : step !== 'payout_transfer_and_finality' && windowSeconds === undefined;
    if (isNothing || (step === 'unwind_liquidity' && windowSeconds === 0)) return atOnce;
    return history(routeOf(step, key, sourceChain, destinationChain)) ?? publishedTime(step, windowSeconds ?? 0, destinationChain);
  }
}

export function routeOf(step: StepName, key: SourceKey, sourceChain: Chain, destinationChain: Chain): StepRoute {
  switch (step) {
    case 'unwind_liquidity': case 'convert_to_usdc': return { step, where: key };
    case 'bridge_cctp': return { step, where: sourceChain };
    case 'payout_transfer_and_finality': return { step, where: destinationChain };
  }
}

type EstimateRequest = RequestOf<typeof estimateTimes>;

/** Each position by itself; the whole is as slow as its slowest position that has weight. */
export function estimated({ destinationChain, targets }: EstimateRequest, history: History): ReplyOf<typeof estimateTimes> {
  const estimates = targets.map(({ positionKey, targetWeightBps }) => {
    const sourceChain = yieldSourceOf(positionKey)?.chain ?? destinationChain;
    const { steps, total } = timesFrom(positionKey, sourceChain, destinationChain, history);
    return { positionKey, targetWeightBps, sourceChain, steps, fullSettlementTime: total };
  });
  const weighty = estimates.filter(({ targetWeightBps }) => targetWeightBps > 0);
  return {
    estimates: estimates.map(({ targetWeightBps: _, ...estimate }) => estimate),
    fullSettlementTime: weighty.map(({ fullSettlementTime }) => fullSettlementTime).reduce(slower, atOnce),
  };
}

/** The usual time of a withdrawal from these sources: that of the slowest. Without any source it is that of paying out alone. */
export const completionSeconds = (shares: readonly Share[], destinationChain: Chain, history: History): number =>
  Math.max(timesFrom('cash_usdc:cctp', destinationChain, destinationChain, history).total.p50, ...shares.map(({ key, chain }) => timesFrom(key, chain, destinationChain, history).total.p50));
