import { Injectable } from '@nestjs/common';
import { providerCall } from '@sluice/telemetry';
import { PayoutConfig } from '../payout.config.js';
import { BankRail, OutcomeUnknown, type BankAnswer, type Instruction } from '../ports/bank-rail.js';
import { statementOf } from './bank-api.js';

/** Where the bank reports to; each tenant's reports by themselves, so that one nobody can read has an owner. */
export const CALLBACK_PATH = '/callbacks/bank';

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

interface Answer {
  readonly status: number;
  readonly statement: ReturnType<typeof statementOf> | null;
}

/** What the bank refuses to read it has not taken, and never will as it stands. */
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
    return providerCall('bank.submit', () => this.give(instruction), saidIn);
  }

  override inquire(key: string, tenantId: string): Promise<BankAnswer | null> {
    return providerCall('bank.inquire', () => this.find(key, tenantId), (answer) => (answer === null ? 'unknown' : saidIn(answer)));
  }

  override recall(key: string, tenantId: string): Promise<BankAnswer> {
    return providerCall('bank.recall', () => this.bar(key, tenantId), saidIn);
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

const saidIn = ({ notice }: BankAnswer): string => notice.status;

function known(status: number, statement: Answer['statement'], key: string): BankAnswer {
  if (statement?.key !== key) throw new OutcomeUnknown(`The bank answered ${status}${statement ? ' about another payment' : ''}.`);
  return { notice: statement.notice, files: statement.files };
}
