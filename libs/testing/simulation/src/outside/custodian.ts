import { Money } from '@sluice/kernel';

/** How the custodian treats an order to sell. */
export const custodianWays = ['fills', 'fills-in-parts', 'rejects', 'fills-part-only', 'slow', 'forgets-once'] as const;
export type CustodianWay = (typeof custodianWays)[number];

interface Fill {
  readonly id: string;
  readonly quantity: string;
  readonly price: string;
  readonly matchedAt: string;
  readonly settlesAt: string;
  settledAt?: string;
}

interface Order {
  readonly key: string;
  readonly portfolioId: string;
  readonly quantity: number;
  status: 'accepted' | 'partly_filled' | 'filled' | 'rejected' | 'cancelled';
  readonly fills: Fill[];
}

export interface OrderReport {
  readonly status: Order['status'];
  readonly fills: readonly Readonly<Fill>[];
  readonly reason?: string;
}

export interface CustodianTime {
  now(): number;
  after(delayMs: number, work: () => void): void;
  between(least: number, most: number): number;
}

export const PRICE = '10.00';
const DAY_MS = 86_400_000;
const FILLS_AFTER_MS = [300, 12_000] as const;
const SLOW_MS = 6 * 3_600_000;

/** Where instruments are sold: at most one order under a key, filled whole or in two parts, paid for a day later on the tenant's clock. It outlives every process. */
export class Custodian {
  readonly orders = new Map<string, Order>();
  private readonly forgotten = new Set<string>();

  constructor(private readonly time: CustodianTime, private readonly wayOf: (portfolioId: string) => CustodianWay) {}

  /** Null: it was lost on the way. */
  sell({ key, portfolioId, quantity }: { readonly key: string; readonly portfolioId: string; readonly quantity: string }): OrderReport | null {
    const known = this.orders.get(key);
    if (known) return reportOf(known);
    const way = this.wayOf(portfolioId);
    if (way === 'forgets-once' && !this.forgotten.has(key)) {
      this.forgotten.add(key);
      return null;
    }
    const order: Order = { key, portfolioId, quantity: Number(quantity), status: way === 'rejects' ? 'rejected' : 'accepted', fills: [] };
    this.orders.set(key, order);
    if (order.status === 'accepted') this.time.after(way === 'slow' ? SLOW_MS : this.time.between(...FILLS_AFTER_MS), () => this.fill(order, way));
    return reportOf(order);
  }

  ask(key: string): OrderReport | null {
    const known = this.orders.get(key);
    return known ? reportOf(known) : null;
  }

  stop(key: string): OrderReport {
    const known = this.orders.get(key) ?? { key, portfolioId: '', quantity: 0, status: 'cancelled' as const, fills: [] };
    this.orders.set(key, known);
    if (known.status === 'accepted' || known.status === 'partly_filled') known.status = 'cancelled';
    return reportOf(known);
  }

  /** Minor units that all settled fills of a portfolio have brought. */
  broughtTo(portfolioId: string): bigint {
    const settled = [...this.orders.values()].filter((order) => order.portfolioId === portfolioId).flatMap(({ fills }) => fills.filter(({ settledAt }) => settledAt !== undefined));
    return settled.reduce((sum, { quantity, price }) => sum + BigInt(quantity) * Money.parse(price, 'GBP').units, 0n);
  }

  private fill(order: Order, way: CustodianWay): void {
    if (order.status !== 'accepted' && order.status !== 'partly_filled') return;
    const sold = order.fills.reduce((sum, { quantity }) => sum + Number(quantity), 0);
    const isFirstPart = sold === 0 && order.quantity > 1 && (way === 'fills-in-parts' || way === 'fills-part-only');
    const quantity = isFirstPart ? Math.ceil(order.quantity / 2) : order.quantity - sold;
    const now = this.time.now();
    const fill: Fill = { id: `${order.key}/${order.fills.length + 1}`, quantity: String(quantity), price: PRICE, matchedAt: new Date(now).toISOString(), settlesAt: new Date(now + DAY_MS).toISOString() };
    order.fills.push(fill);
    order.status = sold + quantity === order.quantity ? 'filled' : 'partly_filled';
    this.time.after(DAY_MS, () => void (fill.settledAt = new Date(this.time.now()).toISOString()));
    if (isFirstPart && way === 'fills-in-parts') this.time.after(this.time.between(...FILLS_AFTER_MS), () => this.fill(order, way));
    if (isFirstPart && way === 'fills-part-only') this.time.after(FILLS_AFTER_MS[1], () => this.expire(order));
  }

  private expire(order: Order): void {
    if (order.status === 'partly_filled') order.status = 'cancelled';
  }
}

const reportOf = ({ status, fills }: Order): OrderReport => ({ status, fills: fills.map((fill) => ({ ...fill })), ...(status === 'rejected' ? { reason: 'not traded' } : {}) });
