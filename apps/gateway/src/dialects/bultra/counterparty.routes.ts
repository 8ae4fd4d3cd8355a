import { Get, Param, Post } from '@nestjs/common';
import { addCounterparty, getCounterparty, listCounterparties, type CounterpartyView } from '@sluice/contract-payout';
import { ServiceConfig } from '@sluice/service-host';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Services } from '../../services/services.js';
import { BultraController, expectId } from './dialect-route.js';
import { counterpartyBody, listBody, numbersOf } from './mapping.js';
import { counterpartySchema, customerListSchema, readCounterparty } from './schema.js';
import { Operation } from '../../openapi/operation.js';
import { counterpartyListShape, counterpartyShape } from './answer.schema.js';
import { numbersByRail } from './bank-numbers.js';

/** As it is read: which numbers it needs depends on its rails. */
const describedCounterparty = counterpartySchema.meta(numbersByRail);

/** Whom withdrawals are paid to. */
@BultraController('counterparties')
export class CounterpartyRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly config: ServiceConfig) {}

  @Post()
  @Needs('counterparties:write')
  @Operation({ summary: 'Add a counterparty', body: { schema: describedCounterparty }, answer: { status: 201, body: counterpartyShape }, asks: [addCounterparty] })
  add(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ digits }) => {
      const { customer_id: customerId, type, profile, supported_rails: supportedRails, account } = readCounterparty(call.json());
      const { name, relationship_to_customer: relationship } = profile;
      const status = this.firstStatus(name);
      const added = await this.services.ask(
        addCounterparty,
        { id: `cpty_${digits}`, customerId, type, status, supportedRails, name, relationship, numbers: numbersOf(account) },
        call,
      );
      return jsonReply(201, counterpartyBody({ ...added, status }));
    });
  }

  @Get()
  @Needs('counterparties:read')
  @Operation({ summary: 'List counterparties, newest first', query: customerListSchema, answer: { status: 200, body: counterpartyListShape }, asks: [listCounterparties] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after, customer_id: customerId } = readShape(customerListSchema, call.query);
    const { counterparties, hasMore } = await this.services.ask(listCounterparties, { limit, after, customerId }, call);
    return jsonReply(200, listBody(counterparties.map(counterpartyBody), hasMore));
  }

  @Get(':id')
  @Needs('counterparties:read')
  @Operation({ summary: 'Read a counterparty', answer: { status: 200, body: counterpartyShape }, asks: [getCounterparty] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, counterpartyBody(await this.services.ask(getCounterparty, { id: expectId('cpty_', id) }, call)));
  }

  /** In the sandbox the name says how its check would have ended; elsewhere every counterparty waits for one. */
  private firstStatus(name: string): CounterpartyView['status'] {
    if (!this.config.sandbox || name.startsWith('PENDING ')) return 'PENDING';
    return name.startsWith('REJECTED ') ? 'REJECTED' : 'APPROVED';
  }
}
