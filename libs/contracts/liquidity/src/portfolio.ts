/** What liquidity can be asked about parties, their portfolios and what these hold. Quantities and prices are plain decimals. */
import { contractOf, currencySchema, idSchema, moneySchema, pageSchema, positiveMoneySchema, reconcileRequest, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('liquidity');

/** A decimal above or equal to zero, never in exponent form: a quantity, a price or a rate. */
export const decimalSchema = z.string().regex(/^(0|[1-9]\d{0,17})(\.\d{1,10})?$/);
export const isinSchema = z.string().regex(/^[A-Z]{2}[A-Z0-9]{9}\d$/);

export const partyStatusSchema = z.enum(['active', 'suspended', 'closed']);
export const partyViewSchema = z.object({ id: idSchema, name: z.string().min(1).max(140), status: partyStatusSchema, createdAt: timeSchema });
export type PartyView = z.output<typeof partyViewSchema>;

/** Opens a party once per id, active at once. */
export const openParty = service.request('open-party', { body: partyViewSchema.pick({ id: true, name: true }), reply: partyViewSchema, refusals: ['request_conflict'] });
export const getParty = service.request('get-party', { body: z.object({ id: idSchema }), reply: partyViewSchema, refusals: ['not_found'] });
/** Oldest first; `after` is the last one seen. So are all lists on this page. */
export const listParties = service.request('list-parties', {
  body: pageSchema, reply: z.object({ parties: z.array(partyViewSchema), hasMore: z.boolean() }), refusals: ['invalid_request'],
});
export const setPartyStatus = service.request('set-party-status', { body: z.object({ id: idSchema, status: partyStatusSchema }), reply: partyViewSchema, refusals: ['not_found'] });

export const portfolioStatusSchema = z.enum(['created', 'active', 'closing', 'closed']);
/** `bookCost` is what the quantity held was bought for. `price` is the last one known. */
const holdingSchema = z.object({ isin: isinSchema, quantity: decimalSchema, price: decimalSchema, currency: currencySchema, bookCost: moneySchema });
export const portfolioViewSchema = z.object({
  id: idSchema,
  partyId: idSchema,
  name: z.string().min(1).max(140),
  /** Base currency: what values are told in. */
  currency: currencySchema,
  mandate: z.enum(['execution_only', 'discretionary']),
  accountType: z.enum(['GIA', 'ISA', 'SIPP']),
  status: portfolioStatusSchema,
  holdings: z.array(holdingSchema),
  accruedFees: z.array(positiveMoneySchema),
  createdAt: timeSchema,
});
export type PortfolioView = z.output<typeof portfolioViewSchema>;

/** Opens a portfolio once per id, active at once. `not_found`: the party (field `partyId`). */
export const openPortfolio = service.request('open-portfolio', {
  body: portfolioViewSchema.pick({ id: true, partyId: true, name: true, currency: true, mandate: true, accountType: true }),
  reply: portfolioViewSchema,
  refusals: ['not_found', 'request_conflict'],
});
export const getPortfolio = service.request('get-portfolio', { body: z.object({ id: idSchema }), reply: portfolioViewSchema, refusals: ['not_found'] });
export const listPortfolios = service.request('list-portfolios', {
  body: pageSchema.extend({ partyId: idSchema.optional() }), reply: z.object({ portfolios: z.array(portfolioViewSchema), hasMore: z.boolean() }), refusals: ['invalid_request'],
});
export const setPortfolioStatus = service.request('set-portfolio-status', { body: z.object({ id: idSchema, status: portfolioStatusSchema }), reply: portfolioViewSchema, refusals: ['not_found'] });
/** The tenant's fee portfolio, there from the first time it is asked for. */
export const getFeePortfolio = service.request('get-fee-portfolio', { body: z.object({}), reply: portfolioViewSchema });

/**
 * What a withdrawal of everything is charged on top of what it pays out, to the fee portfolio: what has accrued on the portfolio, and a
 * flat amount in its base currency where one is set. Charged to withdrawals that are admitted from then on.
 */
export const feeScheduleSchema = z.object({ charge: z.enum(['accrued', 'none']), flat: z.array(positiveMoneySchema).max(10) });
const feeScheduleInForceSchema = feeScheduleSchema.extend({ revision: z.int().min(0) });
/** Sets the tenant's schedule. An older `revision` that arrives late changes nothing; the reply is what is in force. At most one flat amount for a currency. */
export const setFeeSchedule = service.request('set-fee-schedule', {
  body: feeScheduleSchema.extend({ revision: z.int().min(1) }), reply: feeScheduleInForceSchema, refusals: ['invalid_request'],
});
/** The schedule in force: what accrues is charged, until told otherwise. */
export const getFeeSchedule = service.request('get-fee-schedule', { body: z.object({}), reply: feeScheduleInForceSchema });

/** Sandbox: a holding arrives in a portfolio at this price, once per `depositId`. The reply says at what cost it is booked. */
export const depositHolding = service.request('deposit-holding', {
  body: z.object({ depositId: idSchema, portfolioId: idSchema, isin: isinSchema, quantity: decimalSchema, price: decimalSchema, currency: currencySchema }),
  reply: z.object({ bookCost: positiveMoneySchema }),
  refusals: ['not_found', 'invalid_request', 'currency_mismatch'],
});
/** Sandbox: a fee has accrued on a portfolio, once per `feeId`; charged by the next full withdrawal. */
export const accrueFee = service.request('accrue-fee', {
  body: z.object({ feeId: idSchema, portfolioId: idSchema, amount: positiveMoneySchema }), reply: z.object({}), refusals: ['not_found'],
});
/** Cash that arrived in a portfolio and stands in the ledger: shown as a Deposit, once per `depositId`. */
export const recordCashDeposit = service.request('record-cash-deposit', {
  body: z.object({ depositId: idSchema, portfolioId: idSchema, amount: positiveMoneySchema }), reply: z.object({}), refusals: ['not_found'],
});

/** What cash is worth in the portfolio's base currency; null where there is no rate. `fxRate`: one unit of the cash's currency in the base currency. */
export const valueCash = service.request('value-cash', {
  body: z.object({ portfolioId: idSchema, amounts: z.array(moneySchema) }),
  reply: z.object({ values: z.array(z.object({ amount: moneySchema, value: moneySchema.nullable(), fxRate: decimalSchema.nullable() })) }),
  refusals: ['not_found'],
});

export const transactionTypeSchema = z.enum(['Buy', 'Sell', 'Deposit', 'Withdrawal', 'Charge', 'Adjustment', 'Dividend']);
export const transactionStatusSchema = z.enum(['Matched', 'Settled', 'Cancelled']);
/** Rows of cash have a consideration only. Signs as seen by the portfolio: cash out is negative. `timestamp` never changes, `updatedAt` does. */
export const transactionViewSchema = z.object({
  id: idSchema,
  portfolioId: idSchema,
  type: transactionTypeSchema,
  status: transactionStatusSchema,
  isin: isinSchema.optional(),
  price: z.object({ currency: currencySchema, amount: decimalSchema }).optional(),
  quantity: z.string().regex(/^-?(0|[1-9]\d{0,17})(\.\d{1,10})?$/).optional(),
  consideration: moneySchema,
  charges: moneySchema.optional(),
  bookCost: moneySchema.optional(),
  /** Day of the trade or booking, and when it settled or will settle. */
  date: z.iso.date(),
  timestamp: timeSchema,
  settledOn: z.iso.date().optional(),
  updatedAt: timeSchema,
});
export type TransactionView = z.output<typeof transactionViewSchema>;
export const listTransactions = service.request('list-transactions', {
  body: pageSchema.extend({
    portfolioId: idSchema.optional(), types: z.array(transactionTypeSchema).optional(), statuses: z.array(transactionStatusSchema).optional(),
    /** Of `date`, both inclusive. */
    startDate: z.iso.date().optional(), endDate: z.iso.date().optional(), updatedSince: timeSchema.optional(),
  }),
  reply: z.object({ transactions: z.array(transactionViewSchema), hasMore: z.boolean() }),
  refusals: ['not_found', 'invalid_request'],
});

/** Our orders against the custodian's journal. */
export const reconcileOrders = reconcileRequest('liquidity');
