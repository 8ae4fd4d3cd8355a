import { describe, expect, it } from '@jest/globals';
import { Money } from '@sluice/kernel';
import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { bookedTransaction, changedRows, saleRows, type Transaction } from '../portfolio-transactions/transaction.js';
import type { ActiveSlot } from '../portfolios/active-slot.js';
import { decimalOf, decimalOfUnits, decimalText, minorUnitsOf, sumOf, total } from '../portfolios/exact-decimal.js';
import { type Portfolio, slotCompleted, slotReleased, slotTaken, withSlot } from '../portfolios/portfolio.js';
import type { Fill, OrderReport } from '../providers/custodian.js';
import { ordersObserved, raisedOf, raisingBegun, raisingStopped, runningIn, settledIn, withOrders } from './cash-raising.js';
import { begin, dueAtOf, type Observation, type SaleOrder } from './sale-order.js';

const isins = ['GB00B3X7QG63', 'IE00B4L5Y983', 'IE00B3XXRP09'];
const pence = (units: bigint) => ({ currency: 'GBP' as const, units: units.toString() });
const start = new Date('2026-11-23T10:00:00.000Z');

const slot = (changes: Partial<ActiveSlot> = {}): ActiveSlot => (
  { slotId: 'p1', withdrawalId: 'w1', type: 'specified', closePortfolio: false, amount: pence(10_000n), fee: pence(0n), cash: pence(0n), raising: null, ...changes }
);
const portfolio = (quantities: readonly Decimal[], changes: Partial<Portfolio> = {}): Portfolio => ({
  partyId: 'pty-a', name: 'Growth', currency: 'GBP', mandate: 'discretionary', accountType: 'GIA', status: 'active', createdAt: start.toISOString(), serial: 1,
  holdings: quantities.map((quantity, index) => ({ isin: isins[index]!, quantity: decimalText(quantity), price: '10', currency: 'GBP', bookCost: pence(minorUnitsOf(quantity.mul(10), 'GBP')) })),
  accruedFees: [], countedArrivals: [], activeSlots: [], settling: [], ...changes,
});
const only = ({ activeSlots: [one] }: Portfolio): ActiveSlot => one!;
const raise = (world: Portfolio, asked = slot()): Portfolio => raisingBegun(slotTaken(world, asked), asked, 'intake', start);
const units = (count: number): Decimal => decimalOf(String(count));

describe('a cash raising', () => {
  it.each<[string, Portfolio, Partial<ActiveSlot>, string]>([
    ['of an execution-only portfolio has what is there', portfolio([units(9)], { mandate: 'execution_only' }), { type: 'full', cash: pence(10_000n) }, 'at_hand'],
    ['of less than the cash sells nothing', portfolio([units(9)]), { cash: pence(10_000n) }, 'at_hand'],
    ['of more than the cash sells', portfolio([units(90)]), { cash: pence(9_999n) }, 'selling'],
    ['of everything sells all, whatever the cash', portfolio([units(9)]), { type: 'full', cash: pence(10_000n) }, 'selling'],
    ['of everything where nothing is held has the cash', portfolio([]), { type: 'full', cash: pence(10_000n) }, 'at_hand'],
    ['of everything that the fee eats up is in vain', portfolio([]), { type: 'full', cash: pence(500n), fee: pence(500n) }, 'not_raised'],
    ['with nothing to sell is in vain', portfolio([]), {}, 'not_raised'],
  ])('%s', (_, world, asked, status) => {
    expect(only(raise(world, slot(asked))).raising?.status).toBe(status);
  });

  it('begins once', () => {
    const selling = raise(portfolio([units(90)]));
    expect(raisingBegun(selling, only(selling), 'other', start)).toBe(selling);
  });

  it('that is stopped before it began never sells', () => {
    const stopped = raisingStopped(slotTaken(portfolio([units(90)]), slot()), slot(), 'intake', start);
    expect(raisedOf(only(stopped).raising)).toEqual({ status: 'stopped', sales: [] });
    expect(raisingBegun(stopped, only(stopped), 'intake', start)).toBe(stopped);
  });

  it('that is over is not stopped any more', () => {
    const over = raise(portfolio([]));
    expect(raisingStopped(over, only(over), 'intake', start)).toBe(over);
  });

  it('leaves holdings in other currencies alone', () => {
    const world = portfolio([units(9), units(9)]);
    const mixed = { ...world, holdings: world.holdings.map((holding, index) => (index === 0 ? { ...holding, currency: 'USD' as const } : holding)) };
    expect(only(raise(mixed, slot({ type: 'full' }))).raising?.orders.map(({ isin }) => isin)).toEqual([isins[1]]);
  });
});

