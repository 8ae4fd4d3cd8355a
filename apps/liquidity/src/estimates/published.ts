import type { Chain } from '../planner/yield-sources.js';

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

/** One transaction that turns a position, or its claim, into USDC: a block or two, or waiting for cheaper gas. */
const conversion: Quantiles = { p50: 30, p90: 2 * MINUTE, max: 10 * MINUTE };

/** From handing over the signed transfer until no reorganisation reaches it: two epochs on ethereum, less where blocks are final sooner. */
const payout: Record<'ethereum' | 'others', Quantiles> = {
  ethereum: { p50: 5 * MINUTE, p90: 13 * MINUTE, max: 20 * MINUTE },
  others: { p50: 2 * MINUTE, p90: 5 * MINUTE, max: 20 * MINUTE },
};

/** What is said of a step before this system has seen enough of it itself. A position's window is as long as it is. */
export function publishedTime(step: StepName, windowSeconds: number, destination: Chain): Quantiles {
  switch (step) {
    case 'unwind_liquidity': return { p50: windowSeconds, p90: windowSeconds, max: windowSeconds };
    case 'convert_to_usdc': return conversion;
    case 'bridge_cctp': return bridge;
    case 'payout_transfer_and_finality': return destination === 'ethereum' ? payout.ethereum : payout.others;
  }
}
