/**
 * What the ledger can be asked about portfolios. Cash is a balance account of kind `portfolio` for each currency, `<portfolioId>:<currency>`,
 * its `owner` the portfolio. A holding is an account by its name, `holding:<portfolioId>/<isin>:<currency>`, kept at book cost.
 */
import { contractOf, idSchema, moneySchema, positiveMoneySchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('ledger');
const gbp = (units: string) => ({ currency: 'GBP' as const, units });
const cash = z.object({ accountId: idSchema, owner: idSchema });
const cashSample = { accountId: 'prt-abcdefghij2345:GBP', owner: 'prt-abcdefghij2345' };

export const balancesStated = service.answer(
  'balances-stated',
  z.object({ owner: idSchema, balances: z.array(z.object({ accountId: idSchema, posted: moneySchema, available: moneySchema })) }),
  { owner: cashSample.owner, balances: [{ accountId: cashSample.accountId, posted: gbp('25000'), available: gbp('25000') }] },
);
/** The balance accounts of one owner as they are now. */
export const stateBalances = service.command('state-balances', { body: z.object({ owner: idSchema }), sample: { owner: cashSample.owner }, answers: [balancesStated] });

export const proceedsBooked = service.answer('proceeds-booked', cash, cashSample);
/**
 * Sold holdings become cash, each order once: the holding falls by its book cost, cash rises by the proceeds, and the gain or loss
 * stands in `clearing:GAINS:<currency>`. What brought less than a minor unit has proceeds of zero, and a cost. The cash account is opened when it is not there. With no sales it is only answered.
 */
export const bookProceeds = service.command('book-proceeds', {
  body: cash.extend({ sales: z.array(z.object({ orderId: idSchema, isin: z.string().min(1), proceeds: moneySchema, bookCost: moneySchema })) }),
  sample: { ...cashSample, sales: [{ orderId: 'ord-1', isin: 'GB00B3X7QG63', proceeds: gbp('6000'), bookCost: gbp('5500') }] },
  answers: [proceedsBooked],
});

export const feeCredited = service.answer('fee-credited', cash.extend({ feeId: idSchema }), { ...cashSample, feeId: 'fee-1' });
/** A fee that was posted to a clearing account reaches the account it is owed to, once per `feeId`; that account is opened when it is not there. */
export const creditFee = service.command('credit-fee', {
  body: cash.extend({ feeId: idSchema, amount: positiveMoneySchema, fromAccountId: idSchema }),
  sample: { ...cashSample, feeId: 'fee-1', amount: gbp('500'), fromAccountId: 'clearing:FEES:GBP' },
  answers: [feeCredited],
});

/** Sandbox: a holding that arrived from outside is booked at its cost, once per `depositId`, against `clearing:HOLDINGS:<currency>`. */
export const bookHolding = service.request('book-holding', {
  body: z.object({ depositId: idSchema, portfolioId: idSchema, isin: z.string().min(1), bookCost: positiveMoneySchema }),
  reply: z.object({}),
});
