import { Get } from '@nestjs/common';
import { listAccounts } from '@sluice/contract-ledger';
import { listTransactions, valueCash } from '@sluice/contract-liquidity';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import type { Reply } from '../../http/reply.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { cashListShape, transactionListShape } from './answer.schema.js';
import { WealthKernelController } from './dialect-route.js';
import { Lookups, named } from './lookups.js';
import { cashBody, transactionBody } from './mapping.js';
import { Pages } from './pages.js';
import { cashQuerySchema, transactionListSchema } from './schema.js';

/** More currencies than a portfolio can have cash in. */
const EVERY_ACCOUNT = 100;

/** What is in a portfolio, and how it came there. */
@WealthKernelController('')
export class HoldingRoutes {
  constructor(private readonly services: Services, private readonly lookups: Lookups, private readonly pages: Pages) {}

  /** Money set aside for a withdrawal is still there until it is paid. */
  @Get('balances/cash')
  @Needs('wealthkernel')
  @Operation({
    summary: 'Cash in a portfolio by currency', query: cashQuerySchema, answer: { status: 200, body: cashListShape, headers: ['pagination-last'] }, asks: [listAccounts, valueCash],
  })
  async cash(@Incoming() call: Call): Promise<Reply> {
    const query = await this.pages.query(cashQuerySchema, call);
    const { id: portfolioId } = await this.lookups.portfolio(call, query.portfolioId);
    const { accounts } = await this.services.ask(listAccounts, { owner: portfolioId, kind: 'portfolio', limit: EVERY_ACCOUNT }, call);
    const shown = this.pages.cut(accounts.toReversed(), query);
    const amounts = shown.map(({ posted }) => posted);
    const { values } = await named('portfolioId', this.services.ask(valueCash, { portfolioId, amounts }, call));
    return this.pages.reply(call, values.map((value) => cashBody(portfolioId, value)), shown.at(-1)?.id);
  }

  @Get('transactions')
  @Needs('wealthkernel')
  @Operation({
    summary: 'List transactions, oldest first', query: transactionListSchema, answer: { status: 200, body: transactionListShape, headers: ['pagination-last'] }, asks: [listTransactions],
  })
  async transactions(@Incoming() call: Call): Promise<Reply> {
    const { type: types, status: statuses, ...query } = await this.pages.query(transactionListSchema, call);
    if (query.portfolioId !== undefined) await this.lookups.portfolio(call, query.portfolioId);
    const { transactions } = await named('portfolioId', this.services.ask(listTransactions, { ...query, types, statuses }, call));
    return this.pages.reply(call, transactions.map(transactionBody), transactions.at(-1)?.id);
  }
}
