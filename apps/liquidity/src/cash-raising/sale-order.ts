import { currencySchema, idSchema, timeSchema } from '@sluice/contract-kit';
import { idFrom } from '@sluice/kernel';
import { inquiryAt, isDue, leased, nextCall, sentAgain, stopAt } from '@sluice/providers';
import type { Decimal } from 'decimal.js';
import { z } from 'zod';
import { decimalOf, decimalSchema, decimalText, minorUnitsOf, sumOf } from '../portfolios/exact-decimal.js';
import { fillSchema, type Fill, type OrderReport } from '../providers/custodian.js';

/**
 * One order to sell, as a portfolio keeps it. Its id is the key under which the custodian takes it, at most once.
 * - `intended`: stored, and nothing was sent.
 * - `placing`: about to be sent, or sent by a process that is gone; `unknown`: sent without an answer. Inquired about, never sent again without an inquiry.
 * - `placed`, `partly_filled`, `filled`: at the custodian.
 * - `settled`: filled, and all of it paid for. `cancelled`: it takes no more fills; those it has still settle. `rejected`: nothing was sold.
 */
export const saleOrderSchema = z.object({
  orderId: idSchema,
  isin: z.string(),
  quantity: decimalSchema,
  currency: currencySchema,
  /** The price it was planned with. */
  referencePrice: decimalSchema,
  status: z.enum(['intended', 'placing', 'unknown', 'placed', 'partly_filled', 'filled', 'settled', 'rejected', 'cancelled']),
  fills: z.array(fillSchema),
  rejectedReason: z.string().optional(),
  /** Nothing more is wanted of it: what is not filled is to be cancelled. */
  isStopping: z.boolean(),
  firstSentAt: timeSchema.optional(),
  /** When it is due next, on the tenant's clock; absent once it has ended. */
  nextAt: timeSchema.optional(),
  /** Inquiries without a new result. */
  failedAttempts: z.int().min(0),
});
export type SaleOrder = z.output<typeof saleOrderSchema>;

/** What is to be sold of one instrument. */
export type PlannedSale = Pick<SaleOrder, 'isin' | 'quantity' | 'currency' | 'referencePrice'>;

/** The order for a planned sale, with an id that is the same however often it is planned: made of the withdrawal, the instrument, and which try this is to sell it. */
export function intendedOrder(withdrawalId: string, sale: PlannedSale, earlier: readonly Pick<SaleOrder, 'isin'>[], now: Date): SaleOrder {
  const place = earlier.filter(({ isin }) => isin === sale.isin).length + 1;
  return { ...sale, orderId: idFrom('sale', withdrawalId, sale.isin, String(place)), status: 'intended', fills: [], isStopping: false, nextAt: now.toISOString(), failedAttempts: 0 };
}

/** The order may yet sell something. */
export const isOpen = ({ status }: Pick<SaleOrder, 'status'>): boolean => !['filled', 'settled', 'rejected', 'cancelled'].includes(status);

/** Nothing will happen to the order any more: it sells nothing, and all that it sold is paid for. */
export const hasEnded = (order: Pick<SaleOrder, 'status' | 'fills'>): boolean => !isOpen(order) && order.fills.every(({ settledAt }) => settledAt !== undefined);

export const soldQuantity = ({ fills }: { readonly fills: readonly Fill[] }): Decimal => sumOf(fills.map(({ quantity }) => decimalOf(quantity)));

/** Quantity times price of all fills, exactly. */
const soldFor = ({ fills }: Pick<SaleOrder, 'fills'>): Decimal => sumOf(fills.map(({ quantity, price }) => decimalOf(quantity).mul(decimalOf(price))));

/** What the fills bring, in minor units of the order's currency: rounded down once for the whole order, not for each fill. */
export const proceedsOf = (order: Pick<SaleOrder, 'fills' | 'currency'>): bigint => minorUnitsOf(soldFor(order), order.currency);

/** What a unit brought on average, rounded down to ten decimals; null before the first fill. */
export function averagePriceOf(order: Pick<SaleOrder, 'fills'>): string | null {
  const sold = soldQuantity(order);
  return sold.isZero() ? null : decimalText(soldFor(order).div(sold));
}

/** When the last fill was paid for, or is promised to be; null before the first fill. */
export const settlementOf = ({ fills }: Pick<SaleOrder, 'fills'>): string | null => fills.map(({ settledAt, settlesAt }) => settledAt ?? settlesAt).sort().at(-1) ?? null;

