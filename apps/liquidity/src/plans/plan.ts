import { sourceLegSchema, sourceLiquidity } from '@sluice/contract-liquidity';
import { z } from 'zod';

/** Where the cash for one withdrawal comes from; its id is the withdrawal's. */
export const planSchema = z.object({
  /** `returned` is for good: nothing is raised for this withdrawal any more. */
  status: z.enum(['sourced', 'unavailable', 'returned']),
  accountId: z.string(),
  /** What was asked for; null when the plan was returned before it was made. */
  asked: sourceLiquidity.body.nullable(),
  legs: z.array(sourceLegSchema),
  /** Why nothing could be raised; null unless `unavailable`. */
  reason: z.string().nullable(),
});

export type Plan = z.output<typeof planSchema>;