describe('an active slot', () => {
  const closing = slot({ closePortfolio: true });

  it('that closes the portfolio does so at its end, and opens it when it is given back', () => {
    const world = portfolio([], { accruedFees: [pence(700n)] });
    expect(slotTaken(world, closing).status).toBe('closing');
    expect(slotReleased(slotTaken(world, closing), closing)).toEqual(world);
    expect(slotCompleted(slotTaken(world, closing), closing, Money.ofUnits('GBP', 500n))).toMatchObject({ status: 'closed', activeSlots: [], accruedFees: [pence(200n)] });
  });

  it('given back leaves what others are closing, or people have closed, as it is', () => {
    const other = slot({ slotId: 'p2', closePortfolio: true });
    expect(slotReleased(slotTaken(slotTaken(portfolio([]), closing), other), closing).status).toBe('closing');
    expect(slotReleased({ ...slotTaken(portfolio([]), closing), status: 'closed' }, closing).status).toBe('closed');
    expect(slotReleased(slotTaken(portfolio([], { status: 'active' }), slot()), slot()).status).toBe('active');
  });
});

/** What happens to one look at the custodian. */
type Step = 'next' | 'look' | 'look-in-vain' | 'hear-again' | 'trade' | 'cut' | 'reject' | 'settle' | 'stop' | 'begin-again';

/** A custodian that trades as told, and processes that hear of it late, twice, or not at all. */
class World {
  now = start;
  readonly reports = new Map<string, OrderReport>();
  readonly transactions = new Map<string, Transaction>();
  private readonly said: Said[] = [];

  constructor(public state: Portfolio) {}

  do(step: Step, price: string): void {
    switch (step) {
      case 'look': return this.look(true);
      case 'look-in-vain': return this.look(false);
      case 'hear-again': return this.hear(this.said[Math.floor(this.said.length / 2)] ?? { slotId: '', observations: new Map() });
      case 'trade': return this.each((order, report) => traded(order, report, price, this.now));
      case 'cut': return this.each((_, report) => (report.status === 'partly_filled' ? { ...report, status: 'cancelled' } : report));
      case 'reject': return this.each((_, report) => (report.status === 'accepted' ? { status: 'rejected', fills: [] } : report));
      case 'settle': return this.each((_, report) => ({ ...report, fills: report.fills.map((fill) => ({ settledAt: this.now.toISOString(), ...fill })) }));
      case 'stop': return this.write(raisingStopped(this.state, only(this.state), 'intake', this.now));
      case 'next': return raisedOf(only(this.state).raising) === null ? undefined : this.next(`p${this.answered.size + 2}`);
      case 'begin-again': return this.write(raisingBegun(this.state, only(this.state), 'intake', this.now));
    }
  }

  /** Everything that was ordered, whoever has it now. */
  get orders(): SaleOrder[] {
    return [...this.state.activeSlots, ...this.state.settling].flatMap(({ raising }) => raising?.orders ?? []);
  }

  /** What each withdrawal has sold, in all that was said to it. */
  readonly answered = new Map<string, Sale[]>();

  /** The slot is given back, and another withdrawal takes it. */
  next(slotId: string, changes: Partial<ActiveSlot> = {}): void {
    this.tellEnds();
    const asked = slot({ slotId, withdrawalId: slotId, ...changes });
    this.write(raisingBegun(slotTaken({ ...this.state, activeSlots: [] }, asked), asked, 'intake', this.now));
  }

  tellEnds(): void {
    for (const { withdrawalId, raising } of this.state.activeSlots) this.tell(withdrawalId, raisedOf(raising)?.sales ?? []);
  }

  private tell(withdrawalId: string, sales: readonly Sale[]): void {
    this.answered.set(withdrawalId, [...(this.answered.get(withdrawalId) ?? []), ...sales]);
  }

  private each(change: (order: SaleOrder, report: OrderReport) => OrderReport): void {
    for (const order of this.orders) {
      const report = this.reports.get(order.orderId);
      if (report) this.reports.set(order.orderId, change(order, report));
    }
  }

  private look(isReceived: boolean): void {
    const dueAt = dueAtOf(runningIn(this.state).flatMap(({ raising }) => raising.orders));
    if (dueAt !== null && dueAt > this.now) this.now = dueAt;
    for (const { slotId } of runningIn(this.state)) {
      const running = runningIn(this.state).find((one) => one.slotId === slotId);
      if (running === undefined) continue;
      const { orders, tasks } = begin(running.raising.orders, this.now, 6_000);
      this.write(withOrders(this.state, { ...running, raising: { ...running.raising, orders } }));
      const observations = new Map(tasks.map(({ does, order }): [string, Observation] => {
        const known = this.reports.get(order.orderId);
        if (does === 'inquire' && known === undefined) return [order.orderId, { kind: 'not-known' }];
        const report = known ?? { status: does === 'stop' ? 'cancelled' : 'accepted', fills: [] };
        const isCut = does === 'stop' && (report.status === 'accepted' || report.status === 'partly_filled');
        this.reports.set(order.orderId, isCut ? { ...report, status: 'cancelled' } : report);
        return [order.orderId, { kind: 'reported', report: this.reports.get(order.orderId)! }];
      }));
      this.said.push({ slotId, observations });
      this.hear({ slotId, observations: isReceived ? observations : new Map([...observations.keys()].map((key) => [key, { kind: 'lost' }])) });
    }
  }

