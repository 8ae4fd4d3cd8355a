import type { Currency, Money } from '@sluice/kernel';
import { decimalOf, decimalText, dividedUp, minorUnitsOf, ONE, productOf, smaller, total } from './exact-decimal.js';
import type { PlannedSale } from './sale-order.js';

/** What a portfolio holds of one instrument, at its last known price. Quantity and price are plain decimals. */
export interface SellableHolding {
  readonly isin: string;
  readonly quantity: string;
  readonly price: string;
  readonly currency: Currency;
}

/** A holding in whole numbers (see `decimalOf`), and how much of it is to be sold. */
interface Lot {
  readonly holding: SellableHolding;
  readonly held: bigint;
  readonly price: bigint;
  readonly sold: bigint;
}

const byIsin = (left: Lot, right: Lot): number => (left.holding.isin < right.holding.isin ? -1 : 1);

const lotOf = (holding: SellableHolding): Lot => ({ holding, held: decimalOf(holding.quantity), price: decimalOf(holding.price), sold: 0n });

const bringsOf = ({ sold, price, holding }: Lot): bigint => minorUnitsOf(sold * price, holding.currency);

const saleOf = ({ holding: { isin, currency, price }, sold }: Lot): PlannedSale => ({ isin, quantity: decimalText(sold), currency, referencePrice: price });

/** Pro rata by value: a holding's part of what is needed over its price, which is the needed part of its quantity. Whole units, at most what is held. */
const withShare = (lot: Lot, needed: bigint, value: bigint): Lot => ({ ...lot, sold: smaller(lot.held, dividedUp(needed * lot.held, value * ONE) * ONE) });

/** Rounding down each order's proceeds may leave some minor units missing: the first holdings with anything left make up for them. */
function toppedUp(lots: readonly Lot[], needed: bigint): Lot[] {
  let missing = needed - total(lots.map(bringsOf));
  return lots.map((lot) => {
    if (missing <= 0n) return lot;
    const more = dividedUp(productOf(missing, lot.holding.currency), lot.price * ONE) * ONE;
    const next = { ...lot, sold: smaller(lot.held, lot.sold + more) };
    missing -= bringsOf(next) - bringsOf(lot);
    return next;
  });
}

/**
 * What to sell so that at the last known prices it brings what is needed: pro rata by value, in whole units up to the last
 * fraction held. Holdings in other currencies are left alone: nothing is exchanged. All that there is when that is too little.
 * The same for the same holdings in any order; without an instrument twice.
 */
export function planSales(holdings: readonly SellableHolding[], needed: Money): PlannedSale[] {
  const lots = holdings.map(lotOf).filter(({ holding, held, price }) => holding.currency === needed.currency && held > 0n && price > 0n).sort(byIsin);
  const value = total(lots.map(({ held, price }) => held * price));
  if (value === 0n || !needed.isPositive) return [];
  const wanted = smaller(productOf(needed.units, needed.currency), value);
  return toppedUp(lots.map((lot) => withShare(lot, wanted, value)), needed.units).filter(({ sold }) => sold > 0n).map(saleOf);
}

/** Everything, whatever its currency. */
export const planSaleOfAll = (holdings: readonly SellableHolding[]): PlannedSale[] =>
  holdings.map(lotOf).filter(({ held }) => held > 0n).sort(byIsin).map((lot) => saleOf({ ...lot, sold: lot.held }));
