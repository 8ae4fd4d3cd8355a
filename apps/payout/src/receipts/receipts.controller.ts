import { Controller } from '@nestjs/common';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { renderReceipt, verifyReceipt } from '@sluice/contract-payout';
import { DomainError, Money } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Counterparties } from '../payees/counterparties.repository.js';
import { creditorFor, type Counterparty } from '../payees/counterparty.js';
import { PayoutConfig } from '../payout.config.js';
import { verificationCode, type ReceiptContent } from './receipt.js';
import { Receipts, type Receipt } from './receipts.repository.js';

@Controller()
export class ReceiptsController {
  constructor(private readonly receipts: Receipts, private readonly counterparties: Counterparties, private readonly config: PayoutConfig) {}

  /** Rendered once: requested again, it is the one that was rendered, whatever the request says. */
  @OnRequest(renderReceipt)
  async render(request: RequestMessage<typeof renderReceipt>): Promise<ReplyOf<typeof renderReceipt>> {
    const receipt = (await this.receipts.find(request.body.id)) ?? (await this.make(request));
    if (receipt?.tenantId !== request.tenantId) throw new DomainError('not_found', 'There is no such payment.');
    return { pdf: receipt.state.pdf, code: receipt.state.code };
  }

  /** People type codes from paper: case and the spaces around do not matter. */
  @OnRequest(verifyReceipt)
  async verify({ tenantId, body }: RequestMessage<typeof verifyReceipt>): Promise<ReplyOf<typeof verifyReceipt>> {
    const receipt = await this.receipts.byCode(body.code.trim().toUpperCase(), tenantId);
    if (receipt === null) throw new DomainError('not_found', 'No receipt has this code.');
    const { dialectId, amount, executedAt } = receipt.state;
    return { withdrawalId: dialectId, amount, executedAt };
  }

  private async make(request: RequestMessage<typeof renderReceipt>): Promise<Versioned<Receipt> | null> {
    const { id, dialectId, amount, executedAt, counterpartyId } = request.body;
    const { state: payee } = await this.counterparties.ofTenant(counterpartyId, request.tenantId);
    const content = contentOf(request.body, payee);
    const code = verificationCode(content, this.config.receiptKey);
    // Fonts and what draws with them are in memory from the first receipt on, and not before.
    const { receiptPdf } = await import('./receipt.pdf.js');
    const pdf = Buffer.from(await receiptPdf(content, code)).toString('base64');
    const made: Receipt = { code, pdf, dialectId, amount, executedAt, renderedAt: new Date().toISOString() };
    return this.receipts.change(id, request, (current) => (current ? null : { state: made }));
  }
}

function contentOf(body: RequestOf<typeof renderReceipt>, counterparty: Counterparty): ReceiptContent {
  const { account, acceptedAt, amount, createdAt, dialectId, executedAt, rail, reference, trace } = body;
  const { name, ...numbers } = creditorFor(counterparty, rail);
  return {
    withdrawalId: dialectId,
    amount: Money.fromJson(amount),
    rail,
    reference,
    payer: { name: account.owner, account: account.nickname === undefined ? account.id : `${account.id} (${account.nickname})` },
    payee: { name, numbers },
    requestedAt: new Date(createdAt),
    acceptedAt: acceptedAt === undefined ? undefined : new Date(acceptedAt),
    executedAt: new Date(executedAt),
    trace,
  };
}
