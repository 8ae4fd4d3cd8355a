import { timeSchema } from '@sluice/contract-kit';
import type { MoneyJson, Rail } from '@sluice/kernel';
import { z } from 'zod';
import type { BankFile } from '../bank-payments/rails/rail-instruction.js';
import type { BankNumbers } from '../payees/bank-numbers.js';

/** Where the bank reports to; one path for each tenant, so that a report that cannot be read has an owner. */
export const CALLBACK_PATH = '/callbacks/bank';

/** Whom a payment goes to: the numbers that its rail needs. */
export interface Creditor extends BankNumbers {
  readonly name: string;
}

/** One order to pay. The bank takes at most one instruction per key. */
export interface Instruction {
  readonly key: string;
  /** Our reference for the payment, which the rail carries end to end: `<legId>/<attempt>`. */
  readonly endToEndId: string;
  readonly tenantId: string;
  readonly rail: Rail;
  readonly amount: MoneyJson;
  readonly creditor: Creditor;
  readonly reference?: string | undefined;
  /** When the rail is to credit it: ISO 8601, on the tenant's clock. */
  readonly valueDate: string;
  /** The order itself, in the rail's own format; the same bytes however often it is given. */
  readonly file: Pick<BankFile, 'format' | 'text'>;
}

/** The bank's notice of how a payment stands. A return after settlement carries when it was settled, so that reports may come in any order. */
export type BankReport =
  | { readonly status: 'accepted' }
  | { readonly status: 'rejected'; readonly reason: string }
  | { readonly status: 'settled'; readonly trace: string }
  | { readonly status: 'returned'; readonly code: string; readonly returnedAt: string; readonly settledTrace?: string | undefined }
  | { readonly status: 'recalled' };

const common = { key: z.string().min(1), trace: z.string().min(1).optional() };

/** A notice of how a payment stands: in the bank's answers, and in a callback where the rail has no file for it. */
export const bankPaymentSchema = z.discriminatedUnion('status', [
  z.object({ ...common, status: z.literal('accepted') }),
  z.object({ ...common, status: z.literal('rejected'), reason: z.string().min(1) }),
  z.object({ ...common, status: z.literal('settled'), trace: z.string().min(1), settledAt: timeSchema }),
  z.object({ ...common, status: z.literal('returned'), returnCode: z.string().min(1), returnedAt: timeSchema, settledAt: timeSchema.optional() }),
  z.object({ ...common, status: z.literal('recalled') }),
]);
export type BankPayment = z.output<typeof bankPaymentSchema>;

/** The notice as the rest of the service knows it. */
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

/** How a payment stands: the bank's notice, and every file that the rail has for it, the oldest first. */
export interface BankAnswer {
  readonly notice: BankReport;
  readonly files: readonly string[];
}

/** A bank that carries payments over its rails. Every call may throw OutcomeUnknown. */
export abstract class BankRail {
  /** No call lasts longer: it has an answer by then, or its outcome is unknown. */
  abstract readonly longestCallMs: number;
  /** Gives the instruction, or finds it given already under the same key. */
  abstract submit(instruction: Instruction): Promise<BankAnswer>;
  /** How the payment of this key stands; null when the bank does not know the key. */
  abstract inquire(key: string, tenantId: string): Promise<BankAnswer | null>;
  /** Bars the key if no instruction was taken under it (`recalled`); otherwise says how that instruction stands. */
  abstract recall(key: string, tenantId: string): Promise<BankAnswer>;
}

/** A payment in the bank's own books: one that it accepted. */
export interface StatementLine {
  /** Our key, under which it was given. */
  readonly key: string;
  /** Our reference for it: `<legId>/<attempt>`. */
  readonly endToEndId: string;
  readonly amount: MoneyJson;
  readonly status: 'accepted' | 'settled' | 'returned';
}

/** The bank's books as they are at a position, which grows with every change in them. */
export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly position: number;
}

export abstract class BankStatement {
  /** Of what the bank has accepted from us for a tenant, what has changed after a position: everything after 0. @throws when the bank does not answer. */
  abstract read(tenantId: string, after: number): Promise<Statement>;
}
