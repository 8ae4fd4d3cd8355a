import { approvalPolicySchema } from '@sluice/contract-liquidity';
import { braidStatuses } from '@sluice/dialect-words';
import { z } from 'zod';
import { addressSchema, destinationChains, labelSchema, positionsSchema, unifiedChains, uuidV4 } from './schema.js';

/** What is sent to the dialect, as its OpenAPI document describes it. It is read field by field (docs/decisions/0101), by the same schemas. */
const token = z.literal('usdc');
const amount = z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,6})?$/).regex(/[1-9]/);

export const walletOrderShape = z.object({ requestId: uuidV4, label: labelSchema, positions: positionsSchema, approvalPolicy: approvalPolicySchema.default('none') });
export const previewOrderShape = z.object({ destinationChain: destinationChains, destinationToken: token, withdrawalAmount: amount });
export const withdrawalOrderShape = z.object({ requestId: uuidV4, chain: destinationChains, token, withdrawalAmount: amount, destinationAddress: addressSchema });
export const estimateOrderShape = z.object({ destinationToken: token, destinationChain: unifiedChains, positions: positionsSchema });

const page = { limit: z.int().min(1).max(100).default(25), cursor: z.string().optional() };
export const walletQueryShape = z.object(page);
export const withdrawalQueryShape = z.object({
  ...page, sort: z.literal('createdAt').default('createdAt'), order: z.enum(['asc', 'desc']).default('desc'), status: z.array(z.enum(braidStatuses)).optional(),
});
