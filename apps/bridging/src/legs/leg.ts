import { legBridged, legBridgeFailed, type bridgeLeg } from '@sluice/contract-bridging';
import { chainSchema, idSchema, send, timeSchema, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { z } from 'zod';
import { hasEnded, transferSchema, type Reason, type Transfer } from './transfer.js';

/** The bridging of one payout leg at one attempt. */
export const legSchema = z.object({
  legId: idSchema,
  attempt: z.int().min(1),
  walletId: idSchema,
  toChain: chainSchema,
  /** What was asked for; empty when it was recalled before it was asked. */
  transfers: z.array(transferSchema),
  /** Nothing more is to be burned. */
  recalling: z.boolean(),
  /** Whom to answer, about what, and in which trace. */
  asker: z.object({ replyTo: z.string(), withdrawalId: z.string().optional(), traceparent: z.string().optional(), dialect: z.string().optional() }),
  createdAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Leg = z.output<typeof legSchema>;
export type ReplyAddress = Leg['asker'];

/** Under which a leg's attempt is kept. */
export const legKeyOf = ({ legId, attempt }: Pick<Leg, 'legId' | 'attempt'>): string => `${legId}/${attempt}`;

export const isOver = ({ transfers }: Pick<Leg, 'transfers'>): boolean => transfers.every(hasEnded);

export const transferOf = ({ transfers }: Pick<Leg, 'transfers'>, id: string): Transfer | undefined => transfers.find((transfer) => transfer.id === id);

export const plannedTransfer = ({ id, fromChain, amount }: BodyOf<typeof bridgeLeg>['transfers'][number], now: Date): Transfer => ({
  id, fromChain, amount: amount.units, fee: '0', status: 'planned', nextAt: now.toISOString(), attempt: 1, heard: 0, fruitless: 0, mints: 0,
});

/** When something has to be done next. */
export function dueAtOf({ transfers }: Pick<Leg, 'transfers'>): Date | null {
  const times = transfers.flatMap(({ nextAt }) => (nextAt === undefined ? [] : [new Date(nextAt).getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** The worst of what went wrong: money that is stuck before money that stayed where it was. */
function reasonOf({ transfers }: Leg): Reason {
  const reasons = transfers.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  return (['onchain_failed', 'onchain_reverted'] as const).find((reason) => reasons.includes(reason)) ?? 'cancelled';
}

/** The answer to the command once every transfer has ended; null before. */
export function answerOf(leg: Leg): Outgoing | null {
  if (!isOver(leg)) return null;
  const { legId, attempt, walletId, toChain, transfers } = leg;
  const moved = transfers.flatMap(({ id, fromChain, amount, mintHash }) =>
    (mintHash === undefined ? [] : [{ id, fromChain, amount: { currency: 'USDC' as const, units: amount }, mintTxHash: mintHash }]));
  const body = { legId, attempt, walletId, toChain, moved };
  const isAll = transfers.length > 0 && moved.length === transfers.length;
  return isAll ? send(legBridged, body) : send(legBridgeFailed, { ...body, reason: reasonOf(leg) });
}
