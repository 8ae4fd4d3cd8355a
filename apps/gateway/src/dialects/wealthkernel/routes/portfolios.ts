import { Get, Param, Post } from '@nestjs/common';
import { listAccounts, openAccount } from '@sluice/contract-ledger';
import { getParty, getPortfolio, listParties, listPortfolios, listTransactions, openParty, openPortfolio, valueCash } from '@sluice/contract-liquidity';
import { addBankAccount, getBankAccount, listBankAccounts } from '@sluice/contract-payout';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { jsonReply, type Reply } from '../../../http/reply.js';
import { readShape } from '../../../http/validation.js';
import { AnswerOnce } from '../../../idempotency/answer-once.js';
import { Operation } from '../../../openapi/operation.js';
import { BankAccounts, Portfolios } from '../../../portfolios/portfolios.js';
import { expectId, idOf } from '../ids.js';
import { bankAccountBody, cashBody, partyBody, portfolioBody, transactionBody } from '../mapping.js';
import { bankAccountListShape, bankAccountShape, cashListShape, partyListShape, partyShape, portfolioListShape, portfolioShape, transactionListShape } from '../schema/answers.js';
import { bankAccountSchema, cashQuerySchema, pageSchema, partySchema, portfolioListSchema, portfolioSchema, transactionListSchema } from '../schema/requests.js';
import { Pages, WealthKernelController } from './route.js';

/** Whose portfolios there are. */
@WealthKernelController('parties')
export class PartyRoutes {
  constructor(private readonly portfolios: Portfolios, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({ summary: 'Add a party', body: { schema: partySchema }, answer: { status: 201, body: partyShape, headers: ['Location'] }, requests: [openParty] })
  open(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const { name } = readShape(partySchema, call.exactJson() ?? {});
      const party = await this.portfolios.openParty(call, { id: idOf('pty-', uuid), name });
      // Made of what never changes, so that it is the same whenever it has to be given again.
      return jsonReply(201, partyBody({ ...party, status: 'active' }), { Location: `/wealthkernel/parties/${party.id}` });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({ summary: 'List parties, oldest first', query: pageSchema, answer: { status: 200, body: partyListShape, headers: ['pagination-last'] }, requests: [listParties] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const parties = await this.portfolios.listParties(call, this.pages.query(pageSchema, call));
    return this.pages.reply(call, parties.map(partyBody), parties.at(-1)?.id);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a party', answer: { status: 200, body: partyShape }, requests: [getParty] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, partyBody(await this.portfolios.findParty(call, expectId('pty-', id))));
  }
}

/** What withdrawals are made from. */
@WealthKernelController('portfolios')
export class PortfolioRoutes {
  constructor(private readonly portfolios: Portfolios, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({
    summary: 'Open a portfolio', body: { schema: portfolioSchema }, answer: { status: 201, body: portfolioShape, headers: ['Location'] }, requests: [openPortfolio, openAccount],
  })
  open(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const { partyId, name, currency, mandateType, accountType } = readShape(portfolioSchema, call.exactJson() ?? {});
      const mandate = mandateType === 'ExecutionOnly' ? 'execution_only' : 'discretionary';
      const opened = await this.portfolios.open(call, { id: idOf('prt-', uuid), partyId, name, currency, mandate, accountType });
      // As with parties: it begins active.
      return jsonReply(201, portfolioBody({ ...opened, status: 'active' }), { Location: `/wealthkernel/portfolios/${opened.id}` });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({
    summary: 'List portfolios, oldest first', query: portfolioListSchema, answer: { status: 200, body: portfolioListShape, headers: ['pagination-last'] }, requests: [listPortfolios],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const portfolios = await this.portfolios.list(call, this.pages.query(portfolioListSchema, call));
    return this.pages.reply(call, portfolios.map(portfolioBody), portfolios.at(-1)?.id);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a portfolio', answer: { status: 200, body: portfolioShape }, requests: [getPortfolio] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, portfolioBody(await this.portfolios.find(call, expectId('prt-', id))));
  }
}

/** Where parties are paid to. */
@WealthKernelController('bank-accounts')
export class BankAccountRoutes {
  constructor(private readonly bankAccounts: BankAccounts, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({
    summary: 'Add a bank account', body: { schema: bankAccountSchema }, answer: { status: 201, body: bankAccountShape, headers: ['Location'] }, requests: [addBankAccount],
  })
  add(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const order = readShape(bankAccountSchema, call.exactJson() ?? {});
      // As with parties: what may change is shown as it began.
      const added = await this.bankAccounts.add(call, { ...order, id: idOf('bac-', uuid) });
      return jsonReply(201, bankAccountBody(added), { Location: `/wealthkernel/bank-accounts/${added.id}` });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({
    summary: 'List bank accounts, oldest first', query: portfolioListSchema, answer: { status: 200, body: bankAccountListShape, headers: ['pagination-last'] }, requests: [listBankAccounts],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const bankAccounts = await this.bankAccounts.list(call, this.pages.query(portfolioListSchema, call));
    return this.pages.reply(call, bankAccounts.map(bankAccountBody), bankAccounts.at(-1)?.id);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a bank account', answer: { status: 200, body: bankAccountShape }, requests: [getBankAccount] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, bankAccountBody(await this.bankAccounts.find(call, expectId('bac-', id))));
  }
}

/** What is in a portfolio, and how it came there. */
@WealthKernelController('')
export class HoldingRoutes {
  constructor(private readonly portfolios: Portfolios, private readonly pages: Pages) {}

  /** Money held for a withdrawal is in it until it is paid. */
  @Get('balances/cash')
  @Needs('wealthkernel')
  @Operation({
    summary: 'Cash in a portfolio by currency', query: cashQuerySchema, answer: { status: 200, body: cashListShape, headers: ['pagination-last'] }, requests: [listAccounts, valueCash],
  })
  async cash(@Incoming() call: Call): Promise<Reply> {
    const query = this.pages.query(cashQuerySchema, call);
    const portfolio = await this.portfolios.named(call, query.portfolioId);
    const shown = this.pages.cut(await this.portfolios.cashAccounts(call, portfolio), query);
    const values = await this.portfolios.valueCash(call, { portfolioId: portfolio.id, amounts: shown.map(({ posted }) => posted) });
    return this.pages.reply(call, values.map((value) => cashBody(portfolio.id, value)), shown.at(-1)?.id);
  }

  @Get('transactions')
  @Needs('wealthkernel')
  @Operation({
    summary: 'List transactions, oldest first', query: transactionListSchema, answer: { status: 200, body: transactionListShape, headers: ['pagination-last'] }, requests: [listTransactions],
  })
  async transactions(@Incoming() call: Call): Promise<Reply> {
    const { type: types, status: statuses, ...query } = this.pages.query(transactionListSchema, call);
    const transactions = await this.portfolios.transactions(call, { ...query, types, statuses });
    return this.pages.reply(call, transactions.map(transactionBody), transactions.at(-1)?.id);
  }
}
