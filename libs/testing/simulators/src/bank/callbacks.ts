import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { SimulatorsOptions } from '../simulators.options.js';
import type { ReportFile } from './files/reports.js';
import type { Payment } from './payment.js';

const TIMEOUT_MS = 5_000;

/** Waits before the client is told once more what it did not take in. */
const RETRY_DELAYS_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000];

interface Telling {
  readonly payment: Payment;
  readonly report: ReportFile;
  /** Called once the client has taken it in. */
  readonly done: () => void;
}

/** Tells clients how their payments stand, signed, until they have taken it in or the time for it ends. */
@Injectable()
export class Callbacks {
  private readonly logger = new Logger(Callbacks.name);
  private readonly waiting = new Set<NodeJS.Timeout>();
  private readonly underway = new Set<Promise<void>>();
  private readonly ending = new AbortController();

  constructor(private readonly options: SimulatorsOptions) {}

  send(payment: Payment, report: ReportFile, done: () => void): void {
    for (let copy = 0; copy < payment.callbacks; copy += 1) this.start({ payment, report, done }, 0);
  }

  /** Resolves when nothing is told any more: what was not taken in until then is told after the next start. */
  async stop(): Promise<void> {
    this.ending.abort();
    for (const timer of this.waiting) clearTimeout(timer);
    await Promise.all(this.underway);
  }

  private start(telling: Telling, attempts: number): void {
    const attempt = this.attempt(telling, attempts).finally(() => this.underway.delete(attempt));
    this.underway.add(attempt);
  }

  private async attempt(telling: Telling, attempts: number): Promise<void> {
    if (await this.isTakenIn(telling)) return telling.done();
    if (this.ending.signal.aborted) return;
    const delayMs = RETRY_DELAYS_MS[attempts];
    if (delayMs === undefined) return this.logger.warn(`The client never took in how ${telling.payment.key} stands.`);
    const timer = setTimeout(() => {
      this.waiting.delete(timer);
      this.start(telling, attempts + 1);
    }, delayMs);
    this.waiting.add(timer);
  }

  private async isTakenIn({ payment, report }: Telling): Promise<boolean> {
    const body = report.text;
    const url = payment.instruction?.callbackUrl ?? '';
    const traceparent: Record<string, string> = payment.traceparent === undefined ? {} : { traceparent: payment.traceparent };
    const headers = { 'content-type': report.contentType, 'x-bank-signature': this.signature(body), ...traceparent };
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.ending.signal]);
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      await response.body?.cancel();
      return response.ok;
    } catch (error) {
      this.logger.debug(`The client of ${payment.key} cannot be reached: ${String(error)}`);
      return false;
    }
  }

  private signature(body: string): string {
    const time = Math.floor(Date.now() / 1000);
    return `t=${time},v1=${createHmac('sha256', this.options.callbackSecret).update(`${time}.${body}`).digest('hex')}`;
  }
}