  /** As it is written: the rows are shown first, and only what runs hears anything. */
  private hear({ slotId, observations }: Said): void {
    const running = runningIn(this.state).find((one) => one.slotId === slotId);
    if (running) this.write(ordersObserved(this.state, running, observations, this.now));
  }

  private rowsIn({ activeSlots, settling }: Portfolio) {
    return [...activeSlots, ...settling].flatMap(({ raising }) => (raising ? saleRows({ tenantId: 'acme', portfolioId: 'prt-a', raising }) : []));
  }

  private write(next: Portfolio): void {
    for (const row of changedRows(this.rowsIn(this.state), this.rowsIn(next))) {
      const shown = bookedTransaction(this.transactions.get(row.id) ?? null, row, this.transactions.size + 1, this.now);
      if (shown?.state) this.transactions.set(row.id, shown.state);
    }
    const { portfolio: pruned, settled } = settledIn(next);
    for (const { withdrawalId, sales } of settled) this.tell(withdrawalId, sales);
    this.state = pruned;
  }
}

type Sale = NonNullable<ReturnType<typeof raisedOf>>['sales'][number];
interface Said { readonly slotId: string; readonly observations: ReadonlyMap<string, Observation> }

function traded(order: SaleOrder, report: OrderReport, price: string, now: Date): OrderReport {
  if (report.status !== 'accepted' && report.status !== 'partly_filled') return report;
  const left = decimalOf(order.quantity).minus(sumOf(report.fills.map(({ quantity }) => decimalOf(quantity))));
  const part = report.fills.length === 0 && left.gt('1e-10') ? left.div(2).toDecimalPlaces(10) : left;
  const fill: Fill = { id: `${order.orderId}-${report.fills.length}`, quantity: decimalText(part), price, matchedAt: now.toISOString(), settlesAt: now.toISOString() };
  return { status: part.eq(left) ? 'filled' : 'partly_filled', fills: [...report.fills, fill] };
}

describe('a cash raising that is to leave nothing, of which part is worth less than a penny when it is cut short', () => {
  const ended = (asked: Partial<ActiveSlot>): ActiveSlot => {
    const world = new World(raise(portfolio([units(10)]), slot({ type: 'full', cash: pence(10_000n), ...asked })));
    for (const step of ['look', 'trade', 'look', 'cut', 'settle', 'look', 'look'] as const) world.do(step, '0.0001');
    expect(world.state.holdings).toMatchObject([{ quantity: '5', price: '0.0001' }]);
    return only(world.state);
  };

  it('is in vain where the portfolio would be closed over it', () => {
    expect(ended({ closePortfolio: true }).raising).toMatchObject({ status: 'not_raised', reason: 'holdings_would_remain' });
  });

  it('is enough where it stays open', () => {
    expect(ended({}).raising).toMatchObject({ status: 'raised' });
  });
});

