import { Money, type Currency } from '@sluice/kernel';
import type { Decimal } from 'decimal.js';
import { decimalOf, decimalOfUnits, decimalText, minorUnitsOf, smaller, sumOf, total } from '../portfolios/exact-decimal.js';
import { hasEnded, isOpen, proceedsOf, soldQuantity, type PlannedSale, type SaleOrder } from './sale-order.js';

/** What a portfolio holds of one instrument, at its last known price. Quantity and price are plain decimals. */
export interface SellableHolding {
  readonly isin: string;
  readonly quantity: string;
  readonly price: string;
  readonly currency: Currency;
}

/** A holding, and how much of it is to be sold. */
interface Lot {
  readonly holding: SellableHolding;
  readonly held: Decimal;
  readonly price: Decimal;
  readonly sold: Decimal;
}

const byIsin = (left: Lot, right: Lot): number => (left.holding.isin < right.holding.isin ? -1 : 1);

const lotOf = (holding: SellableHolding): Lot => ({ holding, held: decimalOf(holding.quantity), price: decimalOf(holding.price), sold: decimalOf('0') });

const bringsOf = ({ sold, price, holding }: Lot): bigint => minorUnitsOf(sold.mul(price), holding.currency);

const saleOf = ({ holding: { isin, currency, price }, sold }: Lot): PlannedSale => ({ isin, quantity: decimalText(sold), currency, referencePrice: price });

/** Pro rata by value: a holding's part of what is needed over its price, which is the needed part of its quantity. Whole units, at most what is held. */
const withShare = (lot: Lot, needed: Decimal, value: Decimal): Lot => ({ ...lot, sold: smaller(lot.held, needed.mul(lot.held).div(value).ceil()) });

/** Rounding down each order's proceeds may leave some minor units missing: the first holdings with anything left make up for them. */
function toppedUp(lots: readonly Lot[], needed: bigint): Lot[] {
  let missing = needed - total(lots.map(bringsOf));
  return lots.map((lot) => {
    if (missing <= 0n) return lot;
    const more = decimalOfUnits(missing, lot.holding.currency).div(lot.price).ceil();
    const next = { ...lot, sold: smaller(lot.held, lot.sold.plus(more)) };
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
  const lots = holdings.map(lotOf).filter(({ holding, held, price }) => holding.currency === needed.currency && held.gt(0) && price.gt(0)).sort(byIsin);
  const value = sumOf(lots.map(({ held, price }) => held.mul(price)));
  if (value.isZero() || !needed.isPositive) return [];
  const wanted = smaller(decimalOfUnits(needed.units, needed.currency), value);
  return toppedUp(lots.map((lot) => withShare(lot, wanted, value)), needed.units).filter(({ sold }) => sold.gt(0)).map(saleOf);
}

/** Everything, whatever its currency. */
export const planSaleOfAll = (holdings: readonly SellableHolding[]): PlannedSale[] =>
  holdings.map(lotOf).filter(({ held }) => held.gt(0)).sort(byIsin).map((lot) => saleOf({ ...lot, sold: lot.held }));

/** Attempts to sell an instrument of which the custodian sells nothing: a rejection may be temporary, and must not repeat for ever. */
const MOST_TRIES = 2;

export interface CashRaise {
  /** What the sales have to bring; everything, when the portfolio is to be emptied. */
  readonly needed: Money | 'everything';
  /** Every order of this cash raising so far. */
  readonly orders: readonly SaleOrder[];
  /** What is left in the portfolio: what fills took is taken off already. */
  readonly holdings: readonly SellableHolding[];
}

/**
 * - `enough`: it is raised, and all of it is paid for.
 * - `wait`: orders are open, or not paid for.
 * - `orders`: to be sold next, because what was sold brings too little and something is left.
 * - `exhausted`: too little, all that was sold is paid for, and nothing is left that could be sold.
 */
export type NextSales = 'enough' | 'wait' | 'exhausted' | { readonly orders: readonly PlannedSale[] };

const mayBeOffered = (isin: string, orders: readonly SaleOrder[]): boolean =>
  orders.filter((order) => order.isin === isin && !isOpen(order) && soldQuantity(order).isZero()).length < MOST_TRIES;

function salesFor({ needed, orders, holdings }: CashRaise): PlannedSale[] {
  const offered = holdings.filter(({ isin }) => mayBeOffered(isin, orders));
  return needed === 'everything' ? planSaleOfAll(offered) : planSales(offered, needed.minus(raisedBy(orders, needed)));
}

/** What orders bring in a currency, paid for or not. */
export const raisedBy = (orders: readonly SaleOrder[], { currency }: Money): Money =>
  Money.ofUnits(currency, total(orders.filter((order) => order.currency === currency).map(proceedsOf)));

const isRaised = ({ needed, orders, holdings }: CashRaise): boolean =>
  needed === 'everything' ? holdings.every(({ quantity }) => decimalOf(quantity).isZero()) : raisedBy(orders, needed).compare(needed) >= 0;

/** How a cash raising goes on. New orders do not wait until old ones are paid for, but for what they sell: nothing is sold twice. */
export function nextSales(need: CashRaise): NextSales {
  if (need.orders.some(isOpen)) return 'wait';
  const sales = isRaised(need) ? [] : salesFor(need);
  if (sales.length > 0) return { orders: sales };
  if (!need.orders.every(hasEnded)) return 'wait';
  return isRaised(need) ? 'enough' : 'exhausted';
}
