import { timeSchema } from '@sluice/contract-kit';
import { z } from 'zod';
import type { BankAnswer, BankReport } from '../ports/bank-rail.js';

const common = { key: z.string().min(1), trace: z.string().min(1).optional() };

/** A payment in the bank's plain words: in its answers, and in a callback where the rail has no file for it. */
export const bankPaymentSchema = z.discriminatedUnion('status', [
  z.object({ ...common, status: z.literal('accepted') }),
  z.object({ ...common, status: z.literal('rejected'), reason: z.string().min(1) }),
  z.object({ ...common, status: z.literal('settled'), trace: z.string().min(1), settledAt: timeSchema }),
  z.object({ ...common, status: z.literal('returned'), returnCode: z.string().min(1), returnedAt: timeSchema, settledAt: timeSchema.optional() }),
  z.object({ ...common, status: z.literal('recalled') }),
]);
export type BankPayment = z.output<typeof bankPaymentSchema>;

const filesSchema = z.object({ files: z.array(z.object({ text: z.string() })).default([]) });

/** An answer of the bank's: its plain word and the rail's files. @throws when it is not one. */
export function statementOf(body: unknown): BankAnswer & { readonly key: string } {
  const payment = bankPaymentSchema.parse(body);
  return { key: payment.key, notice: reportOf(payment), files: filesSchema.parse(body).files.map(({ text }) => text) };
}

/** A payment of the bank's in our words. */
export function reportOf(payment: BankPayment): BankReport {
  switch (payment.status) {
    case 'rejected': return { status: 'rejected', reason: payment.reason };
    case 'settled': return { status: 'settled', trace: payment.trace };
    case 'returned': return {
      status: 'returned', code: payment.returnCode, returnedAt: payment.returnedAt,
      settledTrace: payment.settledAt === undefined ? undefined : payment.trace,
    };
    case 'accepted': case 'recalled': return { status: payment.status };
  }
}
