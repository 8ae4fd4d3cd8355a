import { Injectable } from '@nestjs/common';
import { moneySchema } from '@sluice/contract-kit';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { LiquidityConfig } from '../liquidity.config.js';
import { CustodianBooks, type CustodianLine } from '../ports/custodian-books.js';
import { orderViewSchema } from './custodian-api.js';

const journalSchema = z.object({ orders: z.array(orderViewSchema.extend({ proceeds: moneySchema })) });

/** The custodian's books over HTTP. */
@Injectable()
export class HttpCustodianBooks extends CustodianBooks {
  constructor(private readonly config: LiquidityConfig) {
    super();
  }

  override read(tenantId: string): Promise<readonly CustodianLine[]> {
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
