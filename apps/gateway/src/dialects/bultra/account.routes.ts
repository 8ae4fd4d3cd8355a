import { Get, Param, Post } from '@nestjs/common';
import { getAccount, listAccounts, openAccount } from '@sluice/contract-ledger';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Services } from '../../services/services.js';
import { BultraController, expectId } from './dialect-route.js';
import { accountBody, listBody, openedBody } from './mapping.js';
import { accountSchema, customerListSchema, readAccount } from './schema.js';
import { Operation } from '../../openapi/operation.js';
import { accountListShape, accountShape } from './answer.schema.js';

/** Accounts that withdrawals are made from. */
@BultraController('accounts')
export class AccountRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce) {}

  @Post()
  @Needs('accounts:write')
  @Operation({ summary: 'Open an account', body: { schema: accountSchema }, answer: { status: 201, body: accountShape }, asks: [openAccount] })
  open(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ digits }) => {
      const { customer_id: owner, currency, nickname } = readAccount(call.json());
      const account = await this.services.ask(openAccount, { id: `acc_${digits}`, kind: 'customer', owner, currency, nickname }, call);
      return jsonReply(201, openedBody(account));
    });
  }

  @Get()
  @Needs('accounts:read')
  @Operation({ summary: 'List accounts, newest first', query: customerListSchema, answer: { status: 200, body: accountListShape }, asks: [listAccounts] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after, customer_id: owner } = readShape(customerListSchema, call.query);
    const { accounts, hasMore } = await this.services.ask(listAccounts, { limit, after, owner, kind: 'customer' }, call);
    return jsonReply(200, listBody(accounts.map(accountBody), hasMore));
  }

  @Get(':id')
  @Needs('accounts:read')
  @Operation({ summary: 'Read an account', answer: { status: 200, body: accountShape }, asks: [getAccount] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    const account = await this.services.ask(getAccount, { id: expectId('acc_', id) }, call);
    if (account.kind !== 'customer') throw new DomainError('not_found', 'There is no such account.');
    return jsonReply(200, accountBody(account));
  }
}
