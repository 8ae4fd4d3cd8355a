import { Controller } from '@nestjs/common';
import { send, type BodyOf, type Envelope } from '@sluice/contract-kit';
import { bookHolding, bookProceeds, bookReturn, creditFee, deposit, feeCredited, proceedsBooked, returnBooked, type AccountView } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import { OnMessage, OnRequest, type RequestMessage } from '@sluice/messaging';
import { viewOf } from '../accounts/account.view.js';
import { Book } from '../accounts/book.js';
import { holdingIdOf } from '../journal/system-account.js';
import type { Credit } from './credit.js';

/** What comes in: deposits, payments that came back, proceeds of sales, fees, and holdings. */
@Controller()
export class CreditsController {
  constructor(private readonly book: Book) {}

  @OnRequest(deposit)
  async deposit(request: RequestMessage<typeof deposit>): Promise<AccountView> {
    const { depositId, accountId, amount } = request.body;
    return viewOf(await this.book.credit(request, accountId, { kind: 'deposit', sourceId: depositId, amount: Money.fromJson(amount) }));
  }

  /** Money that came back cannot be refused: what does not fit the account is parked for an operator. */
  @OnMessage(bookReturn)
  async bookReturn(message: Envelope<BodyOf<typeof bookReturn>>): Promise<void> {
    const { returnId, accountId, amount, fromAccountId } = message.body;
    const credit = { kind: 'return', sourceId: returnId, fromAccountId, amount: Money.fromJson(amount), withdrawalId: message.withdrawalId } as const;
    await this.book.credit(message, accountId, credit, [send(returnBooked, { returnId, accountId })]);
  }

  /** What was sold cannot be refused: what does not fit the account is parked for an operator. */
  @OnMessage(bookProceeds)
  async bookProceeds(message: Envelope<BodyOf<typeof bookProceeds>>): Promise<void> {
    const { accountId, owner, sales } = message.body;
    const credits = sales.map((sale) => saleOf(sale, owner, message.withdrawalId));
    await this.book.creditCash({ cause: message, accountId, owner, credits, send: [send(proceedsBooked, { accountId, owner })] });
  }

  @OnMessage(creditFee)
  async creditFee(message: Envelope<BodyOf<typeof creditFee>>): Promise<void> {
    const { feeId, accountId, owner, amount, fromAccountId } = message.body;
    const fee: Credit = { kind: 'fee', sourceId: feeId, fromAccountId, amount: Money.fromJson(amount), withdrawalId: message.withdrawalId };
    await this.book.creditCash({ cause: message, accountId, owner, credits: [fee], send: [send(feeCredited, { feeId, accountId, owner })] });
  }

  @OnRequest(bookHolding)
  async bookHolding({ tenantId, body }: RequestMessage<typeof bookHolding>): Promise<Record<string, never>> {
    await this.book.bookHolding(tenantId, { ...body, bookCost: Money.fromJson(body.bookCost) });
    return {};
  }
}

/** The owner of a cash account is the portfolio whose holdings were sold. */
function saleOf({ orderId, isin, proceeds, bookCost }: BodyOf<typeof bookProceeds>['sales'][number], portfolioId: string, withdrawalId?: string): Credit {
  const [amount, cost] = [Money.fromJson(proceeds), Money.fromJson(bookCost)];
  const sold = { holdingId: holdingIdOf(portfolioId, isin, cost.currency), bookCost: cost };
  return { kind: 'sale', sourceId: orderId, amount, sold, withdrawalId };
}
