import { Get, Param, Post } from '@nestjs/common';
import { cancelPortfolioWithdrawal, getPortfolioWithdrawal, listPortfolioWithdrawals, withdrawFromPortfolio } from '@sluice/contract-intake';
import { wealthkernelPhasesOf } from '@sluice/dialect-words';
import { aboutWithdrawal } from '@sluice/telemetry';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { emptyReply, jsonReply, type Reply } from '../../../http/reply.js';
import { readShape } from '../../../http/validation.js';
import { AnswerOnce } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { PortfolioWithdrawals } from '../../../withdrawals/portfolio-withdrawals.js';
import { expectId, idOf } from '../ids.js';
import { types, withdrawalBody } from '../mapping.js';
import { canonicalOf, createdShape, withdrawalListShape, withdrawalShape as answerShape } from '../schema/answers.js';
import { withdrawalListSchema, withdrawalSchema, withdrawalShape } from '../schema/requests.js';
import { Pages, WealthKernelController } from './route.js';

const DIALECT = 'wealthkernel';

/** Withdrawals of cash from a portfolio. */
@WealthKernelController('withdrawals')
export class WithdrawalRoutes {
  constructor(private readonly withdrawals: PortfolioWithdrawals, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({
    summary: 'Request a withdrawal', body: { schema: withdrawalShape }, answer: { status: 201, body: createdShape, headers: ['Location'] }, requests: [withdrawFromPortfolio],
  })
  request(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), ({ uuid: id }) => aboutWithdrawal(id, async () => {
      const { type, consideration, reference, bankAccountId, ...rest } = readShape(withdrawalSchema, call.exactJson() ?? {});
      const dialectId = idOf('wth-', id);
      await this.withdrawals.request(call, {
        ...rest, id, dialect: DIALECT, dialectId, type: type === 'Full' ? 'full' : 'specified', bankAccountId: bankAccountId ?? undefined,
        consideration: consideration ?? undefined, reference: reference ?? undefined,
      });
      return jsonReply(201, { id: dialectId }, { Location: `/wealthkernel/withdrawals/${dialectId}` });
    }));
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({
    summary: 'List withdrawals, oldest first', query: withdrawalListSchema, answer: { status: 200, body: withdrawalListShape, headers: ['pagination-last'] }, requests: [listPortfolioWithdrawals],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { status, type, ...rest } = this.pages.query(withdrawalListSchema, call);
    const withdrawals = await this.withdrawals.list(call, { ...rest, phases: status?.flatMap(wealthkernelPhasesOf), type: type && canonicalOf(types, type) });
    return this.pages.reply(call, withdrawals.map(withdrawalBody), withdrawals.at(-1)?.dialectId);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: answerShape }, requests: [getPortfolioWithdrawal] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(await this.withdrawals.find(call, expectId('wth-', id))));
  }

  @Post(':id/actions/cancel')
  @Needs('wealthkernel')
  @Operation({ summary: 'Cancel a withdrawal', answer: { status: 204 }, requests: [cancelPortfolioWithdrawal] })
  cancel(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid: orderId }) => {
      await this.withdrawals.cancel(call, expectId('wth-', id), orderId);
      return emptyReply;
    });
  }
}
