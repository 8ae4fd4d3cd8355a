export { BraidClient, usdcOnChain, type BraidWallet, type BraidWithdrawal } from './braid-client.ts';
export { achNumbers, BultraClient, railNumbers, type Rail } from './bultra-client.ts';
export { errorSchema, type Account, type Balance, type NewWithdrawal, type RequiredDocument, type Withdrawal, type WithdrawalStatus } from './bultra-shapes.ts';
export { exchange, expectSuccess, UnexpectedAnswer, type Answer } from './exchange.ts';
export { fundedCustomer, type Currency, type FundedCustomer } from './funded-customer.ts';
export { invoicePdf } from './invoice-pdf.ts';
export { OperatorClient, type Fault } from './operator-client.ts';
export { until, type Patience } from './until.ts';
