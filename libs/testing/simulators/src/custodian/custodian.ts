import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { bankingDaysAfter, dayOf, idFrom, instantAt, ukCalendar } from '@sluice/kernel';
import { Tenants } from '../control/tenants.js';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { type CustodianLine, custodianLineSchema, type Fill, type Instruction, nextPart, type Order, OrderBook, type Price } from './order.js';

const LOOK_EVERY_MS = 25;

/** How long each part of an order waits for its buyer. */
const MATCH_MS = 50;

/** At pace `instant` a fill is paid for this long after its order was taken. */
const INSTANT_SETTLEMENT_MS = 200;

const SETTLEMENT_DAYS = 2;

/** How an order is taken. */
export type Taking = Pick<Order, 'isToldTwice' | 'expires'>;

/** A custodian that takes at most one order per key, and sells it in parts at the prices of the day. Its journal is all it knows. */
@Injectable()
export class Custodian implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly book = new OrderBook();
  private readonly lines: JsonLines<CustodianLine>;
  private clockwork: NodeJS.Timeout | undefined;

  constructor(private readonly tenants: Tenants, { journalFolder }: SimulatorsOptions) {
    this.lines = new JsonLines(journalFolder, 'custodian', custodianLineSchema);
    for (const line of this.lines.readAll()) this.book.apply(line);
  }

  onApplicationBootstrap(): void {
    this.clockwork = setInterval(() => [...this.book.waiting].forEach((key) => this.find(key)), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.clockwork);
  }

  /** The order as it stands now: whoever asks at the time of a settlement finds it settled. */
  find(key: string): Order | null {
    if (this.book.waiting.has(key)) this.bringUpToDate(key);
    return this.book.orders.get(key) ?? null;
  }

  /** Every order that was accepted, whatever became of it. */
  accepted(tenantId: string | undefined): Order[] {
    return [...this.book.orders.values()].filter((order) => order.acceptedAt !== undefined && (tenantId === undefined || order.tenantId === tenantId));
  }

  priceOf(tenantId: string, isin: string, portfolioId?: string): Price | null {
    return this.book.priceOf(tenantId, isin, portfolioId);
  }

  setPrice(tenantId: string, price: Price): void {
    this.record({ event: 'priced', tenantId, price });
  }

  /** Takes an order; under a key already known it is not taken again. Rejected when the instrument has no price, or one in another currency. */
  accept(key: string, instruction: Instruction, taking: Taking): Order {
    const price = this.priceOf(instruction.tenantId, instruction.isin, instruction.portfolioId);
    if (price?.currency !== instruction.currency) return this.reject(key, instruction, price ? 'currency_mismatch' : 'unknown_instrument');
    return this.take({ ...opened(key, instruction.tenantId), ...taking, instruction, status: 'accepted', acceptedAt: this.tenants.now(instruction.tenantId).toISOString() });
  }

  reject(key: string, instruction: Instruction, reason: string): Order {
    return this.take({ ...opened(key, instruction.tenantId), instruction, status: 'rejected', reason });
  }

  /** Cancels what is not filled, or bars a key under which nothing was taken. */
  cancel(key: string, tenantId: string): Order {
    const order = this.find(key) ?? this.take({ ...opened(key, tenantId), status: 'cancelled' });
    this.record({ event: 'cancelled', key });
    return this.book.orders.get(key) ?? order;
  }

  private take(order: Order): Order {
    const known = this.book.orders.get(order.key);
    if (known === undefined) this.record({ event: 'taken', order });
    return known ?? order;
  }

  private bringUpToDate(key: string): void {
    for (let line = this.nextLine(key); line !== null; line = this.nextLine(key)) this.record(line);
  }

  /** What has to happen to an order by now; null when it is up to date. */
  private nextLine(key: string): CustodianLine | null {
    const order = this.book.orders.get(key);
    if (order === undefined) return null;
    const isOpen = order.status === 'accepted' || order.status === 'partly_filled';
    const part = isOpen && ageMs(order) >= MATCH_MS * (order.fills.length + 1) ? nextPart(order) : null;
    if (part !== null && order.expires && order.fills.length === 1) return { event: 'cancelled', key, reason: 'expired' };
    if (part !== null) return this.filled(order, part);
    const due = order.fills.find((fill) => fill.settledAt === undefined && this.isSettled(order, fill));
    return due === undefined ? null : { event: 'settled', key, fillId: due.id, at: this.tenants.now(order.tenantId).toISOString() };
  }

  private filled(order: Order, quantity: string): CustodianLine | null {
    const { key, tenantId, instruction, fills } = order;
    const price = this.priceOf(tenantId, instruction?.isin ?? '', instruction?.portfolioId);
    const matchedAt = this.tenants.now(tenantId);
    const settlesAt = settlementOf(matchedAt);
    if (price === null || settlesAt === null) return null;
    const fill: Fill = { id: idFrom('fill', key, String(fills.length + 1)), quantity, price: price.price, matchedAt: matchedAt.toISOString(), settlesAt: settlesAt.toISOString() };
    return { event: 'filled', key, fill, isLast: nextPart({ ...order, fills: [...fills, fill] }) === null };
  }

  private isSettled(order: Order, { settlesAt }: Fill): boolean {
    if (this.tenants.pace(order.tenantId) === 'instant') return ageMs(order) >= INSTANT_SETTLEMENT_MS;
    return this.tenants.now(order.tenantId) >= new Date(settlesAt);
  }

  private record(line: CustodianLine): void {
    this.lines.append(line);
    this.book.apply(line);
  }
}

/** London's custom: two business days after the trade. Null when nobody knows yet which days those are: nobody trades then. */
function settlementOf(matchedAt: Date): Date | null {
  if (matchedAt.getUTCFullYear() >= ukCalendar.lastYear) return null;
  return instantAt(bankingDaysAfter(ukCalendar, dayOf(matchedAt), SETTLEMENT_DAYS), '17:00');
}

const ageMs = ({ takenAt }: Order): number => Date.now() - new Date(takenAt).getTime();

const opened = (key: string, tenantId: string): Omit<Order, 'status'> => ({ key, tenantId, fills: [], takenAt: new Date().toISOString(), isToldTwice: false, expires: false });
