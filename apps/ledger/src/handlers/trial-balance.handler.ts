import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { trialBalance } from '@sluice/contract-ledger';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Filing } from '../book/filing.js';
import { Journal } from '../ports/journal.js';

@Controller()
export class TrialBalanceHandler {
  constructor(
    private readonly journal: Journal,
    private readonly filing: Filing,
  ) {}

  @OnRequest(trialBalance)
  async handle({ tenantId }: Ask<typeof trialBalance>): Promise<ReplyOf<typeof trialBalance>> {
    await this.filing.fileFor(tenantId);
    const totals = await this.journal.totals(tenantId);
    return {
      balanced: totals.every(({ debits, credits }) => debits.equals(credits)),
      currencies: totals.map(({ debits, credits }) => ({ debits: debits.toJson(), credits: credits.toJson() })),
    };
  }
}
