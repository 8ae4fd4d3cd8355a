import { Injectable } from '@nestjs/common';
import { positiveMoneySchema } from '@sluice/contract-kit';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { PayoutConfig } from '../payout.config.js';
import {
  bankPaymentSchema, BankRail, BankStatement, CALLBACK_PATH, OutcomeUnknown, reportOf, type BankAnswer, type Instruction, type Statement, type StatementLine,
} from './bank.js';

const filesSchema = z.object({ files: z.array(z.object({ text: z.string() })).default([]) });

/** An answer of the bank: its notice and the rail's files. @throws when it is not one. */
function statementOf(body: unknown): BankAnswer & { readonly key: string } {
  const payment = bankPaymentSchema.parse(body);
  return { key: payment.key, notice: reportOf(payment), files: filesSchema.parse(body).files.map(({ text }) => text) };
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

interface Answer {
  readonly status: number;
  readonly statement: ReturnType<typeof statementOf> | null;
}

/** What the bank refuses to read it has not accepted, and never will. */
const MALFORMED = [400, 413, 415, 422];

/** The bank over HTTP. Only an answer that can be read counts as one. */
@Injectable()
export class HttpBankRail extends BankRail {
  override readonly longestCallMs: number;

  constructor(private readonly config: PayoutConfig) {
    super();
    this.longestCallMs = config.bankTimeoutMs;
  }

  override submit(instruction: Instruction): Promise<BankAnswer> {
    return providerCall('bank.submit', () => this.give(instruction), statusOf);
  }

  override inquire(key: string, tenantId: string): Promise<BankAnswer | null> {
    return providerCall('bank.inquire', () => this.find(key, tenantId), (answer) => (answer === null ? 'unknown' : statusOf(answer)));
  }

  override recall(key: string, tenantId: string): Promise<BankAnswer> {
    return providerCall('bank.recall', () => this.bar(key, tenantId), statusOf);
  }

  private async give(instruction: Instruction): Promise<BankAnswer> {
    const callbackUrl = new URL(`${CALLBACK_PATH}/${encodeURIComponent(instruction.tenantId)}`, this.config.publicUrl).href;
    const { status, statement } = await this.call({ method: 'POST', path: 'payments', body: { ...instruction, callbackUrl } });
    if (MALFORMED.includes(status)) return { notice: { status: 'rejected', reason: 'malformed_instruction' }, files: [] };
    return known(status, statement, instruction.key);
  }

  private async find(key: string, tenantId: string): Promise<BankAnswer | null> {
    const { status, statement } = await this.call({ method: 'GET', path: `payments/${encodeURIComponent(key)}?${new URLSearchParams({ tenantId }).toString()}` });
    return status === 404 ? null : known(status, statement, key);
  }

  private async bar(key: string, tenantId: string): Promise<BankAnswer> {
    const { status, statement } = await this.call({ method: 'POST', path: `payments/${encodeURIComponent(key)}/recall`, body: { tenantId } });
    return known(status, statement, key);
  }

  private async call({ method, path, body }: Call): Promise<Answer> {
    try {
      const response = await fetch(new URL(`/bank/${path}`, this.config.bankUrl), {
        method,
        headers: body ? { 'content-type': 'application/json' } : {},
        ...(body ? { body: JSON.stringify(body) } : {}),
        redirect: 'error',
        signal: AbortSignal.timeout(this.longestCallMs),
      });
      const text = await response.text();
      return { status: response.status, statement: response.ok ? statementOf(JSON.parse(text)) : null };
    } catch (error) {
      throw new OutcomeUnknown(`${method} to the bank had no readable answer.`, { cause: error });
    }
  }
}

const statusOf = ({ notice }: BankAnswer): string => notice.status;

function known(status: number, statement: Answer['statement'], key: string): BankAnswer {
  if (statement?.key !== key) throw new OutcomeUnknown(`The bank answered ${status}${statement ? ' about another payment' : ''}.`);
  return { notice: statement.notice, files: statement.files };
}

const journalSchema = z.object({
  position: z.int().min(0),
  payments: z.array(z.object({ key: z.string(), endToEndId: z.string(), amount: positiveMoneySchema, status: z.enum(['accepted', 'settled', 'returned', 'rejected', 'recalled']) })),
});

const isCarried = (line: { readonly status: string }): line is StatementLine => ['accepted', 'settled', 'returned'].includes(line.status);

/** The bank's books over HTTP. */
@Injectable()
export class HttpBankStatement extends BankStatement {
  constructor(private readonly config: PayoutConfig) {
    super();
  }

  override read(tenantId: string, after: number): Promise<Statement> {
    return providerCall('bank.statement', async () => {
      const url = new URL(`/bank/journal?${new URLSearchParams({ tenantId, after: String(after) }).toString()}`, this.config.bankUrl);
      const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(this.config.bankTimeoutMs) });
      if (!response.ok) throw new Error(`The bank answered ${response.status} to a request for its books.`);
      const { payments, position } = journalSchema.parse(await response.json());
      return { lines: payments.filter(isCarried), position };
    }, ({ lines }) => `${lines.length} payments`);
  }
}
