import { Get, Param, Post } from '@nestjs/common';
import { cancelPortfolioWithdrawal, getPortfolioWithdrawal, listPortfolioWithdrawals, withdrawFromPortfolio } from '@sluice/contract-intake';
import { wealthkernelPhasesOf } from '@sluice/dialect-words';
import { aboutWithdrawal } from '@sluice/telemetry';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { emptyReply, jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { createdShape, withdrawalListShape, withdrawalShape as answerShape } from './answer.schema.js';
import { WealthKernelController } from './dialect-route.js';
import { expectId, idOf } from './ids.js';
import { Lookups } from './lookups.js';
import { types, withdrawalBody } from './mapping.js';
import { Pages } from './pages.js';
import { withdrawalListSchema, withdrawalSchema, withdrawalShape } from './schema.js';
import { canonicalOf } from './words.js';

const DIALECT = 'wealthkernel';

/** Withdrawals of cash from a portfolio. */
@WealthKernelController('withdrawals')
export class WithdrawalRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly lookups: Lookups, private readonly pages: Pages) {}

  /** Whatever rule of business it breaks shows later, as a status. */
  @Post()
  @Needs('wealthkernel')
  @Operation({
    summary: 'Request a withdrawal', body: { schema: withdrawalShape }, answer: { status: 201, body: createdShape, headers: ['Location'] }, asks: [withdrawFromPortfolio],
  })
  request(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), ({ uuid }) => aboutWithdrawal(uuid, async () => {
      const { type, consideration, reference, closePortfolio, ...named } = readShape(withdrawalSchema, call.exactJson() ?? {});
      const { id: portfolioId, partyId, currency } = await this.lookups.portfolio(call, named.portfolioId);
      const bankAccountId = await this.lookups.bankAccount(call, partyId, named.bankAccountId ?? undefined);
      const dialectId = idOf('wth-', uuid);
      await this.services.ask(
        withdrawFromPortfolio,
        {
          id: uuid, dialect: DIALECT, dialectId, portfolioId, partyId, currency, bankAccountId, closePortfolio, type: type === 'Full' ? 'full' : 'specified',
          consideration: consideration ?? undefined, reference: reference ?? undefined,
        },
        { tenantId: call.tenantId, withdrawalId: uuid },
      );
      return jsonReply(201, { id: dialectId }, { Location: `/wealthkernel/withdrawals/${dialectId}` });
    }));
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({
    summary: 'List withdrawals, oldest first', query: withdrawalListSchema, answer: { status: 200, body: withdrawalListShape, headers: ['pagination-last'] }, asks: [listPortfolioWithdrawals],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, after, portfolioId, reference, status, type } = await this.pages.query(withdrawalListSchema, call);
    if (portfolioId !== undefined) await this.lookups.portfolio(call, portfolioId);
    const filters = { portfolioId, reference, phases: status?.flatMap(wealthkernelPhasesOf), type: type && canonicalOf(types, type) };
    const { withdrawals } = await this.services.ask(listPortfolioWithdrawals, { limit, after, ...filters }, call);
    return this.pages.reply(call, withdrawals.map(withdrawalBody), withdrawals.at(-1)?.dialectId);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: answerShape }, asks: [getPortfolioWithdrawal] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(await this.services.ask(getPortfolioWithdrawal, { dialectId: expectId('wth-', id) }, call)));
  }

  @Post(':id/actions/cancel')
  @Needs('wealthkernel')
  @Operation({ summary: 'Cancel a withdrawal', answer: { status: 204 }, asks: [cancelPortfolioWithdrawal] })
  cancel(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid: orderId }) => {
      await this.services.ask(cancelPortfolioWithdrawal, { dialectId: expectId('wth-', id), orderId }, call);
      return emptyReply;
    });
  }
}
