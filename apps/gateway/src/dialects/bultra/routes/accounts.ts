import { Get, Param, Post } from '@nestjs/common';
import { getAccount, listAccounts, openAccount } from '@sluice/contract-ledger';
import { addCounterparty, getCounterparty, listCounterparties } from '@sluice/contract-payout';
import { ClientController } from '../../../access/access.guard.js';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { Accounts, Counterparties } from '../../../accounts/accounts.js';
import { jsonReply, type Reply } from '../../../http/reply.js';
import { readShape } from '../../../http/validation.js';
import { AnswerOnce } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { expectId } from '../ids.js';
import { accountBody, counterpartyBody, listBody, numbersOf, openedBody } from '../mapping.js';
import { accountListShape, accountShape, counterpartyListShape, counterpartyShape } from '../schema/answers.js';
import { accountSchema, counterpartySchema, customerListSchema, numbersByRail, readAccount, readCounterparty } from '../schema/requests.js';

/** Accounts that withdrawals are made from. */
@ClientController('bultra/v1/accounts')
export class AccountRoutes {
  constructor(private readonly accounts: Accounts, private readonly once: AnswerOnce) {}

  @Post()
  @Needs('accounts:write')
  @Operation({ summary: 'Open an account', body: { schema: accountSchema }, answer: { status: 201, body: accountShape }, requests: [openAccount] })
  open(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ digits }) => {
      const { customer_id: owner, currency, nickname } = readAccount(call.json());
      return jsonReply(201, openedBody(await this.accounts.open(call, { id: `acc_${digits}`, owner, currency, nickname })));
    });
  }

  @Get()
  @Needs('accounts:read')
  @Operation({ summary: 'List accounts, newest first', query: customerListSchema, answer: { status: 200, body: accountListShape }, requests: [listAccounts] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after, customer_id: owner } = readShape(customerListSchema, call.query);
    const { accounts, hasMore } = await this.accounts.list(call, { limit, after, owner });
    return jsonReply(200, listBody(accounts.map(accountBody), hasMore));
  }

  @Get(':id')
  @Needs('accounts:read')
  @Operation({ summary: 'Read an account', answer: { status: 200, body: accountShape }, requests: [getAccount] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, accountBody(await this.accounts.find(call, expectId('acc_', id))));
  }
}

/** As it is read: which numbers it needs depends on its rails. */
const describedCounterparty = counterpartySchema.meta(numbersByRail);

/** Whom withdrawals are paid to. */
@ClientController('bultra/v1/counterparties')
export class CounterpartyRoutes {
  constructor(private readonly counterparties: Counterparties, private readonly once: AnswerOnce) {}

  @Post()
  @Needs('counterparties:write')
  @Operation({ summary: 'Add a counterparty', body: { schema: describedCounterparty }, answer: { status: 201, body: counterpartyShape }, requests: [addCounterparty] })
  add(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ digits }) => {
      const { customer_id: customerId, type, profile, supported_rails: supportedRails, account } = readCounterparty(call.json());
      const { name, relationship_to_customer: relationship } = profile;
      const added = await this.counterparties.add(call, { id: `cpty_${digits}`, customerId, type, supportedRails, name, relationship, numbers: numbersOf(account) });
      return jsonReply(201, counterpartyBody(added));
    });
  }

  @Get()
  @Needs('counterparties:read')
  @Operation({ summary: 'List counterparties, newest first', query: customerListSchema, answer: { status: 200, body: counterpartyListShape }, requests: [listCounterparties] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after, customer_id: customerId } = readShape(customerListSchema, call.query);
    const { counterparties, hasMore } = await this.counterparties.list(call, { limit, after, customerId });
    return jsonReply(200, listBody(counterparties.map(counterpartyBody), hasMore));
  }

  @Get(':id')
  @Needs('counterparties:read')
  @Operation({ summary: 'Read a counterparty', answer: { status: 200, body: counterpartyShape }, requests: [getCounterparty] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, counterpartyBody(await this.counterparties.find(call, expectId('cpty_', id))));
  }
}
