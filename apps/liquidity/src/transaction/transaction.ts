import { isDeepStrictEqual } from 'node:util';
import { transactionViewSchema, type TransactionView } from '@sluice/contract-liquidity';
import type { Change, Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { derivedId } from './derived-id.js';

export const transactionSchema = transactionViewSchema.omit({ id: true }).extend({ serial: z.int().min(1) });
export type Transaction = z.output<typeof transactionSchema>;

/** A transaction as it should be shown. `date` is that of its first showing unless told. */
export interface Row extends Omit<TransactionView, 'timestamp' | 'updatedAt' | 'date'> {
  readonly date?: string | undefined;
}

export const transactionId = (tenantId: string, ...business: readonly string[]): string => derivedId('trn-', tenantId, ...business);

export const dayOn = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Shows a row, or what has changed of it; null when nothing has. When it was first shown never changes, and what is settled changes no more. */
export function bookedTransaction(known: Transaction | null, { id: _, ...row }: Row, serial: number, now: Date): Change<Transaction> | null {
  const date = row.date ?? known?.date ?? dayOn(now);
  const at = now.toISOString();
  if (known === null) return { state: { ...row, date, serial, timestamp: at, updatedAt: at } };
  if (known.status === 'Settled') return null;
  const next = { ...row, date, serial: known.serial, timestamp: known.timestamp, updatedAt: known.updatedAt };
  return isDeepStrictEqual(next, known) ? null : { state: { ...next, updatedAt: at } };
}

export function viewOfTransaction({ id, state: { serial: _, ...shown } }: Versioned<Transaction>): TransactionView {
  return { id, ...shown };
}
