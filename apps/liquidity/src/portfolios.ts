/** What the module is made of on the side of investment portfolios. */
import type { Provider, Type } from '@nestjs/common';
import { ARRIVALS, Arrivals, arrivalsSchema } from './adapters/arrivals.store.js';
import { FEE_SCHEDULES, FeeSchedules, feeSchedulesSchema } from './adapters/fee-schedules.store.js';
import { HttpCustodian } from './adapters/http.custodian.js';
import { HttpCustodianBooks } from './adapters/http.custodian-books.js';
import { PARTIES, Parties, partiesSchema } from './adapters/parties.store.js';
import { PORTFOLIO_WITHDRAWALS, PortfolioWithdrawals, portfolioWithdrawalsSchema } from './adapters/portfolio-withdrawals.store.js';
import { PORTFOLIOS, Portfolios, portfoliosSchema } from './adapters/portfolios.store.js';
import { PortfolioTransactions, TRANSACTIONS, transactionsSchema } from './adapters/transactions.store.js';
import { AccrueFeeHandler } from './handlers/accrue-fee.handler.js';
import { AdmitPortfolioWithdrawalHandler } from './handlers/admit-portfolio-withdrawal.handler.js';
import { BookPortfolioReturnHandler } from './handlers/book-portfolio-return.handler.js';
import { CompletePortfolioWithdrawalHandler } from './handlers/complete-portfolio-withdrawal.handler.js';
import { DepositHoldingHandler } from './handlers/deposit-holding.handler.js';
import { GetFeePortfolioHandler } from './handlers/get-fee-portfolio.handler.js';
import { GetPartyHandler } from './handlers/get-party.handler.js';
import { GetPortfolioHandler } from './handlers/get-portfolio.handler.js';
import { ListPartiesHandler } from './handlers/list-parties.handler.js';
import { ListPortfoliosHandler } from './handlers/list-portfolios.handler.js';
import { ListTransactionsHandler } from './handlers/list-transactions.handler.js';
import { OpenPartyHandler } from './handlers/open-party.handler.js';
import { OpenPortfolioHandler } from './handlers/open-portfolio.handler.js';
import { RaiseCashHandler } from './handlers/raise-cash.handler.js';
import { ReconcileOrdersHandler } from './handlers/reconcile-orders.handler.js';
import { RecordCashDepositHandler } from './handlers/record-cash-deposit.handler.js';
import { ReleasePortfolioHandler } from './handlers/release-portfolio.handler.js';
import { SetPartyStatusHandler } from './handlers/set-party-status.handler.js';
import { SetPortfolioStatusHandler } from './handlers/set-portfolio-status.handler.js';
import { StopRaisingHandler } from './handlers/stop-raising.handler.js';
import { ValueCashHandler } from './handlers/value-cash.handler.js';
import { LiquidityConfig } from './liquidity.config.js';
import { ArrivalProcess } from './portfolio/arriving.js';
import { FeePortfolios } from './portfolio/fee-portfolio.js';
import { FeeSchedulesController } from './portfolio/fee-schedules.controller.js';
import { ExchangeRates } from './portfolio/rates.js';
import { AdmissionProcess } from './portfolio-withdrawal/admitting.js';
import { CashRaisingProcess } from './portfolio-withdrawal/cash-raising.js';
import { CompletionProcess } from './portfolio-withdrawal/concluding.js';
import { Custodian } from './ports/custodian.js';
import { CustodianBooks } from './ports/custodian-books.js';
import { SaleOrderProcess } from './selling/selling.js';

export const portfolioAggregates = [
  { name: PARTIES, schema: partiesSchema, collection: PARTIES },
  { name: PORTFOLIOS, schema: portfoliosSchema, collection: PORTFOLIOS },
  { name: TRANSACTIONS, schema: transactionsSchema, collection: TRANSACTIONS },
  { name: ARRIVALS, schema: arrivalsSchema, collection: ARRIVALS },
  { name: FEE_SCHEDULES, schema: feeSchedulesSchema, collection: FEE_SCHEDULES },
  { name: PORTFOLIO_WITHDRAWALS, schema: portfolioWithdrawalsSchema, collection: PORTFOLIO_WITHDRAWALS },
];

export const portfolioHandlers: Type[] = [
  OpenPartyHandler, GetPartyHandler, ListPartiesHandler, SetPartyStatusHandler,
  OpenPortfolioHandler, GetPortfolioHandler, ListPortfoliosHandler, SetPortfolioStatusHandler, GetFeePortfolioHandler, FeeSchedulesController,
  DepositHoldingHandler, AccrueFeeHandler, RecordCashDepositHandler, ValueCashHandler, ListTransactionsHandler, ReconcileOrdersHandler,
  AdmitPortfolioWithdrawalHandler, RaiseCashHandler, StopRaisingHandler, ReleasePortfolioHandler, CompletePortfolioWithdrawalHandler, BookPortfolioReturnHandler,
];

export const portfolioProviders: Provider[] = [
  LiquidityConfig, Parties, Portfolios, PortfolioTransactions, Arrivals, PortfolioWithdrawals,
  ArrivalProcess, FeePortfolios, FeeSchedules, ExchangeRates, SaleOrderProcess, AdmissionProcess, CashRaisingProcess, CompletionProcess,
  { provide: Custodian, useClass: HttpCustodian }, { provide: CustodianBooks, useClass: HttpCustodianBooks },
];
