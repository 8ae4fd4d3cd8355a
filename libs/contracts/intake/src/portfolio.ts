/** Withdrawals of cash out of an investment portfolio to a bank account. */
import { contractOf, currencySchema, dialectSchema, holdSchema, idSchema, moneySchema, pageSchema, phaseSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';

const service = contractOf('intake');

export const portfolioWithdrawalViewSchema = z.object({
  id: idSchema,
  dialect: dialectSchema,
  dialectId: idSchema,
  version: z.int().min(1),
  phase: phaseSchema,
  hold: holdSchema,
  portfolioId: idSchema,
  bankAccountId: idSchema,
  type: z.enum(['specified', 'full']),
  /** As the client gave it, in plain decimals; its currency may be one that no portfolio holds. Only of a specified amount. */
  consideration: z.object({ currency: z.string().regex(/^[A-Z]{3}$/), amount: z.string().regex(/^\d{1,30}(\.\d{1,2})?$/) }).optional(),
  reference: z.string().optional(),
  closePortfolio: z.boolean(),
  /** Once it was paid. */
  paidOut: moneySchema.optional(),
  /** Charged on top of `paidOut`. */
  fee: moneySchema,
  /** Why it was rejected, cancelled or paid in part. */
  reason: z.string().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type PortfolioWithdrawalView = z.output<typeof portfolioWithdrawalViewSchema>;

/** Takes a withdrawal in once per `id`. Whatever rule it breaks is found later and rejects it. `currency` is the portfolio's base currency. */
export const withdrawFromPortfolio = service.request('withdraw-from-portfolio', {
  body: portfolioWithdrawalViewSchema
    .pick({ id: true, dialect: true, dialectId: true, portfolioId: true, bankAccountId: true, type: true, consideration: true, reference: true, closePortfolio: true })
    .extend({ partyId: idSchema, currency: currencySchema }),
  reply: portfolioWithdrawalViewSchema,
  refusals: ['invalid_request'],
});

/** By the dialect's id. */
export const getPortfolioWithdrawal = service.request('get-portfolio-withdrawal', { body: z.object({ dialectId: idSchema }), reply: portfolioWithdrawalViewSchema, refusals: ['not_found'] });

/** Oldest first; `after` is the dialect's id of the last one seen. */
export const listPortfolioWithdrawals = service.request('list-portfolio-withdrawals', {
  body: pageSchema.extend({
    portfolioId: idSchema.optional(), reference: z.string().optional(), phases: z.array(phaseSchema).optional(), type: portfolioWithdrawalViewSchema.shape.type.optional(),
  }),
  reply: z.object({ withdrawals: z.array(portfolioWithdrawalViewSchema), hasMore: z.boolean() }),
  refusals: ['invalid_request'],
});

/** Cancels before the payment is instructed; replied to at once, while what was begun is being undone. The order that did it may be repeated; another one comes too late. */
export const cancelPortfolioWithdrawal = service.request('cancel-portfolio-withdrawal', {
  body: z.object({ dialectId: idSchema, orderId: idSchema }), reply: portfolioWithdrawalViewSchema, refusals: ['not_found', 'invalid_status'],
});
