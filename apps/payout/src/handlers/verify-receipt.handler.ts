import { Controller } from '@nestjs/common';
import { verifyReceipt } from '@sluice/contract-payout';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Receipts } from '../adapters/receipts.store.js';

@Controller()
export class VerifyReceiptHandler {
  constructor(private readonly receipts: Receipts) {}

  /** People type codes from paper: case and the spaces around do not matter. */
  @OnRequest(verifyReceipt)
  async handle({ tenantId, body }: Ask<typeof verifyReceipt>): Promise<ReplyOf<typeof verifyReceipt>> {
    const receipt = await this.receipts.byCode(body.code.trim().toUpperCase(), tenantId);
    if (receipt === null) throw new DomainError('not_found', 'No receipt has this code.');
    const { dialectId, amount, executedAt } = receipt.state;
    return { withdrawalId: dialectId, amount, executedAt };
  }
}
