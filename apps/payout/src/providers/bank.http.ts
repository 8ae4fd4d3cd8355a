import { Injectable } from '@nestjs/common';
import { positiveMoneySchema } from '@sluice/contract-kit';
import { Provider } from '@sluice/providers';
import { z } from 'zod';
import { PayoutConfig } from '../payout.config.js';
import { bankPaymentSchema, BankRail, BankStatement, CALLBACK_PATH, reportOf, type BankAnswer, type Instruction, type Statement, type StatementLine } from './bank.js';

/** The bank: one client for all that is requested of it, so that its circuit knows of every call. */
@Injectable()
export class Bank extends Provider {
  constructor({ bankUrl: url, bankTimeoutMs: timeoutMs, bankCredentials: credentials }: PayoutConfig) {
    super({ name: 'bank', url, timeoutMs, credentials });
  }
}

const filesSchema = z.object({ files: z.array(z.object({ text: z.string() })).default([]) });

/** The bank's notice about this payment, and the rail's files. What is about another payment is no answer. */
const answerAbout = (key: string): z.ZodType<BankAnswer> => z.intersection(bankPaymentSchema, filesSchema).refine((payment) => payment.key === key, 'it is about another payment')
  .transform((payment) => ({ notice: reportOf(payment), files: payment.files.map(({ text }) => text) }));

const pathOf = (key: string): string => `/bank/payments/${encodeURIComponent(key)}`;
const statusOf = ({ notice }: BankAnswer): string => notice.status;

/** Payments at the bank. */
@Injectable()
export class HttpBankRail extends BankRail {
  override readonly longestCallMs: number;

  constructor(private readonly bank: Bank, private readonly config: PayoutConfig) {
    super();
    this.longestCallMs = bank.longestCallMs;
  }

  override submit(instruction: Instruction): Promise<BankAnswer> {
    const callbackUrl = new URL(`${CALLBACK_PATH}/${encodeURIComponent(instruction.tenantId)}`, this.config.publicUrl).href;
    return this.bank.call({
      verb: 'submit', method: 'POST', path: '/bank/payments', body: { ...instruction, callbackUrl }, answer: answerAbout(instruction.key),
      refused: () => ({ notice: { status: 'rejected', reason: 'malformed_instruction' }, files: [] }), outcome: statusOf,
    });
  }

  override inquire(key: string, tenantId: string): Promise<BankAnswer | null> {
    return this.bank.call<BankAnswer | null>({
      verb: 'inquire', method: 'GET', path: pathOf(key), query: { tenantId }, answer: answerAbout(key), missing: () => null,
      outcome: (answer) => (answer === null ? 'unknown' : statusOf(answer)),
    });
  }

  override recall(key: string, tenantId: string): Promise<BankAnswer> {
    return this.bank.call({ verb: 'recall', method: 'POST', path: `${pathOf(key)}/recall`, body: { tenantId }, answer: answerAbout(key), outcome: statusOf });
  }
}

const journalSchema = z.object({
  position: z.int().min(0),
  payments: z.array(z.object({ key: z.string(), endToEndId: z.string(), amount: positiveMoneySchema, status: z.enum(['accepted', 'settled', 'returned', 'rejected', 'recalled']) })),
});

const isCarried = (line: { readonly status: string }): line is StatementLine => ['accepted', 'settled', 'returned'].includes(line.status);

const statementSchema: z.ZodType<Statement> = journalSchema.transform(({ payments, position }) => ({ lines: payments.filter(isCarried), position }));

/** All that a tenant ever paid may be in one answer. */
const LONGEST_STATEMENT_BYTES = 256 * 2 ** 20;

/** The bank's books. */
@Injectable()
export class HttpBankStatement extends BankStatement {
  constructor(private readonly bank: Bank) {
    super();
  }

  override read(tenantId: string, after: number): Promise<Statement> {
    return this.bank.call({
      verb: 'statement', method: 'GET', path: '/bank/journal', query: { tenantId, after: String(after) }, answer: statementSchema,
      outcome: ({ lines }) => `${lines.length} payments`, longestBytes: LONGEST_STATEMENT_BYTES,
    });
  }
}
