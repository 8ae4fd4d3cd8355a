import { Money } from '@sluice/kernel';
import { charged } from '../portfolio/accrued-fees.js';
import type { Portfolio } from '../portfolio/portfolio.js';
import type { Place } from './place.js';

/** Takes a place; one that closes the portfolio says so at once. */
export const taken = (portfolio: Portfolio, place: Place): Portfolio =>
  ({ ...portfolio, places: [...portfolio.places, place], status: place.closePortfolio ? 'closing' : portfolio.status });

export const withPlace = (portfolio: Portfolio, place: Place): Portfolio =>
  ({ ...portfolio, places: portfolio.places.map((known) => (known.placeId === place.placeId ? place : known)) });

const without = ({ places }: Portfolio, gone: Place): Place[] => places.filter(({ placeId }) => placeId !== gone.placeId);

/** Gives a place back. A portfolio that was closing for it is active again. */
export function givenBack(portfolio: Portfolio, place: Place): Portfolio {
  const places = without(portfolio, place);
  const isClosedBy = places.some(({ closePortfolio }) => closePortfolio);
  const status = place.closePortfolio && !isClosedBy && portfolio.status === 'closing' ? 'active' : portfolio.status;
  return { ...portfolio, places, status };
}

/** The withdrawal is over and paid: what was charged is owed no more, and what was to be closed is. */
export const fulfilled = (portfolio: Portfolio, place: Place, fee: Money): Portfolio => ({
  ...portfolio,
  places: without(portfolio, place),
  accruedFees: charged(portfolio.accruedFees, place.accrued === undefined ? fee : Money.fromJson(place.accrued)),
  status: place.closePortfolio ? 'closed' : portfolio.status,
});
