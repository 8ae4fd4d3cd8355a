import { Injectable } from '@nestjs/common';
import { positiveMoneySchema } from '@sluice/contract-kit';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { PayoutConfig } from '../payout.config.js';
import { BankStatement, type Statement, type StatementLine } from '../ports/bank-statement.js';

const journalSchema = z.object({
  position: z.int().min(0),
  payments: z.array(z.object({ key: z.string(), endToEndId: z.string(), amount: positiveMoneySchema, status: z.enum(['accepted', 'settled', 'returned', 'rejected', 'recalled']) })),
});

const isCarried = (line: { readonly status: string }): line is StatementLine => ['accepted', 'settled', 'returned'].includes(line.status);

/** The bank's books over HTTP. */
@Injectable()
export class HttpBankStatement extends BankStatement {
  constructor(private readonly config: PayoutConfig) {
    super();
  }

  override read(tenantId: string, after: number): Promise<Statement> {
    return providerCall('bank.statement', async () => {
      const url = new URL(`/bank/journal?${new URLSearchParams({ tenantId, after: String(after) }).toString()}`, this.config.bankUrl);
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(this.config.bankTimeoutMs) });
      if (!response.ok) throw new Error(`The bank answered ${response.status} when asked for its books.`);
      const { payments, position } = journalSchema.parse(await response.json());
      return { lines: payments.filter(isCarried), position };
    }, ({ lines }) => `${lines.length} payments`);
  }
}
