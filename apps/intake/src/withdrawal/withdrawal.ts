import { holdSchema, phaseSchema, type WithdrawalView } from '@sluice/contract-intake';
import { idSchema, timeSchema } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { kinds } from '../saga/tables.js';
import { payoutLegRecordSchema } from './payout-leg.js';
import { withdrawalDetailsSchema } from './withdrawal-details.js';

/** Somebody who waits for an order to be carried out or refused. */
const waitingSchema = z.object({
  for: z.enum(['acceptance', 'cancellation', 'wallet-order', 'stop', 'leg-stop', 'leg-retry']),
  /** The leg that the order is about. */
  legId: idSchema.optional(),
  replyAddress: z.object({ queue: z.string(), correlationId: z.string() }),
});
export type WaitingClient = z.output<typeof waitingSchema>;

/** A withdrawal as it is stored: where its saga stands, what the saga knows, and all it has been through. */
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
  /** The trace that it was asked for in. */
  traceId: z.string().optional(),
  /** The payout legs of a wallet's withdrawal, each with a saga of its own. */
  legs: z.array(payoutLegRecordSchema),
  waiting: z.array(waitingSchema),
  /** Ids of the messages it has taken in: a copy changes nothing. */
  taken: z.array(z.string()),
  history: z.array(z.object({ version: z.int(), state: z.string(), phase: phaseSchema, hold: holdSchema, at: timeSchema })),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  endedAt: timeSchema.optional(),
});
export type Withdrawal = z.output<typeof withdrawalSchema>;

/** The withdrawal as others see it. */
export function viewOf({ id, version, state: withdrawal }: Versioned<Withdrawal>): WithdrawalView {
  const { details } = withdrawal;
  const trace = details.payoutLegs.find((leg) => leg.trace !== undefined)?.trace;
  return {
    id, version,
    dialect: withdrawal.dialect, dialectId: withdrawal.dialectId, phase: withdrawal.phase, hold: withdrawal.hold,
    accountId: details.accountId, destinationId: details.destinationId,
    amount: details.amount, delivered: deliveredOf(withdrawal).toJson(), fee: details.fee,
    createdAt: withdrawal.createdAt, updatedAt: withdrawal.updatedAt,
    ...present({
      purpose: details.purpose, rail: details.rail, reference: details.reference, failure: details.failure, trace,
      returned: details.returned && { code: details.returned.code, at: details.returned.at },
      estimatedCompletion: details.estimatedCompletion,
      authorizedAt: isAuthorized(withdrawal) ? details.acceptedAt : undefined,
      endedAt: withdrawal.endedAt,
    }),
  };
}

/** What the ledger has booked as paid: the delivered legs, once the end has confirmed them. */
function deliveredOf({ phase, details }: Withdrawal): Money {
  const none = Money.zero(details.amount.currency);
  if (phase !== 'settled' && phase !== 'partial') return none;
  return details.payoutLegs.filter((leg) => leg.status === 'delivered').reduce((sum, leg) => sum.plus(Money.fromJson(leg.amount)), none);
}

/** Its funds were held at some time. */
export const isAuthorized = ({ history }: Withdrawal): boolean => history.some(({ phase }) => phase === 'authorized');

/** The fields that are there. */
export const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
