import { Controller } from '@nestjs/common';
import type { ReplyOf } from '@sluice/contract-kit';
import { checkPayments, reconcilePayments } from '@sluice/contract-payout';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { PaymentsCheck } from './payments-check.js';

@Controller()
export class ReconciliationController {
  constructor(private readonly check: PaymentsCheck) {}

  /** What breaks an invariant: in what has changed since the last check, or in everything. */
  @OnRequest(checkPayments)
  async checkInvariants({ tenantId, body: { full } }: RequestMessage<typeof checkPayments>): Promise<ReplyOf<typeof checkPayments>> {
    return { findings: await this.check.findings(tenantId, full) };
  }

  /** Every difference between our payments and the bank's books and the chains. */
  @OnRequest(reconcilePayments)
  async reconcile({ tenantId }: RequestMessage<typeof reconcilePayments>): Promise<ReplyOf<typeof reconcilePayments>> {
    return { breaks: await this.check.breaks(tenantId) };
  }
}
