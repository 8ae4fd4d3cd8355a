import { currencies, currencyDecimals } from '@sluice/kernel';
import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** What one unit of the first currency is in the others: fixed, and consistent with each other to six decimals. */
export const rates = {
  GBP: { GBP: '1', EUR: '1.16', USD: '1.28' },
  EUR: { GBP: '0.862069', EUR: '1', USD: '1.103448' },
  USD: { GBP: '0.78125', EUR: '0.90625', USD: '1' },
} as const;

/** Wide enough for the product of the largest quantity and price that are taken. */
const Exact = Decimal.clone({ precision: 60 });

const time = z.iso.datetime();

/** A plain decimal with at most ten decimals. */
export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,10})?$/);
const aboveZero = decimalSchema.refine((text) => !new Exact(text).isZero());

export const isinSchema = z.string().regex(/^[A-Z]{2}[A-Z0-9]{9}\d$/);

/** An order at the market's price, as a client gives it. */
export const instructionSchema = z.object({
  tenantId: z.string().min(1),
  portfolioId: z.string().min(1).max(100),
  isin: isinSchema,
  side: z.literal('sell'),
  quantity: aboveZero,
  currency: z.enum(currencies),
});
export type Instruction = z.output<typeof instructionSchema>;

/** What an instrument costs; for the orders of one portfolio, when it says which. */
export const priceSchema = z.object({ isin: isinSchema, price: aboveZero, currency: z.enum(currencies), portfolioId: z.string().min(1).max(100).optional() });
export type Price = z.output<typeof priceSchema>;

/** Times on the tenant's clock; `settlesAt` is the promise. */
export const fillSchema = z.object({ id: z.string(), quantity: decimalSchema, price: decimalSchema, matchedAt: time, settlesAt: time, settledAt: time.optional() });
export type Fill = z.output<typeof fillSchema>;

export const orderSchema = z.object({
  key: z.string(),
  tenantId: z.string(),
  /** Absent when the key was barred before an order came. */
  instruction: instructionSchema.optional(),
  status: z.enum(['accepted', 'partly_filled', 'filled', 'rejected', 'cancelled']),
  reason: z.string().optional(),
  fills: z.array(fillSchema),
  /** Wall-clock time. */
  takenAt: time,
  /** On the tenant's clock; absent when it was not accepted. */
  acceptedAt: time.optional(),
  /** Every fill is told twice. */
  isToldTwice: z.boolean(),
  /** It takes one fill at most. */
  expires: z.boolean(),
});
export type Order = z.output<typeof orderSchema>;

const soldOf = ({ fills }: Order): Decimal => fills.reduce((sum, { quantity }) => sum.plus(quantity), new Exact(0));

/** What the next fill takes: an order of more than one unit is filled in two parts, whole units first. Null when nothing is left. */
export function nextPart(order: Order): string | null {
  if (order.instruction === undefined) return null;
  const quantity = new Exact(order.instruction.quantity);
  const left = quantity.minus(soldOf(order));
  if (left.isZero()) return null;
  return (order.fills.length === 0 && quantity.greaterThan(1) ? quantity.div(2).ceil() : left).toFixed();
}

/** What the fills bring, in minor units, rounded down once for the whole order. */
function proceedsOf({ fills, instruction }: Order): object | undefined {
  if (instruction === undefined) return undefined;
  const brought = fills.reduce((sum, { quantity, price }) => sum.plus(new Exact(quantity).times(price)), new Exact(0));
  return { currency: instruction.currency, units: brought.times(new Exact(10).pow(currencyDecimals[instruction.currency])).toFixed(0, Decimal.ROUND_DOWN) };
}

/** An order in the custodian's own words. */
export const viewOf = ({ key, status, reason, fills, isToldTwice }: Order): object => ({ key, status, reason, fills: isToldTwice ? fills.flatMap((fill) => [fill, fill]) : fills });

/** An order as it stands in the list of all that the custodian has accepted. */
export const entryOf = (order: Order): object => ({ ...order.instruction, key: order.key, status: order.status, fills: order.fills, proceeds: proceedsOf(order), acceptedAt: order.acceptedAt });

const key = z.string();

/** What happens to orders and prices, one line each, in order. */
export const custodianLineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('priced'), tenantId: z.string(), price: priceSchema }),
  z.object({ event: z.literal('taken'), order: orderSchema }),
  z.object({ event: z.literal('filled'), key, fill: fillSchema, isLast: z.boolean() }),
  z.object({ event: z.literal('settled'), key, fillId: z.string(), at: time }),
  z.object({ event: z.literal('cancelled'), key, reason: z.string().optional() }),
]);
export type CustodianLine = z.output<typeof custodianLineSchema>;

const isOpen = ({ status }: Order): boolean => status === 'accepted' || status === 'partly_filled';

/** Prices of one tenant's instrument. */
interface Quotes {
  readonly market: Price | null;
  readonly byPortfolio: ReadonlyMap<string, Price>;
}

/** What the market moves to holds for everybody; a portfolio's own price for that portfolio, until the market moves. */
function requoted({ market, byPortfolio }: Quotes, price: Price): Quotes {
  if (price.portfolioId === undefined) return { market: price, byPortfolio: new Map() };
  return { market, byPortfolio: new Map([...byPortfolio, [price.portfolioId, price]]) };
}

const unquoted: Quotes = { market: null, byPortfolio: new Map() };

/** Every order and the prices in force, as the journal's lines make them. */
export class OrderBook {
  readonly orders = new Map<string, Order>();
  /** Keys of orders that still wait for a fill or for a settlement. */
  readonly waiting = new Set<string>();
  private readonly quotes = new Map<string, Quotes>();

  /** The portfolio's own, or else the market's. */
  priceOf(tenantId: string, isin: string, portfolioId?: string): Price | null {
    const { market, byPortfolio } = this.quotesOf(tenantId, isin);
    return byPortfolio.get(portfolioId ?? '') ?? market;
  }

  apply(line: CustodianLine): void {
    if (line.event === 'priced') this.quotes.set(instrument(line.tenantId, line.price.isin), requoted(this.quotesOf(line.tenantId, line.price.isin), line.price));
    const known = line.event === 'taken' ? line.order : line.event === 'priced' ? undefined : this.orders.get(line.key);
    if (known === undefined) return;
    const next = afterLine(known, line);
    this.orders.set(next.key, next);
    if (isOpen(next) || next.fills.some(({ settledAt }) => settledAt === undefined)) this.waiting.add(next.key);
    else this.waiting.delete(next.key);
  }

  private quotesOf(tenantId: string, isin: string): Quotes {
    return this.quotes.get(instrument(tenantId, isin)) ?? unquoted;
  }
}

const instrument = (tenantId: string, isin: string): string => JSON.stringify([tenantId, isin]);

function afterLine(order: Order, line: CustodianLine): Order {
  switch (line.event) {
    case 'priced': return order;
    case 'taken': return line.order;
    case 'filled': return { ...order, status: line.isLast ? 'filled' : 'partly_filled', fills: [...order.fills, line.fill] };
    case 'settled': return { ...order, fills: order.fills.map((fill) => (fill.id === line.fillId ? { ...fill, settledAt: line.at } : fill)) };
    case 'cancelled': return isOpen(order) ? { ...order, status: 'cancelled', reason: line.reason } : order;
  }
}
