import { Injectable } from '@nestjs/common';
import { currencySchema, moneySchema } from '@sluice/contract-kit';
import type { Currency, MoneyJson } from '@sluice/kernel';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { LiquidityConfig } from '../liquidity.config.js';
import { decimalSchema } from '../portfolios/exact-decimal.js';
import { Custodian, fillSchema, OutcomeUnknown, type OrderKey, type OrderReport, type Price, type Rates, type SellOrder } from './custodian.js';

/** The custodian's answers; fields that are not listed are ignored. */
const orderViewSchema = z.object({
  key: z.string(),
  status: z.enum(['accepted', 'partly_filled', 'filled', 'rejected', 'cancelled']),
  reason: z.string().max(200).optional(),
  fills: z.array(fillSchema),
});

const priceViewSchema = z.object({ isin: z.string(), price: decimalSchema, currency: currencySchema });

const ratesViewSchema = z.object({ base: currencySchema, rates: z.partialRecord(currencySchema, decimalSchema) });

interface Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** An answer that could be read: its view when it is one of success. */
interface Answer<View> {
  readonly status: number;
  readonly view: View | null;
}

/** What the custodian refuses to read it has not taken, and never will as it stands. */
const MALFORMED = [400, 413, 415, 422];

const orderPath = (key: string, query = ''): string => `orders/${encodeURIComponent(key)}${query}`;
const ofTenant = (tenantId: string): string => `?${new URLSearchParams({ tenantId }).toString()}`;

/** The custodian over HTTP. Only an answer that can be read counts as one. */
@Injectable()
export class HttpCustodian extends Custodian {
  override readonly longestCallMs: number;

  constructor(private readonly config: LiquidityConfig) {
    super();
    this.longestCallMs = config.custodianTimeoutMs;
  }

  override sell(order: SellOrder): Promise<OrderReport> {
    return providerCall('custodian.sell', () => this.place(order), ({ status }) => status);
  }

  override inquire(order: OrderKey): Promise<OrderReport | null> {
    return providerCall('custodian.ask', () => this.find(order), (report) => report?.status ?? 'unknown');
  }

  override stop(order: OrderKey): Promise<OrderReport> {
    return providerCall('custodian.stop', () => this.withdraw(order), ({ status }) => status);
  }

  private async place({ key, ...order }: SellOrder): Promise<OrderReport> {
    const answer = await this.call({ method: 'PUT', path: orderPath(key), body: { ...order, side: 'sell' } }, orderViewSchema);
    if (MALFORMED.includes(answer.status)) return { status: 'rejected', fills: [], reason: 'malformed_order' };
    return reportOf(answer, key);
  }

  private async find({ key, tenantId }: OrderKey): Promise<OrderReport | null> {
    const answer = await this.call({ method: 'GET', path: orderPath(key, ofTenant(tenantId)) }, orderViewSchema);
    return answer.status === 404 ? null : reportOf(answer, key);
  }

  private async withdraw({ key, tenantId }: OrderKey): Promise<OrderReport> {
    return reportOf(await this.call({ method: 'DELETE', path: orderPath(key, ofTenant(tenantId)) }, orderViewSchema), key);
  }

  override async price(isin: string, tenantId: string): Promise<Price | null> {
    const { status, view } = await this.call({ method: 'GET', path: `prices/${encodeURIComponent(isin)}${ofTenant(tenantId)}` }, priceViewSchema);
    if (status === 404) return null;
    if (view?.isin !== isin) throw unclear(status);
    return { price: view.price, currency: view.currency };
  }

  override async rates(base: Currency): Promise<Rates> {
    const { status, view } = await this.call({ method: 'GET', path: `rates?${new URLSearchParams({ base }).toString()}` }, ratesViewSchema);
    if (view?.base !== base) throw unclear(status);
    return view.rates;
  }

  private async call<View>({ method, path, body }: Call, schema: z.ZodType<View>): Promise<Answer<View>> {
    if (this.config.custodianUrl === undefined) throw new OutcomeUnknown('There is no custodian: CUSTODIAN_URL is not set.');
    try {
      const response = await fetch(new URL(`/custodian/${path}`, this.config.custodianUrl), {
        method,
        headers: body ? { 'content-type': 'application/json' } : {},
        ...(body ? { body: JSON.stringify(body) } : {}),
        redirect: 'error',
        signal: AbortSignal.timeout(this.longestCallMs),
      });
      const text = await response.text();
      return { status: response.status, view: response.ok ? schema.parse(JSON.parse(text)) : null };
    } catch (error) {
      throw new OutcomeUnknown(`${method} to the custodian had no readable answer.`, { cause: error });
    }
  }
}

const unclear = (status: number): OutcomeUnknown => new OutcomeUnknown(`The custodian answered ${status} with something else than requested.`);

function reportOf({ status, view }: Answer<z.output<typeof orderViewSchema>>, key: string): OrderReport {
  if (view?.key !== key) throw unclear(status);
  return { status: view.status, fills: view.fills, reason: view.reason };
}

const journalSchema = z.object({ orders: z.array(orderViewSchema.extend({ proceeds: moneySchema })) });

/** An order in the custodian's own books. */
export interface CustodianLine {
  /** Our order's id, under which it was given. */
  readonly key: string;
  /** All that it sold is paid for, and it sells nothing more. */
  readonly isSettled: boolean;
  readonly proceeds: MoneyJson;
}

/** The custodian's books over HTTP. */
@Injectable()
export class CustodianBooks {
  constructor(private readonly config: LiquidityConfig) {}

  /** Every order that the custodian has taken from us for a tenant. @throws when it cannot be reached. */
  read(tenantId: string): Promise<readonly CustodianLine[]> {
    return providerCall('custodian.books', async () => {
      const url = new URL(`/custodian/journal?${new URLSearchParams({ tenantId }).toString()}`, this.config.custodianUrl);
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(this.config.custodianTimeoutMs) });
      if (!response.ok) throw new Error(`The custodian answered ${response.status} when asked for its books.`);
      return journalSchema.parse(await response.json()).orders.map(({ key, status, fills, proceeds }) => ({
        key, proceeds, isSettled: ['filled', 'cancelled'].includes(status) && fills.every(({ settledAt }) => settledAt !== undefined),
      }));
    }, (lines) => `${lines.length} orders`);
  }
}
