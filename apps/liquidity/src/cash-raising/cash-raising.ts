import type { Outgoing } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import { isSellable } from '../portfolio-withdrawals/admission.js';
import { answerToRaise, answerToStop, type Raised } from '../portfolio-withdrawals/portfolio-withdrawal.js';
import type { ActiveSlot, Raising, Settling } from '../portfolios/active-slot.js';
import { decimalOf, total } from '../portfolios/exact-decimal.js';
import { withoutSold, type Portfolio, withSlot } from '../portfolios/portfolio.js';
import { allObserved, hasEnded, intendedOrder, isOpen, proceedsOf, stoppedOrder, type Observation, type SaleOrder } from './sale-order.js';
import type { Fill } from '../providers/custodian.js';
import { nextSales, raisedBy, type CashRaise } from './sale-planning.js';

const costIn = ({ costs }: Raising, { fills }: SaleOrder): bigint =>
  total(fills.map(({ id }) => BigInt(costs.find(({ fillId }) => fillId === id)?.units ?? '0')));

/** The outcome of a cash raising that is over; null while it is not. What brought nothing and had cost nothing was no sale. */
export function raisedOf(raising: Raising | null): Raised | null {
  if (raising === null || raising.status === 'selling' || raising.status === 'stopping') return null;
  const { status, reason } = raising;
  return { status, ...(reason === undefined ? {} : { reason }), sales: salesOf(raising) };
}

const salesOf = (raising: Raising): Raised['sales'] => raising.orders.filter((order) => proceedsOf(order) > 0n || costIn(raising, order) > 0n).map((order) => ({
  orderId: order.orderId, isin: order.isin,
  proceeds: Money.ofUnits(order.currency, proceedsOf(order)).toJson(),
  bookCost: Money.ofUnits(order.currency, costIn(raising, order)).toJson(),
}));

/** The answer that is sent when a cash raising ends, to the reply address that its command gave. */
export function answerAtTheEnd(portfolioId: string, { withdrawalId, raising }: ActiveSlot): Outgoing[] {
  const raised = raisedOf(raising);
  if (raising === null || raised === null) return [];
  const address = { withdrawalId, replyTo: raising.replyTo };
  return [raised.status === 'stopped' ? answerToStop(portfolioId, raised, address) : answerToRaise(portfolioId, raised, address)];
}

export const isRunning = ({ raising }: Pick<ActiveSlot, 'raising'>): boolean => raising?.status === 'selling' || raising?.status === 'stopping';

/** Everything of a portfolio that has orders at the custodian: cash raisings under way, and sales that stopped ones left. */
export const runningIn = ({ activeSlots, settling }: Portfolio): Settling[] =>
  [...activeSlots, ...settling].flatMap(({ slotId, withdrawalId, raising }) => (raising && isRunning({ raising }) ? [{ slotId, withdrawalId, raising }] : []));

export function withOrders(portfolio: Portfolio, { slotId, raising }: Settling): Portfolio {
  const slot = portfolio.activeSlots.find((one) => one.slotId === slotId && isRunning(one));
  if (slot !== undefined) return withSlot(portfolio, { ...slot, raising });
  return { ...portfolio, settling: portfolio.settling.map((known) => (known.slotId === slotId ? { ...known, raising } : known)) };
}

/** Remaining sales that have ended: the portfolio without them, and whom to answer with their proceeds. */
export function settledIn(portfolio: Portfolio): { readonly portfolio: Portfolio; readonly settled: readonly (Settling & { readonly sales: Raised['sales'] })[] } {
  const settled = portfolio.settling.map((one) => ({ ...one, sales: salesOf({ ...one.raising, orders: one.raising.orders.filter(hasEnded) }) })).filter(({ sales }) => sales.length > 0);
  const settling = portfolio.settling.flatMap(({ raising, ...one }) => {
    const orders = raising.orders.filter((order) => !hasEnded(order));
    return orders.length === 0 ? [] : [{ ...one, raising: { ...raising, orders } }];
  });
  return { portfolio: { ...portfolio, settling }, settled };
}

/** What is to be raised: everything priced in its currency for a full withdrawal, what the cash lacks for a specified amount. */
function cashRaiseOf({ mandate, holdings }: Portfolio, { type, amount, fee, cash }: ActiveSlot, orders: readonly SaleOrder[]): CashRaise {
  if (mandate === 'execution_only') return { needed: Money.zero(amount.currency), orders, holdings: [] };
  const sellable = holdings.filter((holding) => isSellable(holding, amount.currency));
  if (type === 'full') return { needed: 'everything', orders, holdings: sellable };
  return { needed: Money.fromJson(amount).plus(Money.fromJson(fee)).minus(Money.fromJson(cash)), orders, holdings: sellable };
}

/** The fee of a full withdrawal is as much as everything or more: nothing is left to pay out. */
function isEatenUp({ type, amount, fee, cash }: ActiveSlot, orders: readonly SaleOrder[]): boolean {
  const gross = Money.fromJson(cash).plus(raisedBy(orders, Money.zero(amount.currency)));
  return type === 'full' && gross.compare(Money.fromJson(fee)) <= 0;
}

