import { Money } from '@sluice/kernel';
import { charged } from '../portfolio/accrued-fees.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { ActiveSlot } from './place.js';

/** Takes a slot; one that closes the portfolio says so at once. */
export const slotTaken = (portfolio: Portfolio, slot: ActiveSlot): Portfolio =>
  ({ ...portfolio, places: [...portfolio.places, slot], status: slot.closePortfolio ? 'closing' : portfolio.status });

export const withSlot = (portfolio: Portfolio, slot: ActiveSlot): Portfolio =>
  ({ ...portfolio, places: portfolio.places.map((known) => (known.placeId === slot.placeId ? slot : known)) });

const without = ({ places }: Portfolio, gone: ActiveSlot): ActiveSlot[] => places.filter(({ placeId }) => placeId !== gone.placeId);

/** Gives a slot back. A portfolio that was closing for it is active again. */
export function slotReleased(portfolio: Portfolio, slot: ActiveSlot): Portfolio {
  const places = without(portfolio, slot);
  const isClosedBy = places.some(({ closePortfolio }) => closePortfolio);
  const status = slot.closePortfolio && !isClosedBy && portfolio.status === 'closing' ? 'active' : portfolio.status;
  return { ...portfolio, places, status };
}

/** The withdrawal is over and paid: what was charged is owed no more, and what was to be closed is. */
export const slotCompleted = (portfolio: Portfolio, slot: ActiveSlot, fee: Money): Portfolio => ({
  ...portfolio,
  places: without(portfolio, slot),
  accruedFees: charged(portfolio.accruedFees, slot.accrued === undefined ? fee : Money.fromJson(slot.accrued)),
  status: slot.closePortfolio ? 'closed' : portfolio.status,
});
