import { Money } from '@sluice/kernel';
import { decimalOf, total } from './exact-decimal.js';
import { planSaleOfAll, planSales, type SellableHolding } from './plan-sales.js';
import { hasEnded, isOpen, proceedsOf, soldQuantity, type PlannedSale, type SaleOrder } from './sale-order.js';

/** How often an instrument is offered when the custodian sells nothing of it: a rejection may pass, and must not go on for ever. */
const MOST_TRIES = 2;

export interface CashRaise {
  /** What the sales have to bring; everything, when the portfolio is to be emptied. */
  readonly needed: Money | 'everything';
  /** Every order of this raise so far. */
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
  orders.filter((order) => order.isin === isin && !isOpen(order) && soldQuantity(order) === 0n).length < MOST_TRIES;

function salesFor({ needed, orders, holdings }: CashRaise): PlannedSale[] {
  const offered = holdings.filter(({ isin }) => mayBeOffered(isin, orders));
  return needed === 'everything' ? planSaleOfAll(offered) : planSales(offered, needed.minus(raisedBy(orders, needed)));
}

/** What orders bring in a currency, paid for or not. */
export const raisedBy = (orders: readonly SaleOrder[], { currency }: Money): Money =>
  Money.ofUnits(currency, total(orders.filter((order) => order.currency === currency).map(proceedsOf)));

const isRaised = ({ needed, orders, holdings }: CashRaise): boolean =>
  needed === 'everything' ? holdings.every(({ quantity }) => decimalOf(quantity) === 0n) : raisedBy(orders, needed).compare(needed) >= 0;

/** How a raise goes on. New orders do not wait until old ones are paid for, but for what they sell: nothing is sold twice. */
export function nextSales(need: CashRaise): NextSales {
  if (need.orders.some(isOpen)) return 'wait';
  const sales = isRaised(need) ? [] : salesFor(need);
  if (sales.length > 0) return { orders: sales };
  if (!need.orders.every(hasEnded)) return 'wait';
  return isRaised(need) ? 'enough' : 'exhausted';
}
