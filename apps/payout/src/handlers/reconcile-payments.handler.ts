import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { reconcilePayments } from '@sluice/contract-payout';
import { OnRequest, type Ask } from '@sluice/messaging';
import { PaymentsCheck } from '../checking/payments-check.js';

@Controller()
export class ReconcilePaymentsHandler {
  constructor(private readonly check: PaymentsCheck) {}

  @OnRequest(reconcilePayments)
  async handle({ tenantId }: Ask<typeof reconcilePayments>): Promise<ReplyOf<typeof reconcilePayments>> {
    return { breaks: await this.check.breaks(tenantId) };
  }
}
