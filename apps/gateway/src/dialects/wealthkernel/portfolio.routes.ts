import { Get, Param, Post } from '@nestjs/common';
import { openAccount } from '@sluice/contract-ledger';
import { getPortfolio, listPortfolios, openPortfolio } from '@sluice/contract-liquidity';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { portfolioListShape, portfolioShape } from './answer.schema.js';
import { WealthKernelController } from './dialect-route.js';
import { expectId, idOf } from './ids.js';
import { Lookups, named } from './lookups.js';
import { portfolioBody } from './mapping.js';
import { Pages } from './pages.js';
import { portfolioListSchema, portfolioSchema } from './schema.js';

/** What withdrawals are made from. */
@WealthKernelController('portfolios')
export class PortfolioRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly lookups: Lookups, private readonly pages: Pages) {}

  /** The portfolio is opened where its holdings are found and its cash where it is booked, each once, so what was begun is finished by asking again. */
  @Post()
  @Needs('wealthkernel')
  @Operation({
    summary: 'Open a portfolio', body: { schema: portfolioSchema }, answer: { status: 201, body: portfolioShape, headers: ['Location'] }, asks: [openPortfolio, openAccount],
  })
  open(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const { partyId, name, currency, mandateType, accountType } = readShape(portfolioSchema, call.exactJson() ?? {});
      const id = idOf('prt-', uuid);
      const mandate = mandateType === 'ExecutionOnly' ? 'execution_only' : 'discretionary';
      await this.lookups.expectParty(call, partyId);
      const opened = await named('partyId', this.services.ask(openPortfolio, { id, partyId, name, currency, mandate, accountType }, call));
      await this.services.ask(openAccount, { id: `${id}:${currency}`, kind: 'portfolio', owner: id, currency }, call);
      // As with parties: it begins active.
      return jsonReply(201, portfolioBody({ ...opened, status: 'active' }), { Location: `/wealthkernel/portfolios/${id}` });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({
    summary: 'List portfolios, oldest first', query: portfolioListSchema, answer: { status: 200, body: portfolioListShape, headers: ['pagination-last'] }, asks: [listPortfolios],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const query = await this.pages.query(portfolioListSchema, call);
    if (query.partyId !== undefined) await this.lookups.expectParty(call, query.partyId);
    const { portfolios } = await this.services.ask(listPortfolios, query, call);
    return this.pages.reply(call, portfolios.map(portfolioBody), portfolios.at(-1)?.id);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a portfolio', answer: { status: 200, body: portfolioShape }, asks: [getPortfolio] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, portfolioBody(await this.services.ask(getPortfolio, { id: expectId('prt-', id) }, call)));
  }
}
