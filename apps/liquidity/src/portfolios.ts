/** What the module is made of on the side of investment portfolios. */
import type { Provider, Type } from '@nestjs/common';
import { ARRIVALS, Arrivals, arrivalsSchema } from './adapters/arrivals.store.js';
import { HttpCustodian } from './adapters/http.custodian.js';
import { PARTIES, Parties, partiesSchema } from './adapters/parties.store.js';
import { PORTFOLIOS, Portfolios, portfoliosSchema } from './adapters/portfolios.store.js';
import { PortfolioTransactions, TRANSACTIONS, transactionsSchema } from './adapters/transactions.store.js';
import { AccrueFeeHandler } from './handlers/accrue-fee.handler.js';
import { DepositHoldingHandler } from './handlers/deposit-holding.handler.js';
import { GetFeePortfolioHandler } from './handlers/get-fee-portfolio.handler.js';
import { GetPartyHandler } from './handlers/get-party.handler.js';
import { GetPortfolioHandler } from './handlers/get-portfolio.handler.js';
import { ListPartiesHandler } from './handlers/list-parties.handler.js';
import { ListPortfoliosHandler } from './handlers/list-portfolios.handler.js';
import { ListTransactionsHandler } from './handlers/list-transactions.handler.js';
import { OpenPartyHandler } from './handlers/open-party.handler.js';
import { OpenPortfolioHandler } from './handlers/open-portfolio.handler.js';
import { RecordCashDepositHandler } from './handlers/record-cash-deposit.handler.js';
import { SetPartyStatusHandler } from './handlers/set-party-status.handler.js';
import { SetPortfolioStatusHandler } from './handlers/set-portfolio-status.handler.js';
import { ValueCashHandler } from './handlers/value-cash.handler.js';
import { LiquidityConfig } from './liquidity.config.js';
import { Arriving } from './portfolio/arriving.js';
import { FeePortfolios } from './portfolio/fee-portfolio.js';
import { ExchangeRates } from './portfolio/rates.js';
import { Custodian } from './ports/custodian.js';
import { Selling } from './selling/selling.js';

export const portfolioAggregates = [
  { name: PARTIES, schema: partiesSchema, collection: PARTIES },
  { name: PORTFOLIOS, schema: portfoliosSchema, collection: PORTFOLIOS },
  { name: TRANSACTIONS, schema: transactionsSchema, collection: TRANSACTIONS },
  { name: ARRIVALS, schema: arrivalsSchema, collection: ARRIVALS },
];

export const portfolioHandlers: Type[] = [
  OpenPartyHandler, GetPartyHandler, ListPartiesHandler, SetPartyStatusHandler,
  OpenPortfolioHandler, GetPortfolioHandler, ListPortfoliosHandler, SetPortfolioStatusHandler, GetFeePortfolioHandler,
  DepositHoldingHandler, AccrueFeeHandler, RecordCashDepositHandler, ValueCashHandler, ListTransactionsHandler,
];

export const portfolioProviders: Provider[] = [
  LiquidityConfig, Parties, Portfolios, PortfolioTransactions, Arrivals,
  Arriving, FeePortfolios, ExchangeRates, Selling,
  { provide: Custodian, useClass: HttpCustodian },
];
