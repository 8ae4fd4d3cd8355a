import { groupSchema, groupUnavailable, sourceKeySchema } from '@sluice/contract-liquidity';
import { chainSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { unitsSchema } from '../wallet/usdc.js';

/**
 * One position that is turned into USDC.
 * - `planned`: nothing was ordered.
 * - `taking`: the transaction that takes it out of the position (or asks for that) is ordered.
 * - `waiting`: asked for; the position's window runs until `readyAt`, on the tenant's clock.
 * - `claiming`: the window is over, and the transaction that fetches the USDC is ordered.
 * - `done`, `failed`: the ends.
 */
const unwindSchema = z.object({
  sourceId: z.string(),
  key: sourceKeySchema,
  chain: chainSchema,
  units: unitsSchema,
  status: z.enum(['planned', 'taking', 'waiting', 'claiming', 'done', 'failed']),
  /** The position's own number of the request. */
  requestId: z.string().optional(),
  readyAt: timeSchema.optional(),
  /** How often the fetching was tried: each try has a transaction of its own. */
  claims: z.int().min(0),
  /** When it was begun, and when its window was over: what estimates learn from. */
  begunAt: timeSchema.optional(),
  endedWaitingAt: timeSchema.optional(),
});
export type Unwind = z.output<typeof unwindSchema>;

/** One attempt of a payout leg at raising its group. Its id is `<legId>/<attempt>`. */
export const legSchema = z.object({
  legId: z.string(),
  attempt: z.int().min(1),
  reservationId: z.string(),
  walletId: z.string(),
  withdrawalId: z.string().optional(),
  destinationChain: chainSchema.nullable(),
  /** Null when the leg was given up before it was begun. */
  group: groupSchema.nullable(),
  /** `released` and `spent` are for good; unwinds that run then run on. */
  status: z.enum(['checking', 'unwinding', 'sourced', 'unavailable', 'released', 'spent']),
  reason: groupUnavailable.body.shape.reason.nullable(),
  unwinds: z.array(unwindSchema),
  sourcedAt: timeSchema.optional(),
});
export type Leg = z.output<typeof legSchema>;

export const legKeyOf = ({ legId, attempt }: Pick<Leg, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

export const sourceIdsOf = ({ group }: Pick<Leg, 'group'>): string[] => (group?.sources ?? []).map(({ id }) => id);
