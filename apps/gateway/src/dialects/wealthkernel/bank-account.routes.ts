import { Get, Param, Post } from '@nestjs/common';
import { addBankAccount, getBankAccount, listBankAccounts, type BankAccountView } from '@sluice/contract-payout';
import { ServiceConfig } from '@sluice/service-host';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { bankAccountListShape, bankAccountShape } from './answer.schema.js';
import { WealthKernelController } from './dialect-route.js';
import { expectId, idOf } from './ids.js';
import { Lookups } from './lookups.js';
import { bankAccountBody } from './mapping.js';
import { Pages } from './pages.js';
import { bankAccountSchema, portfolioListSchema } from './schema.js';

/** Where parties are paid to. */
@WealthKernelController('bank-accounts')
export class BankAccountRoutes {
  constructor(
    private readonly services: Services,
    private readonly once: AnswerOnce,
    private readonly lookups: Lookups,
    private readonly pages: Pages,
    private readonly config: ServiceConfig,
  ) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({
    summary: 'Add a bank account', body: { schema: bankAccountSchema }, answer: { status: 201, body: bankAccountShape, headers: ['Location'] }, asks: [addBankAccount],
  })
  add(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const order = readShape(bankAccountSchema, call.exactJson() ?? {});
      await this.lookups.expectParty(call, order.partyId);
      const status = this.firstStatus(order);
      const added = await this.services.ask(addBankAccount, { ...order, id: idOf('bac-', uuid), status }, call);
      const { deactivatedAt: _later, ...lasting } = added;
      // As with parties: what may change is shown as it began.
      return jsonReply(201, bankAccountBody({ ...lasting, status, isDefault: order.isDefault }), { Location: `/wealthkernel/bank-accounts/${added.id}` });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({
    summary: 'List bank accounts, oldest first', query: portfolioListSchema, answer: { status: 200, body: bankAccountListShape, headers: ['pagination-last'] }, asks: [listBankAccounts],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const query = await this.pages.query(portfolioListSchema, call);
    if (query.partyId !== undefined) await this.lookups.expectParty(call, query.partyId);
    const { bankAccounts } = await this.services.ask(listBankAccounts, query, call);
    return this.pages.reply(call, bankAccounts.map(bankAccountBody), bankAccounts.at(-1)?.id);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a bank account', answer: { status: 200, body: bankAccountShape }, asks: [getBankAccount] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, bankAccountBody(await this.services.ask(getBankAccount, { id: expectId('bac-', id) }, call)));
  }

  /** In the sandbox the name and the sort code say how its check would have ended; elsewhere every account waits for one. */
  private firstStatus({ name, sortCode }: { readonly name: string; readonly sortCode: string }): BankAccountView['status'] {
    if (!this.config.sandbox || sortCode === 'PENDING_BANK_ACCOUNT') return 'pending';
    return name === 'SUSPENDED_BANK_ACCOUNT' ? 'suspended' : 'active';
  }
}