describe('a cash raising through any order of trades, losses, repeats and stops, and the withdrawals after it', () => {
  const steps = fc.array(fc.tuple(
    fc.constantFrom<Step>('look', 'look', 'look', 'look-in-vain', 'hear-again', 'trade', 'trade', 'cut', 'reject', 'settle', 'stop', 'begin-again', 'next'), fc.constantFrom('10', '9.5', '12.3456789', '0.01', '0.0001'),
  ), { maxLength: 40 });
  const holdings = fc.array(fc.bigInt({ min: 1n, max: 10n ** 13n }).map((parts) => decimalOfUnits(parts, 'USDC').div('1e4')), { minLength: 1, maxLength: 3 });
  const given = (check: (world: World, before: Portfolio) => void): void => fc.assert(fc.property(holdings, fc.boolean(), steps, (quantities, isFull, story) => {
    const before = portfolio(quantities);
    const world = new World(raise(before, slot(isFull ? { type: 'full' } : {})));
    for (const [step, price] of story) world.do(step, price);
    for (let round = 0; round < 400 && runningIn(world.state).length > 0; round += 1) for (const step of ['look', 'trade', 'settle'] as const) world.do(step, '10');
    world.tellEnds();
    check(world, before);
  }), { numRuns: 300 });
  const salesOf = ({ answered }: World): Sale[] => [...answered.values()].flat();
  const costOf = (parts: readonly { bookCost: { units: string } }[]): bigint => total(parts.map(({ bookCost }) => BigInt(bookCost.units)));

  it('comes to an end, and so does everything that was left behind', () => given(({ state }) => {
    expect(raisedOf(only(state).raising)).not.toBeNull();
    expect(state.settling).toEqual([]);
  }));

  it('sells no unit twice, and loses and makes none', () => {
    given(({ state, reports, transactions }, before) => {
      for (const { isin, quantity } of before.holdings) {
        const left = decimalOf(state.holdings.find((holding) => holding.isin === isin)?.quantity ?? '0');
        const shown = sumOf([...transactions.values()].filter((row) => row.isin === isin).map((row) => decimalOf((row.quantity ?? '0').replace('-', ''))));
        expect(left.plus(shown).eq(quantity)).toBe(true);
      }
      const filled = sumOf([...reports.values()].flatMap(({ fills }) => fills.map((fill) => decimalOf(fill.quantity))));
      const quantityOf = (holdings: Portfolio['holdings']): Decimal => sumOf(holdings.map(({ quantity }) => decimalOf(quantity)));
      expect(filled.eq(quantityOf(before.holdings).minus(quantityOf(state.holdings)))).toBe(true);
    });
  });

  it('reports every sale once, and says of every penny of cost that left the holdings which sale took it', () => {
    given((world, before) => {
      const sales = salesOf(world);
      expect(new Set(sales.map(({ orderId }) => orderId)).size).toBe(sales.length);
      expect(costOf(world.state.holdings) + costOf(sales)).toBe(costOf(before.holdings));
      expect(sales.every(({ proceeds, bookCost }) => proceeds.units !== '0' || bookCost.units !== '0')).toBe(true);
    });
  });

  it('shows every sale once, settled, and together exactly what they brought', () => {
    given((world) => {
      const shown = [...world.transactions.values()];
      expect(shown.every(({ status }) => status === 'Settled')).toBe(true);
      expect(total(shown.map(({ consideration }) => BigInt(consideration.units)))).toBe(total(salesOf(world).map(({ proceeds }) => BigInt(proceeds.units))));
    });
  });

  it('says that it is raised only when it is', () => {
    given(({ state }) => {
      const { status, sales } = raisedOf(only(state).raising)!;
      const brought = total(sales.map(({ proceeds }) => BigInt(proceeds.units)));
      if (status === 'raised' && only(state).type === 'specified') expect(brought).toBeGreaterThanOrEqual(10_000n);
      if (status === 'raised' && only(state).type === 'full') expect(state.holdings.every(({ quantity, price }) => decimalOf(quantity).mul(decimalOf(price)).lt('0.01'))).toBe(true);
    });
  });
});

describe('a cash raising that is stopped while it sells', () => {
  const stopped = (...steps: Step[]): World => {
    const world = new World(raise(portfolio([units(90)])));
    for (const step of [...steps, 'stop'] as const) world.do(step, '10');
    return world;
  };

  it('has stopped at once, and what was filled is reported when it is paid for', () => {
    const world = stopped('look', 'trade', 'trade', 'look');
    expect(raisedOf(only(world.state).raising)).toEqual({ status: 'stopped', sales: [] });
    expect(world.state.settling).toHaveLength(1);
    for (const step of ['settle', 'look'] as const) world.do(step, '10');
    expect(world.state.settling).toEqual([]);
    expect(world.answered.get('w1')).toMatchObject([{ proceeds: pence(10_000n) }]);
  });

  it('leaves its slot to the next withdrawal, which sells nothing until it is known what of the old orders finds a buyer', () => {
    const world = stopped('look', 'trade', 'look');
    world.next('w2');
    expect(only(world.state).raising).toMatchObject({ status: 'selling', orders: [] });
    world.do('look', '10');
    expect(only(world.state).raising?.orders).toMatchObject([{ status: 'intended' }]);
  });

  it('does not hold up one that needs no sale', () => {
    const world = stopped('look', 'trade', 'look');
    world.next('w2', { cash: pence(10_000n) });
    expect(only(world.state).raising?.status).toBe('at_hand');
  });

  it('that an older instance was waiting for stops at the next recheck', () => {
    const world = new World(raise(portfolio([units(90)])));
    for (const step of ['look', 'trade', 'trade', 'look'] as const) world.do(step, '10');
    const { raising } = only(world.state);
    world.state = withSlot(world.state, { ...only(world.state), raising: { ...raising!, status: 'stopping' } });
    world.do('look', '10');
    expect([only(world.state).raising?.status, world.state.settling.length]).toEqual(['stopped', 1]);
  });
});
