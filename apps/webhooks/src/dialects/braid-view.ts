import { moneySchema } from '@sluice/contract-kit';
import { braidPayoutStatus, type BraidLegStatus } from '@sluice/dialect-words';
import { z } from 'zod';
import type { KnownChange } from '../event-log/logged-event.js';
import { stateSchema } from './state.js';

const legStatuses = Object.keys(braidPayoutStatus) as [BraidLegStatus, ...BraidLegStatus[]];

const legSchema = z.object({
  id: z.string(), key: z.string(), attempt: z.int().min(1), status: z.enum(legStatuses), amount: moneySchema, txHash: z.string().optional(), failureReason: z.string().optional(),
  turnkeyActivityId: z.string().optional(), approvalRequestedAt: z.string().optional(), approvalValidBefore: z.string().optional(),
});
export type Leg = z.output<typeof legSchema>;

/** What Braid's words are made from, of the view that comes with a change. */
const viewSchema = z.object({
  id: z.string(), requestId: z.string(), walletId: z.string(), amount: moneySchema, fee: moneySchema, chain: z.string(), toAddress: z.string(),
  payouts: z.array(legSchema), sourceLegs: z.array(z.object({ status: z.string() })), createdAt: z.string(), updatedAt: z.string(), endedAt: z.string().optional(),
});
export type BraidView = z.output<typeof viewSchema> & z.output<typeof stateSchema>;

/** The withdrawal at this change as its client would see it. */
export const braidViewOf = (event: KnownChange): BraidView => ({ ...viewSchema.parse(event.view), ...stateSchema.parse(event) });
