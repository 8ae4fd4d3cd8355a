import { Money } from '@sluice/kernel';
import type { Portfolio } from '../portfolio/portfolio.js';
import { sold } from '../portfolio/holdings.js';
import { decimalOf, total } from '../selling/exact-decimal.js';
import { nextSales, raisedBy, type Raise } from '../selling/next-sales.js';
import { hasEnded, intendedOrder, proceedsOf, type Fill, type SaleOrder } from '../selling/sale-order.js';
import { learned, stopped, type Fact } from '../selling/sale-steps.js';
import type { Place, Raising } from './place.js';
import { withPlace } from './places.js';
import type { Raised } from './record.js';
import { isSellable } from './sellable.js';

const costIn = ({ costs }: Raising, { fills }: SaleOrder): bigint =>
  total(fills.map(({ id }) => BigInt(costs.find(({ fillId }) => fillId === id)?.units ?? '0')));

/** What came of a raise that is over; null while it is not. What brought nothing and had cost nothing was no sale. */
export function raisedOf(raising: Raising | null): Raised | null {
  if (raising === null || raising.status === 'selling' || raising.status === 'stopping') return null;
  const { status, reason, orders } = raising;
  const sales = orders.filter((order) => proceedsOf(order) > 0n || costIn(raising, order) > 0n).map((order) => ({
    orderId: order.orderId, isin: order.isin,
    proceeds: Money.ofUnits(order.currency, proceedsOf(order)).toJson(),
    bookCost: Money.ofUnits(order.currency, costIn(raising, order)).toJson(),
  }));
  return { status, ...(reason === undefined ? {} : { reason }), sales };
}

export const isRunning = ({ raising }: Place): boolean => raising?.status === 'selling' || raising?.status === 'stopping';

/** What is to be raised: everything priced in its currency for a full withdrawal, what the cash lacks for a specified amount. */
function raiseOf({ mandate, holdings }: Portfolio, { type, amount, fee, cash }: Place, orders: readonly SaleOrder[]): Raise {
  if (mandate === 'execution_only') return { needed: Money.zero(amount.currency), orders, holdings: [] };
  const sellable = holdings.filter((holding) => isSellable(holding, amount.currency));
  if (type === 'full') return { needed: 'everything', orders, holdings: sellable };
  return { needed: Money.fromJson(amount).plus(Money.fromJson(fee)).minus(Money.fromJson(cash)), orders, holdings: sellable };
}

/** A fee that eats up everything leaves nothing to pay out. */
function isEatenUp({ type, amount, fee, cash }: Place, orders: readonly SaleOrder[]): boolean {
  const gross = Money.fromJson(cash).plus(raisedBy(orders, Money.zero(amount.currency)));
  return type === 'full' && gross.compare(Money.fromJson(fee)) <= 0;
}

/** What was worth too little to be sold when the rest was is still there, and so is what came in since. */
const wouldCloseOver = ({ holdings }: Portfolio, { closePortfolio }: Place): boolean => closePortfolio && holdings.some(({ quantity }) => decimalOf(quantity) > 0n);

/** Goes on with a raise as far as it can without news: orders what is to be sold next, or ends it. */
function advanced(portfolio: Portfolio, place: Place, raising: Raising, now: Date): Raising {
  const { orders } = raising;
  if (raising.status === 'stopping') return orders.every(hasEnded) ? { ...raising, status: 'stopped' } : raising;
  if (raising.status !== 'selling') return raising;
  const next = nextSales(raiseOf(portfolio, place, orders));
  if (next === 'wait') return raising;
  if (typeof next === 'object') return { ...raising, orders: [...orders, ...next.orders.map((sale) => intendedOrder(place.withdrawalId, sale, orders, now))] };
  if (next === 'exhausted') return { ...raising, status: 'not_raised', reason: place.type === 'full' && place.closePortfolio ? 'holdings_would_remain' : 'insufficient_balance' };
  if (wouldCloseOver(portfolio, place)) return { ...raising, status: 'not_raised', reason: 'holdings_would_remain' };
  if (isEatenUp(place, orders)) return { ...raising, status: 'not_raised', reason: 'fee_exceeds_balance' };
  return { ...raising, status: orders.length === 0 ? 'at_hand' : 'raised' };
}

const withRaising = (portfolio: Portfolio, place: Place, raising: Raising): Portfolio => withPlace(portfolio, { ...place, raising });

/** Begins to raise a withdrawal's cash; one that has begun is left as it is. */
export function begun(portfolio: Portfolio, place: Place, replyTo: string | undefined, now: Date): Portfolio {
  if (place.raising !== null) return portfolio;
  const raising: Raising = { status: 'selling', orders: [], costs: [], ...(replyTo === undefined ? {} : { replyTo }) };
  return withRaising(portfolio, place, advanced(portfolio, place, raising, now));
}

/** Sells nothing more. One that has not begun never will; one that is over stays as it ended. */
export function stoppedRaising(portfolio: Portfolio, place: Place, replyTo: string | undefined, now: Date): Portfolio {
  const known: Raising = place.raising ?? { status: 'selling', orders: [], costs: [] };
  if (known.status !== 'selling' && known.status !== 'stopping') return portfolio;
  const raising: Raising = { ...known, status: 'stopping', orders: known.orders.map((order) => stopped(order, now)), ...(replyTo === undefined ? {} : { replyTo }) };
  return withRaising(portfolio, place, advanced(portfolio, place, raising, now));
}

/** Fills that were not known before, of all orders. */
const newFills = (before: readonly SaleOrder[], after: readonly SaleOrder[]): { readonly order: SaleOrder; readonly fill: Fill }[] =>
  after.flatMap((order, index) => order.fills.filter(({ id }) => !(before[index]?.fills ?? []).some((known) => known.id === id)).map((fill) => ({ order, fill })));

/**
 * What was learnt of orders. Each new fill lowers its holding and the holding's cost, once: a fill that is known is not new.
 * @throws RangeError when more was sold than is held.
 */
export function heard(portfolio: Portfolio, place: Place, facts: ReadonlyMap<string, Fact>, now: Date): Portfolio {
  const { raising } = place;
  if (raising === null) return portfolio;
  const orders = learned(raising.orders, facts, now);
  let { holdings } = portfolio;
  const costs = [...raising.costs];
  for (const { order: { isin }, fill } of newFills(raising.orders, orders)) {
    const left = sold(holdings, isin, fill);
    holdings = left.holdings;
    costs.push({ fillId: fill.id, units: left.cost.toString() });
  }
  const lowered = { ...portfolio, holdings };
  return withRaising(lowered, place, advanced(lowered, place, { ...raising, orders, costs }, now));
}
