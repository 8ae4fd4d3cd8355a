import { deadLetterRequests } from '@sluice/contract-kit';
import { z } from 'zod';
import { pageShape } from './case.schema.js';

/** Every service that consumes messages, and so can have dead letters. */
export const consumers = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;
export type Consumer = (typeof consumers)[number];

const cause = z.string().min(1).max(1_000);

/** The last letter already seen of each service, as base64url of JSON. */
const cursorSchema = z.string().min(1).max(1_500).transform((text, context) => {
  try {
    return z.partialRecord(z.enum(consumers), z.string().min(1).max(100)).parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    context.addIssue({ code: 'custom', message: 'is not a cursor of this list' });
    return z.NEVER;
  }
});
export type Seen = z.output<typeof cursorSchema>;

export const cursorAfter = (seen: Seen): string => Buffer.from(JSON.stringify(seen)).toString('base64url');

export const deadLetterListSchema = z.object({ limit: pageShape.limit, cursor: cursorSchema.default({}), cause: cause.optional(), groupBy: z.literal('cause').optional() });

export const choiceSchema = z
  .object({
    ids: z.array(z.string().min(1).max(100)).min(1).max(1_000).optional(), cause: cause.optional(),
    reason: z.string().trim().min(1, 'must not be empty').max(1_000),
  })
  .refine(({ ids, cause: named }) => ids !== undefined || named !== undefined, { path: ['ids'], message: 'or a cause must be given' });

export const poisonSchema = z.object({ service: z.enum(consumers), count: z.int().min(1).max(1_000).default(1) });

export const poisonRequestOf = (service: Consumer) => deadLetterRequests(service).poison;
