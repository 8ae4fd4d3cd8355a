import { Injectable } from '@nestjs/common';
import { moneySchema, positiveMoneySchema, send, type Outgoing } from '@sluice/contract-kit';
import {
  cashAtHand, cashNotRaised, cashRaised, portfolioRefusalSchema, portfolioWithdrawalAdmitted, portfolioWithdrawalCharged, portfolioWithdrawalCompleted, portfolioWithdrawalRefused, raisingStopped, saleSchema, salesSettled,
} from '@sluice/contract-liquidity';
import { aggregate, repositoryOf, stored } from '@sluice/persistence';
import { z } from 'zod';
import type { Settling } from '../portfolios/active-slot.js';

/** The outcome of raising the cash, kept for when the withdrawal's slot is gone. */
export const raisedSchema = z.object({
  status: z.enum(['at_hand', 'raised', 'not_raised', 'stopped']),
  reason: portfolioRefusalSchema.optional(),
  sales: z.array(saleSchema),
});
export type Raised = z.output<typeof raisedSchema>;

/**
 * What came of one withdrawal, for good: a repeated or late command finds it and is answered alike. Its id is the withdrawal's.
 * - `admitted`: it has a slot in its portfolio. `refused`: it never had one.
 * - `released`: it came to nothing, or was given up before it was ever admitted; it will never have a slot again.
 * - `completing`: paid, and what shows it is being written. `completed`: all of it is.
 */
export const recordSchema = z.object({
  portfolioId: z.string(),
  status: z.enum(['admitted', 'refused', 'released', 'completing', 'completed']),
  /** Only of `refused`. */
  reason: portfolioRefusalSchema.optional(),
  /** The slot it was admitted to, what is to be paid out, and what is charged on top; null when it never was. */
  admission: stored(z.object({
    slotId: z.string(), amount: positiveMoneySchema, fee: moneySchema,
    /** Who withdraws, and from what: looked up by compliance. Absent from records older than the fields. */
    partyName: z.string().optional(), portfolioName: z.string().optional(),
  }), { slotId: 'placeId' }).nullable(),
  raised: raisedSchema.nullable(),
  /** What was paid and charged. */
  payment: z.object({ paid: positiveMoneySchema, fee: moneySchema }).optional(),
  feePortfolioId: z.string().optional(),
});
export type WithdrawalRecord = z.output<typeof recordSchema>;

const unionOf = (known: Raised['sales'], more: Raised['sales']): Raised['sales'] => [...known, ...more.filter(({ orderId }) => known.every((sale) => sale.orderId !== orderId))];

/** Adds sales that were paid for after the cash raising was stopped. */
export const withSales = (record: WithdrawalRecord, sales: Raised['sales']): WithdrawalRecord =>
  ({ ...record, raised: { status: 'stopped', ...record.raised, sales: unionOf(record.raised?.sales ?? [], sales) } });

/** A released withdrawal, also one that was never requested. What it sold may have been paid for before it was given up. */
export function releasedRecord(known: WithdrawalRecord | null, portfolioId: string, raised: Raised | null): WithdrawalRecord {
  const record: WithdrawalRecord = { ...(known ?? { portfolioId, admission: null }), status: 'released', raised: raised ?? known?.raised ?? null };
  return raised === null || !known?.raised ? record : withSales(record, known.raised.sales);
}

/** The withdrawal has, or may still have, what its admission gave it. */
export const keepsItsSlot = ({ status }: Pick<WithdrawalRecord, 'status'>): boolean => status === 'admitted' || status === 'completing';

type Address = Pick<Outgoing, 'withdrawalId' | 'replyTo'>;

/** A withdrawal that was admitted stays so in every answer, unless it has been given up since. */
export function answerToAdmission({ portfolioId, status, reason, admission }: WithdrawalRecord): Outgoing {
  if (admission === null || status === 'released') return send(portfolioWithdrawalRefused, { portfolioId, reason: reason ?? 'released' });
  const { slotId: _, ...admitted } = admission;
  return send(portfolioWithdrawalAdmitted, { portfolioId, ...admitted });
}

/** The answer to `raise-cash`. */
export function answerToRaise(portfolioId: string, { status, reason, sales }: Raised, address: Address = {}): Outgoing {
  switch (status) {
    case 'at_hand': return send(cashAtHand, { portfolioId }, address);
    case 'raised': return send(cashRaised, { portfolioId, sales }, address);
    case 'not_raised': return send(cashNotRaised, { portfolioId, sales, reason: reason ?? 'insufficient_balance' }, address);
    case 'stopped': return send(cashNotRaised, { portfolioId, sales, reason: 'released' }, address);
  }
}

export const answerToStop = (portfolioId: string, { sales }: Pick<Raised, 'sales'>, address: Address = {}): Outgoing => send(raisingStopped, { portfolioId, sales }, address);

export const salesSettledOf = (portfolioId: string, { withdrawalId, raising: { replyTo }, sales }: Settling & Pick<Raised, 'sales'>): Outgoing =>
  send(salesSettled, { portfolioId, sales }, { withdrawalId, replyTo });

export function answerToCompletion({ portfolioId, feePortfolioId }: WithdrawalRecord): Outgoing {
  if (feePortfolioId === undefined) return send(portfolioWithdrawalCompleted, { portfolioId });
  return send(portfolioWithdrawalCharged, { portfolioId, feePortfolioId });
}

export const portfolioWithdrawals = aggregate({ collection: 'portfolio_withdrawals', state: recordSchema });

/** What came of every withdrawal from a portfolio, by its id. */
@Injectable()
export class PortfolioWithdrawals extends repositoryOf(portfolioWithdrawals) {}
