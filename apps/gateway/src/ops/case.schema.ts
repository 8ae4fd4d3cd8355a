import { limitSchema } from '@sluice/contract-compliance';
import { accountViewSchema } from '@sluice/contract-ledger';
import { deliveryViewSchema } from '@sluice/contract-webhooks';
import { z } from 'zod';

/** Ids and cursors: nothing of ours is longer. */
const id = z.string().min(1).max(100).regex(/^\P{Cc}*$/u, 'must not contain control characters');

/** Why an operator decided so; it is kept with what was decided. */
const reason = z.string().trim().min(1, 'must not be empty').max(1_000);

/** spec/operator.md: pages by `limit` and `cursor`. */
export const pageShape = {
  limit: z.string().regex(/^\d{1,3}$/, 'must be a whole number').transform(Number).pipe(z.int().min(1).max(200)).default(50),
  cursor: id.optional(),
};

export const pageQuerySchema = z.object(pageShape);

export const eventListSchema = z.object({ ...pageShape, after: id.optional(), withdrawalId: id.optional() });

export const deliveryListSchema = z.object({
  ...pageShape, subscriptionId: id.optional(), withdrawalId: id.optional(), status: deliveryViewSchema.shape.status.optional(),
});

export const accountListSchema = z.object({ ...pageShape, owner: id.optional(), kind: accountViewSchema.shape.kind.optional() });

export const entryListSchema = z.object({ ...pageShape, withdrawalId: id.optional(), accountId: id.optional() });

export const documentListSchema = z.object({ ...pageShape, withdrawalId: id.optional(), status: z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']).optional() });

export const reviewSchema = z.object({ reason: reason.optional() });

export const referralSchema = z.object({ reason });

export const limitsSchema = z.object({ limits: z.array(limitSchema).max(50) });
