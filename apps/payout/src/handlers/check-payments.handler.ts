import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { checkPayments } from '@sluice/contract-payout';
import { OnRequest, type Ask } from '@sluice/messaging';
import { PaymentsCheck } from '../checking/payments-check.js';

@Controller()
export class CheckPaymentsHandler {
  constructor(private readonly check: PaymentsCheck) {}

  @OnRequest(checkPayments)
  async handle({ tenantId, body: { full } }: Ask<typeof checkPayments>): Promise<ReplyOf<typeof checkPayments>> {
    return { findings: await this.check.findings(tenantId, full) };
  }
}
