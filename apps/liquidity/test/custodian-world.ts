import type { OrderReport } from '../src/providers/custodian.js';
import { decimalOf, decimalText } from '../src/portfolios/exact-decimal.js';
import { begin, contradicts, dueAtOf, hasEnded, intendedOrder, observed, soldQuantity, stoppedOrder, type Observation, type SaleOrder, type Task } from '../src/cash-raising/sale-order.js';

/** What the network or a crash makes of one call. */
export type Fate = 'answered' | 'answer-lost' | 'request-lost' | 'request-late' | 'crash-before' | 'crash-after';

const LEASE_MS = 6_000;
const SETTLES_AFTER_MS = 2 * 86_400_000;

/** A process that sells, a network and a custodian in miniature: the process keeps nothing but its stored orders. */
export class CustodianWorld {
  now = new Date('2026-11-23T10:00:00.000Z');
  orders: SaleOrder[];
  readonly custodian = new Map<string, OrderReport>();
  readonly accepted: string[] = [];
  /** Orders sent although nobody knew whether they had been taken. */
  readonly blind: string[] = [];
  /** Reports that an order disbelieved. */
  readonly disbelieved: OrderReport[] = [];
  private readonly unsure = new Set<string>();
  private readonly late: Task[] = [];
  private readonly said: { key: string; report: OrderReport }[] = [];

  constructor(...quantities: string[]) {
    this.orders = quantities.map((quantity, index) => intendedOrder('w1', { isin: `I${index}`, quantity, currency: 'GBP', referencePrice: '10' }, [], this.now));
  }

  get isOver(): boolean {
    return this.orders.every(hasEnded);
  }

  /** Lets time pass until something is due, and does it. */
  fire(fate: Fate): void {
    const dueAt = dueAtOf(this.orders);
    if (dueAt === null) return;
    if (dueAt > this.now) this.now = dueAt;
    const { orders, tasks } = begin(this.orders, this.now, LEASE_MS);
    this.orders = orders;
    for (const task of tasks) this.call(task, fate);
  }

  stop(): void {
    this.orders = this.orders.map((order) => stoppedOrder(order, this.now));
  }

  arriveLate(): void {
    const task = this.late.shift();
    if (task) this.reach(task);
  }

  /** A report of any age is heard, as from another process that asked. */
  hearAgain(which: number): void {
    const said = this.said[which % Math.max(this.said.length, 1)];
    if (said) this.learn(said.key, { kind: 'reported', report: said.report });
  }

  /** Everything that was reported is heard twice more, each time the latest first. */
  hearEverythingAgain(): void {
    for (let which = 2 * this.said.length - 1; which >= 0; which -= 1) this.hearAgain(which);
  }

  /** Every open order sells another part, at this price. */
  trade(price: string): void {
    this.progress(({ orderId, quantity }, report) => {
      if (report.status !== 'accepted' && report.status !== 'partly_filled') return report;
      const left = decimalOf(quantity).minus(soldQuantity(report));
      const part = report.fills.length === 0 && left.gt('1e-10') ? left.div(2).toDecimalPlaces(10) : left;
      const settlesAt = new Date(this.now.getTime() + SETTLES_AFTER_MS).toISOString();
      const fill = { id: `${orderId}-${report.fills.length}`, quantity: decimalText(part), price, matchedAt: this.now.toISOString(), settlesAt };
      return { status: part.eq(left) ? 'filled' : 'partly_filled', fills: [...report.fills, fill] };
    });
  }

  settle(): void {
    this.progress((_, report) => ({ ...report, fills: report.fills.map((fill) => (new Date(fill.settlesAt) <= this.now ? { settledAt: this.now.toISOString(), ...fill } : fill)) }));
  }

  /** The custodian refuses what it had taken, or lets it expire once something of it was sold. */
  drop(): void {
    this.progress((_, report) => (report.status === 'accepted' ? { status: 'rejected', fills: [], reason: 'halted' } : report.status === 'partly_filled' ? { ...report, status: 'cancelled' } : report));
  }

  private call(task: Task, fate: Fate): void {
    if (task.does === 'place' && fate !== 'crash-before') this.send(task.order.orderId);
    if (fate === 'request-late') this.late.push(task);
    const report = fate === 'answered' || fate === 'answer-lost' || fate === 'crash-after' ? this.reach(task) : null;
    if (fate.startsWith('crash')) return;
    if (fate !== 'answered') return this.learn(task.order.orderId, { kind: 'lost' });
    if (report === null) this.unsure.delete(task.order.orderId);
    this.learn(task.order.orderId, report === null ? { kind: 'not-known' } : { kind: 'reported', report });
  }

  private send(key: string): void {
    if (this.unsure.has(key)) this.blind.push(key);
    this.unsure.add(key);
  }

  private reach({ does, order: { orderId: key } }: Task): OrderReport | null {
    const known = this.custodian.get(key);
    if (does === 'place' && !known) this.accepted.push(key);
    if (does === 'place') this.custodian.set(key, known ?? { status: 'accepted', fills: [] });
    const isOpen = known === undefined || known.status === 'accepted' || known.status === 'partly_filled';
    if (does === 'stop' && isOpen) this.custodian.set(key, { status: 'cancelled', fills: known?.fills ?? [] });
    const report = this.custodian.get(key) ?? null;
    if (report) this.said.push({ key, report });
    return report;
  }

  private learn(key: string, observation: Observation): void {
    this.orders = this.orders.map((order) => {
      if (order.orderId !== key) return order;
      if (observation.kind === 'reported' && !hasEnded(order) && contradicts(order, observation.report)) this.disbelieved.push(observation.report);
      return observed(order, observation, this.now);
    });
  }

  private progress(change: (order: SaleOrder, report: OrderReport) => OrderReport): void {
    for (const order of this.orders) {
      const report = this.custodian.get(order.orderId);
      if (report) this.custodian.set(order.orderId, change(order, report));
    }
  }
}
