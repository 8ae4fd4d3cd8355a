import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { creditFee, feeCredited } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { OnMessage } from '@sluice/messaging';
import type { Credit } from '../account/credit.js';
import { Book } from '../book/book.js';

@Controller()
export class CreditFeeHandler {
  constructor(private readonly book: Book) {}

  @OnMessage(creditFee)
  async handle(message: Envelope<BodyOf<typeof creditFee>>): Promise<void> {
    const { feeId, accountId, owner, amount, fromAccountId } = message.body;
    const fee: Credit = { kind: 'fee', sourceId: feeId, fromAccountId, amount: Money.fromJson(amount), withdrawalId: message.withdrawalId };
    await this.book.creditCash({ cause: message, accountId, owner, credits: [fee], send: [send(feeCredited, { feeId, accountId, owner })] });
  }
}
