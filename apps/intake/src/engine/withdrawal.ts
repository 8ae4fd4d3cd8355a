import { holdSchema, idSchema, phaseSchema, timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import { payoutLegRecordSchema } from '../payout-legs/payout-leg.details.js';
import { kinds } from './tables.js';
import type { Order } from './vocabulary.js';
import { withdrawalDetailsSchema } from './withdrawal-details.js';

/** A caller who waits for an order to be carried out or refused. */
const waitingSchema = z.object({
  for: z.enum(['acceptance', 'cancellation', 'wallet-order', 'stop', 'leg-stop', 'leg-retry'] satisfies Order[]),
  /** The leg that the order is about. */
  legId: idSchema.optional(),
  replyAddress: z.object({ queue: z.string(), correlationId: z.string() }),
});
export type WaitingClient = z.output<typeof waitingSchema>;

/** A withdrawal as it is stored: the state of its saga, what the saga knows, and its history. */
export const withdrawalSchema = z.object({
  /** Which table it lives by, and that table's version when it began. */
  kind: z.enum(kinds),
  sagaVersion: z.int(),
  state: z.string(),
  phase: phaseSchema,
  hold: holdSchema,
  dialect: withdrawalDetailsSchema.shape.dialect,
  dialectId: idSchema,
  details: withdrawalDetailsSchema,
  /** Until when the table waits, on the tenant's clock. */
  deadline: timeSchema.optional(),
  /** When it entered its state first, and since when it has been there longer than the table allows. */
  since: timeSchema.optional(),
  overdueSince: timeSchema.optional(),
  /** The earliest `overdueSince` of the withdrawal and its legs: what operators look for. */
  stuckSince: timeSchema.optional(),
  /** The trace of the request that began it. */
  traceId: z.string().optional(),
  /** The payout legs of a wallet's withdrawal, each with a saga of its own. */
  legs: z.array(payoutLegRecordSchema),
  waiting: z.array(waitingSchema),
  /** Ids of the messages that were handled: a copy changes nothing. */
  taken: z.array(z.string()),
  history: z.array(z.object({ version: z.int(), state: z.string(), phase: phaseSchema, hold: holdSchema, at: timeSchema })),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Withdrawal = z.output<typeof withdrawalSchema>;

/** Its funds were held at some time. */
export const isAuthorized = ({ history }: Withdrawal): boolean => history.some(({ phase }) => phase === 'authorized');

/** The fields that are there. */
export const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
