import { Get, Param } from '@nestjs/common';
import { listRequirements } from '@sluice/contract-compliance';
import { getWithdrawal, listWithdrawals, type WithdrawalView } from '@sluice/contract-intake';
import { bultraStatesOf, bultraStatusOf } from '@sluice/dialect-words';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { Services } from '../../services/services.js';
import { BultraController, expectId } from './dialect-route.js';
import { listBody, requiredBody, withdrawalBody } from './mapping.js';
import { withdrawalListSchema } from './schema.js';
import { Operation } from '../../openapi/operation.js';
import { statusShape, withdrawalListShape, withdrawalShape } from './answer.schema.js';

/** What a client can see of its withdrawals. */
@BultraController('withdrawals')
export class WithdrawalReadRoutes {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('withdrawals:read')
  @Operation({ summary: 'List withdrawals, newest first', query: withdrawalListSchema, answer: { status: 200, body: withdrawalListShape }, asks: [listWithdrawals] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, starting_after: after, account_id: accountId, counterparty_id: destinationId, status } = readShape(withdrawalListSchema, call.query);
    const states = status === undefined ? undefined : bultraStatesOf(status);
    const found = await this.services.ask(listWithdrawals, { dialect: 'bultra', limit, after, accountId, destinationId, states }, call);
    const shown = found.withdrawals.filter((view) => status === undefined || bultraStatusOf(view) === status);
    return jsonReply(200, listBody(shown.map(withdrawalBody), found.hasMore, found.withdrawals.at(-1)?.dialectId));
  }

  @Get(':id')
  @Needs('withdrawals:read')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: withdrawalShape }, asks: [getWithdrawal] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(await this.withdrawal(call, id)));
  }

  @Get(':id/status')
  @Needs('withdrawals:read')
  @Operation({ summary: 'Read the status of a withdrawal and the documents it waits for', answer: { status: 200, body: statusShape }, asks: [getWithdrawal, listRequirements] })
  async status(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    const view = await this.withdrawal(call, id);
    const context = { tenantId: call.tenantId, withdrawalId: view.id };
    const { requirements } = await this.services.ask(listRequirements, { withdrawalId: view.id }, context);
    return jsonReply(200, { id: view.dialectId, status: bultraStatusOf(view), required_documents: requirements.map(requiredBody) });
  }

  private withdrawal(call: Call, id: string): Promise<WithdrawalView> {
    return this.services.ask(getWithdrawal, { dialect: 'bultra', dialectId: expectId('wth_', id) }, call);
  }
}
