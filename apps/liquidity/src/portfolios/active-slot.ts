import { moneySchema, positiveMoneySchema } from '@sluice/contract-kit';
import { portfolioRefusalSchema } from '@sluice/contract-liquidity';
import { stored } from '@sluice/persistence';
import { z } from 'zod';
import { saleOrderSchema } from '../cash-raising/sale-order.js';

/**
 * How the cash of one withdrawal is raised.
 * - `selling`: orders are placed and waited for; `stopping`: what can be cancelled is, the rest settles.
 * - `at_hand`: nothing had to be sold. `raised`, `not_raised`, `stopped`: the ends, every order over and paid for. When it is stopped, orders
 *   that are not leave it for the portfolio's `settling`.
 */
export const raisingSchema = z.object({
  status: z.enum(['selling', 'stopping', 'at_hand', 'raised', 'not_raised', 'stopped']),
  /** Only of `not_raised`. */
  reason: portfolioRefusalSchema.optional(),
  orders: z.array(stored(saleOrderSchema, { failedAttempts: 'fruitless' })),
  /** What the units of each fill had cost, in minor units of the order's currency. */
  costs: z.array(z.object({ fillId: z.string(), units: z.string().regex(/^\d+$/) })),
  /** Reply address for the outcome. */
  replyTo: z.string().optional(),
});
export type Raising = z.output<typeof raisingSchema>;

/** A withdrawal's active slot in its portfolio's document, from its admission until it is over. */
export const activeSlotSchema = z.object({
  /** A new id each time a slot is taken: an attempt whose slot is surplus gives back that one and no other. */
  slotId: z.string(),
  withdrawalId: z.string(),
  type: z.enum(['specified', 'full']),
  closePortfolio: z.boolean(),
  /** To be paid out, and charged on top of it. Of a full withdrawal `amount` is what is expected. */
  amount: positiveMoneySchema,
  fee: moneySchema,
  /** What of the fee had accrued on the portfolio; all of it, where it is not said. */
  accrued: moneySchema.optional(),
  /** Available in the amount's currency when it was admitted. */
  cash: moneySchema,
  raising: raisingSchema.nullable(),
});
export type ActiveSlot = z.output<typeof activeSlotSchema>;

/** Sale orders that a stopped cash raising left: fills are still to be settled, the rest is being cancelled. No withdrawal waits for them. */
export const settlingSchema = activeSlotSchema.pick({ slotId: true, withdrawalId: true }).extend({ raising: raisingSchema });
export type Settling = z.output<typeof settlingSchema>;
