import { portfolioViewSchema, type openPortfolio, type PortfolioView } from '@sluice/contract-liquidity';
import type { AskOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change, Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { activeSlotSchema, settlingSchema } from '../portfolio-withdrawal/place.js';

export const portfolioSchema = portfolioViewSchema.omit({ id: true }).extend({
  serial: z.int().min(1),
  /** The latest holdings and fees that arrived: one that is told again is not counted again. */
  countedArrivals: z.array(z.string()),
  /** Withdrawals that were admitted and are not over: any number where the mandate is execution-only, otherwise one at most. */
  places: z.array(activeSlotSchema),
  settling: z.array(settlingSchema).default([]),
});
export type Portfolio = z.output<typeof portfolioSchema>;
export type Holding = Portfolio['holdings'][number];

type OpenPortfolioRequest = Omit<AskOf<typeof openPortfolio>, 'id'>;

/** Opens the portfolio, or finds it open. @throws DomainError `request_conflict` when the id stands for another one. */
export function openedPortfolio(known: Portfolio | null, asked: OpenPortfolioRequest, serial: number, now: Date): Change<Portfolio> | null {
  const { partyId, name, currency, mandate, accountType } = asked;
  if (known === null) {
    const opened = { partyId, name, currency, mandate, accountType, status: 'active', createdAt: now.toISOString(), serial } as const;
    return { state: { ...opened, holdings: [], accruedFees: [], countedArrivals: [], places: [], settling: [] } };
  }
  const isSame = known.partyId === partyId && known.name === name && known.currency === currency && known.mandate === mandate && known.accountType === accountType;
  if (isSame) return null;
  throw new DomainError('request_conflict', 'This id stands for another portfolio.');
}

/** A portfolio as others see it. */
export function viewOfPortfolio({ id, state: { serial: _, countedArrivals: __, places: ___, settling: ____, ...portfolio } }: Versioned<Portfolio>): PortfolioView {
  return { id, ...portfolio };
}