/** Holdings that were worth too little to be sold, or that arrived since, would remain. */
const wouldCloseOver = ({ holdings }: Portfolio, { closePortfolio }: ActiveSlot): boolean => closePortfolio && holdings.some(({ quantity }) => decimalOf(quantity).gt(0));

/** Orders of earlier cash raisings may still be filled: what is left to be sold is known when they have ended. */
const isHeldUp = ({ settling }: Portfolio): boolean => settling.some(({ raising }) => raising.orders.some(isOpen));

/** Goes on with a cash raising as far as it can without a new observation: orders what is to be sold next, or ends it. */
function advanced(portfolio: Portfolio, slot: ActiveSlot, raising: Raising, now: Date): Raising {
  const { orders } = raising;
  const next = nextSales(cashRaiseOf(portfolio, slot, orders));
  if (next === 'wait' || (isHeldUp(portfolio) && (next !== 'enough' || slot.type === 'full'))) return raising;
  if (typeof next === 'object') return { ...raising, orders: [...orders, ...next.orders.map((sale) => intendedOrder(slot.withdrawalId, sale, orders, now))] };
  if (next === 'exhausted') return { ...raising, status: 'not_raised', reason: slot.type === 'full' && slot.closePortfolio ? 'holdings_would_remain' : 'insufficient_balance' };
  if (wouldCloseOver(portfolio, slot)) return { ...raising, status: 'not_raised', reason: 'holdings_would_remain' };
  if (isEatenUp(slot, orders)) return { ...raising, status: 'not_raised', reason: 'fee_exceeds_balance' };
  return { ...raising, status: orders.length === 0 ? 'at_hand' : 'raised' };
}

/** Ends a cash raising that is to stop. Orders that have not ended run on by themselves: neither the withdrawal nor the next one waits for them. */
function leftBehind(portfolio: Portfolio, { raising, ...slot }: ActiveSlot): Portfolio {
  if (raising === null) return portfolio;
  const [over, open] = [raising.orders.filter(hasEnded), raising.orders.filter((order) => !hasEnded(order))];
  const { slotId, withdrawalId } = slot;
  const settling = open.length === 0 ? portfolio.settling : [...portfolio.settling, { slotId, withdrawalId, raising: { ...raising, status: 'stopping' as const, orders: open } }];
  return withSlot({ ...portfolio, settling }, { ...slot, raising: { ...raising, status: 'stopped', orders: over } });
}

/** Goes on with every cash raising: one may wait for what another leaves or gives back. */
const carriedOn = (portfolio: Portfolio, now: Date): Portfolio => portfolio.activeSlots.reduce((next, slot) => {
  if (slot.raising?.status === 'stopping') return leftBehind(next, slot);
  return slot.raising?.status === 'selling' ? withSlot(next, { ...slot, raising: advanced(next, slot, slot.raising, now) }) : next;
}, portfolio);

/** Begins to raise a withdrawal's cash; one that has begun is left as it is. */
export function raisingBegun(portfolio: Portfolio, slot: ActiveSlot, replyTo: string | undefined, now: Date): Portfolio {
  if (slot.raising !== null) return portfolio;
  const raising: Raising = { status: 'selling', orders: [], costs: [], ...(replyTo === undefined ? {} : { replyTo }) };
  return withSlot(portfolio, { ...slot, raising: advanced(portfolio, slot, raising, now) });
}

/** Sells nothing more. One that has not begun never will; one that is over stays as it ended. */
export function raisingStopped(portfolio: Portfolio, slot: ActiveSlot, replyTo: string | undefined, now: Date): Portfolio {
  const known: Raising = slot.raising ?? { status: 'selling', orders: [], costs: [] };
  if (known.status !== 'selling' && known.status !== 'stopping') return portfolio;
  const raising: Raising = { ...known, status: 'stopping', orders: known.orders.map((order) => stoppedOrder(order, now)), ...(replyTo === undefined ? {} : { replyTo }) };
  return leftBehind(portfolio, { ...slot, raising });
}

/** Fills that were not known before, of all orders. */
const newFills = (before: readonly SaleOrder[], after: readonly SaleOrder[]): { readonly order: SaleOrder; readonly fill: Fill }[] =>
  after.flatMap((order, index) => order.fills.filter(({ id }) => !(before[index]?.fills ?? []).some((known) => known.id === id)).map((fill) => ({ order, fill })));

/**
 * The portfolio after observations of its orders. Each new fill lowers its holding and the holding's cost, once: a fill that is known is not new.
 * @throws RangeError when more was sold than is held.
 */
export function ordersObserved(portfolio: Portfolio, running: Settling, observations: ReadonlyMap<string, Observation>, now: Date): Portfolio {
  const { raising } = running;
  const orders = allObserved(raising.orders, observations, now);
  let { holdings } = portfolio;
  const costs = [...raising.costs];
  for (const { order: { isin }, fill } of newFills(raising.orders, orders)) {
    const left = withoutSold(holdings, isin, fill);
    holdings = left.holdings;
    costs.push({ fillId: fill.id, units: left.cost.toString() });
  }
  return carriedOn(withOrders({ ...portfolio, holdings }, { ...running, raising: { ...raising, orders, costs } }), now);
}