/** When the next order is due; null when all have ended. */
export function dueAtOf(orders: readonly Pick<SaleOrder, 'nextAt'>[]): Date | null {
  const times = orders.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [new Date(nextAt).getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** What came of a call about an order. */
export type Observation =
  | { readonly kind: 'reported'; readonly report: OrderReport }
  /** The custodian does not know the key. */
  | { readonly kind: 'not-known' }
  /** The call ended without an answer that can be relied on. */
  | { readonly kind: 'lost' };

/** What is to be done about an order at the custodian. */
export interface Task {
  readonly does: 'place' | 'inquire' | 'stop';
  readonly order: SaleOrder;
}

/** Backoff between inquiries, doubling from the first to the last. */
const untilSold = { firstMs: 200, lastMs: 300_000 } as const;
const untilSettled = { firstMs: 200, lastMs: 3_600_000 } as const;

function taskFor(order: SaleOrder): Task['does'] {
  const call = nextCall({ isPlanned: order.status === 'intended', isToBeStopped: order.isStopping && isOpen(order) });
  return call === 'send' ? 'place' : call;
}

/** What is due now, and the orders as they have to be stored before any of it is done: whatever is about to be sent says so. */
export function begin(orders: readonly SaleOrder[], now: Date, leaseMs: number): { readonly orders: SaleOrder[]; readonly tasks: Task[] } {
  const tasks = orders.filter((order) => isDue(order, now)).map((order): Task => ({ does: taskFor(order), order }));
  const sending = new Set(tasks.filter(({ does }) => does === 'place').map(({ order }) => order.orderId));
  return { tasks, orders: orders.map((order) => (sending.has(order.orderId) ? leased({ ...order, status: 'placing' }, now, leaseMs) : order)) };
}

/** Nothing more is to be sold: what was never sent ends at once, what is open is stopped at the custodian, the rest runs on and settles. */
export function stoppedOrder(order: SaleOrder, now: Date): SaleOrder {
  if (!isOpen(order) || order.isStopping) return order;
  if (order.firstSentAt === undefined) return withoutTimer({ ...order, status: 'cancelled', isStopping: true });
  return { ...order, isStopping: true, nextAt: stopAt(order, order.status === 'placing', now), failedAttempts: 0 };
}

/** The order after an observation. What comes late or twice changes nothing but when the next inquiry is due. */
export function observed(order: SaleOrder, observation: Observation, now: Date): SaleOrder {
  if (hasEnded(order)) return order;
  switch (observation.kind) {
    case 'reported': return reported(order, observation.report, now);
    case 'not-known': return unknownToCustodian(order, now);
    case 'lost': return recheckLater(wasTaken(order) ? order : { ...order, status: 'unknown' }, now);
  }
}

/** The orders after observations of some of them. */
export const allObserved = (orders: readonly SaleOrder[], observations: ReadonlyMap<string, Observation>, now: Date): SaleOrder[] => orders.map((order) => {
  const observation = observations.get(order.orderId);
  return observation === undefined ? order : observed(order, observation, now);
});

/** The report cannot be about this order: more is sold than was ordered, or its status contradicts its fills. An operator has to look into it. */
export function contradicts(order: SaleOrder, { status, fills }: OrderReport): boolean {
  const [sold, wanted] = [soldQuantity({ fills: merged(order.fills, fills) }), decimalOf(order.quantity)];
  if (order.status === 'cancelled' && sold.gt(soldQuantity(order))) return true;
  if (status === 'rejected') return sold.gt(0);
  return sold.gt(wanted) || (status === 'filled' && sold.lt(wanted));
}

const wasTaken = ({ status }: SaleOrder): boolean => !['intended', 'placing', 'unknown'].includes(status);

function reported(order: SaleOrder, report: OrderReport, now: Date): SaleOrder {
  if (report.status === 'rejected') return withoutTimer({ ...order, status: 'rejected', ...(report.reason === undefined ? {} : { rejectedReason: report.reason }) });
  const fills = merged(order.fills, report.fills);
  const next = { ...order, fills, status: statusAfter(order, report, fills) };
  const hasChanged = next.status !== order.status || fills.some((fill, index) => fill.settledAt !== order.fills[index]?.settledAt) || fills.length > order.fills.length;
  if (hasEnded(next)) return withoutTimer(next);
  return recheckLater(hasChanged ? { ...next, failedAttempts: 0 } : next, now);
}

/** An order that is full or cancelled stays so, whatever an older report says that comes late. */
function statusAfter(order: SaleOrder, { status }: OrderReport, fills: readonly Fill[]): SaleOrder['status'] {
  if (order.status === 'cancelled' || status === 'cancelled') return 'cancelled';
  if (soldQuantity({ fills }).eq(decimalOf(order.quantity))) return fills.every(({ settledAt }) => settledAt !== undefined) ? 'settled' : 'filled';
  return fills.length > 0 ? 'partly_filled' : 'placed';
}

/** Each fill once, in the order in which they were first reported; a reported settlement is not taken back. */
function merged(known: readonly Fill[], reported: readonly Fill[]): Fill[] {
  const fills = new Map(known.map((fill) => [fill.id, fill]));
  for (const fill of reported) {
    const before = fills.get(fill.id);
    fills.set(fill.id, before === undefined ? fill : { ...before, ...(before.settledAt === undefined && fill.settledAt !== undefined ? { settledAt: fill.settledAt } : {}) });
  }
  return [...fills.values()];
}

/** What the custodian had taken is never sent again. */
const unknownToCustodian = (order: SaleOrder, now: Date): SaleOrder => (wasTaken(order) ? recheckLater(order, now) : sentAgain({ ...order, status: 'intended' }, now));

/** Rechecked later with growing waits, and at the time at which a fill is promised to settle. */
function recheckLater(order: SaleOrder, now: Date): SaleOrder {
  const promised = order.fills.filter(({ settledAt }) => settledAt === undefined).map(({ settlesAt }) => new Date(settlesAt).getTime());
  const count = order.nextAt !== undefined && promised.includes(new Date(order.nextAt).getTime()) ? 0 : order.failedAttempts;
  const again = inquiryAt(isOpen(order) ? untilSold : untilSettled, count, now).getTime();
  const next = Math.min(again, ...promised.filter((time) => time > now.getTime()));
  return { ...order, nextAt: new Date(next).toISOString(), failedAttempts: count + 1 };
}

function withoutTimer(order: SaleOrder): SaleOrder {
  const { nextAt: _, ...rest } = order;
  return rest;
}
