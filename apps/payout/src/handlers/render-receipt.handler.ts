import { Controller } from '@nestjs/common';
import { renderReceipt as renderReceiptRequest } from '@sluice/contract-payout';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, Money } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { Counterparties } from '../payees/counterparties.repository.js';
import { Receipts, type Receipt } from '../adapters/receipts.store.js';
import { creditorFor, type Counterparty } from '../payees/counterparty.js';
import { PayoutConfig } from '../payout.config.js';
import type { ReceiptFacts } from '../receipt/receipt-facts.js';
import { renderReceipt } from '../receipt/render-receipt.js';
import { verificationCode } from '../receipt/verification-code.js';

type Question = AskOf<typeof renderReceiptRequest>;

@Controller()
export class RenderReceiptHandler {
  constructor(
    private readonly receipts: Receipts,
    private readonly counterparties: Counterparties,
    private readonly config: PayoutConfig,
  ) {}

  /** Made once: asked for again, it is the one that was made, whatever is asked with. */
  @OnRequest(renderReceiptRequest)
  async handle(ask: Ask<typeof renderReceiptRequest>): Promise<ReplyOf<typeof renderReceiptRequest>> {
    const receipt = (await this.receipts.find(ask.body.id)) ?? (await this.make(ask));
    if (receipt?.tenantId !== ask.tenantId) throw new DomainError('not_found', 'There is no such payment.');
    return { pdf: receipt.state.pdf, code: receipt.state.code };
  }

  private async make(ask: Ask<typeof renderReceiptRequest>): Promise<Versioned<Receipt> | null> {
    const { id, dialectId, amount, executedAt, counterpartyId } = ask.body;
    const { state: payee } = await this.counterparties.ofTenant(counterpartyId, ask.tenantId);
    const facts = factsOf(ask.body, payee);
    const code = verificationCode(facts, this.config.receiptKey);
    const pdf = Buffer.from(await renderReceipt(facts, code)).toString('base64');
    const made: Receipt = { code, pdf, dialectId, amount, executedAt, renderedAt: new Date().toISOString() };
    return this.receipts.change(id, ask, (current) => (current ? null : { state: made }));
  }
}

function factsOf(question: Question, counterparty: Counterparty): ReceiptFacts {
  const { account, acceptedAt, amount, createdAt, dialectId, executedAt, rail, reference, trace } = question;
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
