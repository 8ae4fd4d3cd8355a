export { BraidClient, transferOnChain, usdcOnChain, type BraidWallet, type BraidWithdrawal } from './braid-client.ts';
export { achNumbers, BultraClient, railNumbers, type Rail } from './bultra-client.ts';
export { errorSchema, type Account, type Balance, type NewWithdrawal, type RequiredDocument, type Withdrawal, type WithdrawalStatus } from './bultra-shapes.ts';
export { exchange, expectSuccess, UnexpectedAnswer, type Answer, type Ask } from './exchange.ts';
export { fundedCustomer, type Currency, type FundedCustomer } from './funded-customer.ts';
export { fundedPortfolio, type FundedPortfolio, type Holding, type PortfolioContent } from './funded-portfolio.ts';
export { invoicePdf } from './invoice-pdf.ts';
export { bankJournal, custodianJournal, type BankPayment, type CustodianOrder } from './outside-journals.ts';
export { OperatorClient, type Fault, type LedgerAccount, type LedgerLine } from './operator-client.ts';
export { until, type WaitLimit } from './until.ts';
export { WealthKernelClient } from './wealthkernel-client.ts';
export {
  problemSchema, type Cash, type NewPortfolioWithdrawal, type PortfolioCurrency, type PortfolioWithdrawal, type PrintedMoney, type Transaction,
} from './wealthkernel-shapes.ts';
