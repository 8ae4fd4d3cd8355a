/** What a withdrawal from a portfolio asks of liquidity. Every command is for the withdrawal named in its envelope, and safe to repeat. */
import { contractOf, idSchema, moneySchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { isinSchema } from './portfolio.js';

const service = contractOf('liquidity');

const portfolio = z.object({ portfolioId: idSchema });
const sample = { portfolioId: 'prt-abcdefghij2345' };
const gbp = (units: string) => ({ currency: 'GBP' as const, units });

/** Why a business rule stops a withdrawal (spec/wealthkernel.md: Rejected). */
export const portfolioRefusalSchema = z.enum([
  'not_found', 'party_not_active', 'portfolio_not_active', 'pension_portfolio', 'another_withdrawal_active', 'no_cash_in_currency', 'insufficient_balance',
  'over_95_percent', 'nothing_in_portfolio', 'holdings_would_remain', 'fee_exceeds_balance', 'over_rail_limit', 'released',
]);
export type PortfolioRefusal = z.output<typeof portfolioRefusalSchema>;

/**
 * `amount` is what will be paid out: exact for a specified amount, expected for a full one. `fee` comes on top of it out of the
 * portfolio; zero unless full. The names are absent from answers to withdrawals that were admitted before they were recorded.
 */
export const portfolioWithdrawalAdmitted = service.answer(
  'portfolio-withdrawal-admitted',
  portfolio.extend({ amount: positiveMoneySchema, fee: moneySchema, partyName: z.string().optional(), portfolioName: z.string().optional() }),
  { ...sample, amount: gbp('10000'), fee: gbp('0'), partyName: 'Ada Example', portfolioName: 'Savings' },
);
export const portfolioWithdrawalRefused = service.answer('portfolio-withdrawal-refused', portfolio.extend({ reason: portfolioRefusalSchema }), { ...sample, reason: 'insufficient_balance' });
/**
 * Checks the rules against the cash that the ledger states, and takes the portfolio's one active slot for a withdrawal unless its mandate
 * is execution-only. A full withdrawal that closes the portfolio makes it `closing`. `consideration` as the client gave it: it may
 * be in a currency that is not known here.
 */
export const admitPortfolioWithdrawal = service.command('admit-portfolio-withdrawal', {
  body: portfolio.extend({
    type: z.enum(['specified', 'full']),
    consideration: z.object({ currency: z.string().regex(/^[A-Z]{3}$/), amount: z.string() }).optional(),
    closePortfolio: z.boolean(),
    /** Available cash, one for each currency. */
    cash: z.array(moneySchema),
    /** The largest payment that the rail can carry. */
    most: positiveMoneySchema.optional(),
  }),
  sample: { ...sample, type: 'specified', consideration: { currency: 'GBP', amount: '100' }, closePortfolio: false, cash: [gbp('25000')], most: gbp('100000000') },
  answers: [portfolioWithdrawalAdmitted, portfolioWithdrawalRefused],
});

/** What one order brought, all of it settled, and what its units had cost. Either may be zero, and not both: then there is nothing to book. */
export const saleSchema = z.object({ orderId: idSchema, isin: isinSchema, proceeds: moneySchema, bookCost: moneySchema });
const sales = portfolio.extend({ sales: z.array(saleSchema) });
const salesSample = { ...sample, sales: [{ orderId: 'ord-1', isin: 'GB00B3X7QG63', proceeds: gbp('6000'), bookCost: gbp('5500') }] };

/** Nothing has to be sold. */
export const cashAtHand = service.answer('cash-at-hand', portfolio, sample);
/** Sold, and settled: with the cash there was it is enough. */
export const cashRaised = service.answer('cash-raised', sales, salesSample);
/** Not enough, and nothing is left that could be sold; what was sold stays as cash. */
export const cashNotRaised = service.answer('cash-not-raised', sales.extend({ reason: portfolioRefusalSchema }), { ...salesSample, reason: 'insufficient_balance' });
/** Sells what the admitted withdrawal lacks in cash, pro rata; everything, when it is a full one of a discretionary portfolio. Takes days. */
export const raiseCash = service.command('raise-cash', { body: portfolio, sample, answers: [cashAtHand, cashRaised, cashNotRaised] });

/** `sales`: all that was sold for this withdrawal and is paid for. What is still to settle is told of by `sales-settled`. */
export const raisingStopped = service.answer('raising-stopped', sales, salesSample);
/** Sells nothing more, and waits for nothing: orders at the custodian are cancelled or settle by themselves. One never begun is closed for good. */
export const stopRaising = service.command('stop-raising', { body: portfolio, sample, answers: [raisingStopped] });
/** Sales that ran on after their raise was stopped, and are paid for now: each is told of once. */
export const salesSettled = service.answer('sales-settled', sales, salesSample);

export const portfolioReleased = service.answer('portfolio-released', portfolio, sample);
/** The withdrawal came to nothing: its active slot is free, and a portfolio that was closing is active again. One never admitted is closed for good. */
export const releasePortfolio = service.command('release-portfolio', { body: portfolio, sample, answers: [portfolioReleased] });

/** Booked, without a fee. */
export const portfolioWithdrawalCompleted = service.answer('portfolio-withdrawal-completed', portfolio, sample);
/** Booked with a fee, which is owed to this portfolio. */
export const portfolioWithdrawalCharged = service.answer('portfolio-withdrawal-charged', portfolio.extend({ feePortfolioId: idSchema }), { ...sample, feePortfolioId: 'prt-feefeefeefee22' });
/** The money has arrived: its Withdrawal transaction, its Charge and the fee portfolio's share are booked, the active slot is free, and a closing portfolio is closed. */
export const completePortfolioWithdrawal = service.command('complete-portfolio-withdrawal', {
  body: portfolio.extend({ paid: positiveMoneySchema, fee: moneySchema }),
  sample: { ...sample, paid: gbp('10000'), fee: gbp('0') },
  answers: [portfolioWithdrawalCompleted, portfolioWithdrawalCharged],
});

export const portfolioReturnBooked = service.answer('portfolio-return-booked', portfolio, sample);
/** The bank sent the payment back: a compensating Adjustment, once per `returnId`. */
export const bookPortfolioReturn = service.command('book-portfolio-return', {
  body: portfolio.extend({ returnId: idSchema, amount: positiveMoneySchema }),
  sample: { ...sample, returnId: 'leg-1/return', amount: gbp('10000') },
  answers: [portfolioReturnBooked],
});
