import { after } from '@sluice/kernel';
import type { ChainLeg } from './chain-leg.js';

/** How long to wait before looking again, doubling from the first to the last, in milliseconds. */
const patience = {
  /** Woken by the leg before it; looked at all the same, should that be lost. */
  line: { firstMs: 5_000, lastMs: 60_000 },
  signer: { firstMs: 1_000, lastMs: 30_000 },
  chain: { firstMs: 1_000, lastMs: 60_000 },
} as const;

export type Awaited = keyof typeof patience;

/** The leg, to be looked at again after a while, and no later than its authorization ends. */
export function looking(leg: ChainLeg, awaited: Awaited, now: Date): ChainLeg {
  const { firstMs, lastMs } = patience[awaited];
  const nextAt = after(now, `${Math.min(firstMs * 2 ** Math.min(leg.fruitless, 20), lastMs)}ms`);
  const ends = leg.authorization && new Date(leg.authorization.approvalValidBefore);
  const soonest = ends && ends > now && ends < nextAt ? ends : nextAt;
  return { ...leg, nextAt: soonest.toISOString(), fruitless: leg.fruitless + 1 };
}
