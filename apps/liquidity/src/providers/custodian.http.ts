import { Injectable } from '@nestjs/common';
import { currencySchema } from '@sluice/contract-kit';
import type { Currency } from '@sluice/kernel';
import { Provider } from '@sluice/providers';
import { z } from 'zod';
import { LiquidityConfig } from '../liquidity.config.js';
import { decimalSchema } from '../portfolios/exact-decimal.js';
import { Custodian, fillSchema, type OrderKey, type OrderReport, type Price, type Rates, type SellOrder } from './custodian.js';

/** The custodian: one client for all that is requested of it, so that its circuit knows of every call. */
@Injectable()
export class CustodianClient extends Provider {
  constructor({ custodianUrl: url, custodianTimeoutMs: timeoutMs, custodianCredentials: credentials }: LiquidityConfig) {
    super({ name: 'custodian', url, timeoutMs, credentials });
  }
}

/** The custodian's answers; fields that are not listed are ignored. */
export const orderSchema = z.object({
  key: z.string(),
  status: z.enum(['accepted', 'partly_filled', 'filled', 'rejected', 'cancelled']),
  reason: z.string().max(200).optional(),
  fills: z.array(fillSchema),
});

const priceSchema = z.object({ isin: z.string(), price: decimalSchema, currency: currencySchema });

const ratesSchema = z.object({ base: currencySchema, rates: z.partialRecord(currencySchema, decimalSchema) });

const SOMETHING_ELSE = 'it is about something else';

/** What is about another order is no answer. */
const reportOn = (key: string): z.ZodType<OrderReport> => orderSchema.refine((order) => order.key === key, SOMETHING_ELSE)
  .transform(({ status, fills, reason }) => ({ status, fills, reason }));

const pathOf = (key: string): string => `/custodian/orders/${encodeURIComponent(key)}`;

/** Orders, prices and rates at the custodian. */
@Injectable()
export class HttpCustodian extends Custodian {
  override readonly longestCallMs: number;

  constructor(private readonly custodian: CustodianClient) {
    super();
    this.longestCallMs = custodian.longestCallMs;
  }

  override sell({ key, ...order }: SellOrder): Promise<OrderReport> {
    return this.custodian.call({
      verb: 'sell', method: 'PUT', path: pathOf(key), body: { ...order, side: 'sell' }, answer: reportOn(key),
      refused: () => ({ status: 'rejected', fills: [], reason: 'malformed_order' }), outcome: ({ status }) => status,
    });
  }

  override inquire({ key, tenantId }: OrderKey): Promise<OrderReport | null> {
    return this.custodian.call<OrderReport | null>({
      verb: 'ask', method: 'GET', path: pathOf(key), query: { tenantId }, answer: reportOn(key), missing: () => null, outcome: (report) => report?.status ?? 'unknown',
    });
  }

  override stop({ key, tenantId }: OrderKey): Promise<OrderReport> {
    return this.custodian.call({ verb: 'stop', method: 'DELETE', path: pathOf(key), query: { tenantId }, answer: reportOn(key), outcome: ({ status }) => status });
  }

  override price(isin: string, tenantId: string): Promise<Price | null> {
    const answer = priceSchema.refine((price) => price.isin === isin, SOMETHING_ELSE).transform(({ price, currency }) => ({ price, currency }));
    return this.custodian.call<Price | null>({ method: 'GET', path: `/custodian/prices/${encodeURIComponent(isin)}`, query: { tenantId }, answer, missing: () => null });
  }

  override rates(base: Currency): Promise<Rates> {
    const answer = ratesSchema.refine((rates) => rates.base === base, SOMETHING_ELSE).transform(({ rates }) => rates);
    return this.custodian.call({ method: 'GET', path: '/custodian/rates', query: { base }, answer });
  }
}
