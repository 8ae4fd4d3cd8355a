import { Param, Post } from '@nestjs/common';
import { acceptWithdrawal, cancelWithdrawal, createWithdrawal, getWithdrawal } from '@sluice/contract-intake';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Services } from '../../services/services.js';
import { BultraController, expectId } from './dialect-route.js';
import { acceptedBody, cancelledBody, createdBody } from './mapping.js';
import { readWithdrawal, withdrawalSchema } from './schema.js';
import { Operation } from '../../openapi/operation.js';
import { acceptedShape, cancelledShape, createdShape } from './answer.schema.js';

/** What a client can order: a withdrawal, its acceptance, its end. */
@BultraController('withdrawals')
export class WithdrawalOrderRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce) {}

  @Post()
  @Needs('withdrawals:write')
  @Operation({ summary: 'Create a withdrawal', body: { schema: withdrawalSchema }, answer: { status: 201, body: createdShape }, asks: [createWithdrawal] })
  create(@Incoming() call: Call): Promise<Reply> {
    return this.once.answer(call, async ({ uuid, digits }) => {
      const { account_id: accountId, counterparty_id: destinationId, amount, purpose, rail, reference } = readWithdrawal(call.json());
      const created = await this.services.ask(
        createWithdrawal,
        { id: uuid, dialect: 'bultra', dialectId: `wth_${digits}`, accountId, destinationId, amount, purpose, rail, reference },
        { tenantId: call.tenantId, withdrawalId: uuid },
      );
      return jsonReply(201, createdBody(created));
    });
  }

  @Post(':id/accept')
  @Needs('withdrawals:write')
  @Operation({ summary: 'Accept a withdrawal', answer: { status: 200, body: acceptedShape }, asks: [getWithdrawal, acceptWithdrawal] })
  accept(@Incoming() call: Call, @Param('id') dialectId: string): Promise<Reply> {
    return this.once.answer(call, async ({ uuid: acceptanceId }) => {
      const id = await this.idOf(call, dialectId);
      const accepted = await this.services.ask(acceptWithdrawal, { id, acceptanceId }, { tenantId: call.tenantId, withdrawalId: id });
      return jsonReply(200, acceptedBody(accepted));
    });
  }

  @Post(':id/cancel')
  @Needs('withdrawals:write')
  @Operation({ summary: 'Cancel a withdrawal', answer: { status: 200, body: cancelledShape }, asks: [getWithdrawal, cancelWithdrawal] })
  cancel(@Incoming() call: Call, @Param('id') dialectId: string): Promise<Reply> {
    return this.once.answer(call, async ({ uuid: cancellationId }) => {
      const id = await this.idOf(call, dialectId);
      const cancelled = await this.services.ask(cancelWithdrawal, { id, cancellationId }, { tenantId: call.tenantId, withdrawalId: id });
      return jsonReply(200, cancelledBody(cancelled));
    });
  }

  /** The canonical id behind the dialect's. */
  private async idOf(call: Call, dialectId: string): Promise<string> {
    const { id } = await this.services.ask(getWithdrawal, { dialect: 'bultra', dialectId: expectId('wth_', dialectId) }, call);
    return id;
  }
}
