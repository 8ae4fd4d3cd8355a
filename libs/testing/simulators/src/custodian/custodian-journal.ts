import { z } from 'zod';
import { fillSchema, orderSchema, priceSchema, type Order, type Price } from './order.js';

const time = z.iso.datetime();
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
