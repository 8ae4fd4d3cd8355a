import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Tenants } from '../control/tenants.js';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { type BankLine, bankLineSchema, Book, type Instruction, type Payment, traceNumber } from './payment.js';
import { Callbacks } from './callbacks.js';
import { correctionFile, reportOf } from './files/reports.js';
import type { OrderTerms } from './files/orders.js';

const LOOK_EVERY_MS = 25;

/** At pace `instant` the rail takes this long for everything. */
const INSTANT_MS = 150;

/** How a payment is taken: how often each change is called back, and in which trace. */
export interface Taking {
  readonly callbacks: number;
  readonly traceparent: string | undefined;
}

/** A bank that takes at most one instruction per key and settles it when its rail does. Its journal is all it knows. */
@Injectable()
export class Bank implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly book = new Book();
  private readonly lines: JsonLines<BankLine>;
  private clockwork: NodeJS.Timeout | undefined;

  constructor(private readonly tenants: Tenants, private readonly callbacks: Callbacks, { journalFolder }: SimulatorsOptions) {
    this.lines = new JsonLines(journalFolder, 'bank', bankLineSchema);
    for (const line of this.lines.readAll()) this.book.apply(line);
  }

  onApplicationBootstrap(): void {
    for (const key of this.book.untold) this.callBack(this.find(key));
    this.clockwork = setInterval(() => this.settleDue(), LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.clockwork);
    await this.callbacks.stop();
  }

  find(key: string): Payment | null {
    return this.book.payments.get(key) ?? null;
  }

  /** The key under which a payment of this id was taken. */
  keyOf(paymentId: string): string | undefined {
    return this.book.keys.get(paymentId);
  }

  /** The latest payment that a reference means: its key, or the beginning of its key or end-to-end id. */
  findByReference(tenantId: string, reference: string): Payment | null {
    const meant = ({ key, instruction }: Payment): boolean => key.startsWith(reference) || (instruction?.endToEndId.startsWith(reference) ?? false);
    return [...this.book.payments.values()].filter((payment) => payment.tenantId === tenantId && payment.acceptedAt !== undefined && meant(payment)).at(-1) ?? null;
  }

  /** How far the books go: it grows with every change in them. */
  get position(): number {
    return this.book.position;
  }

  /** Every instruction that was accepted, whatever became of it, and to which something has happened after a position. */
  accepted(tenantId: string | undefined, after: number): Payment[] {
    return this.book.changedAfter(after).filter((payment) => payment.acceptedAt !== undefined && (tenantId === undefined || payment.tenantId === tenantId));
  }

  /** Takes an instruction; under a key already known it is not taken again. */
  accept(instruction: Instruction, { paymentId, trace: given }: OrderTerms, { callbacks, traceparent }: Taking): Payment {
    const { tenantId, rail } = instruction;
    const acceptedAt = this.tenants.now(tenantId);
    const trace = given ?? traceNumber(rail, acceptedAt, this.book.payments.size + 1);
    return this.take({ ...opened(instruction), status: 'accepted', paymentId, trace, acceptedAt: acceptedAt.toISOString(), callbacks, traceparent });
  }

  reject(instruction: Instruction, { paymentId }: OrderTerms, reason: string): Payment {
    return this.take({ ...opened(instruction), status: 'rejected', paymentId, reason, callbacks: 0 });
  }

  /** Bars a key under which nothing was taken. */
  recall(key: string, tenantId: string): Payment {
    return this.take({ key, tenantId, status: 'recalled', corrections: [], takenAt: wallTime(), callbacks: 0 });
  }

  /** Sends the money back; null when there is none to send. */
  giveBack(key: string, code: string): Payment | null {
    const payment = this.find(key);
    if (payment?.status === 'returned' && payment.returnCode === code) return payment;
    if (payment?.status !== 'accepted' && payment?.status !== 'settled') return null;
    return this.moveOn({ event: 'returned', key, code, at: this.tenants.now(payment.tenantId).toISOString() });
  }

  /** Passes on that the receiving bank wants other numbers used; null for a payment that ACH did not carry there. */
  correct(key: string, code: string, data: string): Payment | null {
    const payment = this.find(key);
    if (payment?.instruction?.rail !== 'ACH' || payment.acceptedAt === undefined) return null;
    const at = this.tenants.now(payment.tenantId).toISOString();
    const next = this.record({ event: 'corrected', key, code, data, at }) ?? null;
    if (next) this.callbacks.send(next, correctionFile(next, { code, data, at }), () => undefined);
    return next;
  }

  private take(payment: Payment): Payment {
    return this.find(payment.key) ?? this.record({ event: 'taken', payment }) ?? payment;
  }

  private settleDue(): void {
    for (const key of this.book.unsettled) {
      const payment = this.find(key);
      if (payment && this.isDue(payment)) this.moveOn({ event: 'settled', key, at: this.tenants.now(payment.tenantId).toISOString() });
    }
  }

  private isDue({ tenantId, takenAt, instruction }: Payment): boolean {
    if (this.tenants.pace(tenantId) === 'instant') return Date.now() >= new Date(takenAt).getTime() + INSTANT_MS;
    return instruction !== undefined && this.tenants.now(tenantId) >= new Date(instruction.valueDate);
  }

  private moveOn(line: BankLine): Payment | null {
    const payment = this.record(line) ?? null;
    this.callBack(payment);
    return payment;
  }

  private callBack(payment: Payment | null): void {
    if (payment) this.callbacks.send(payment, reportOf(payment), () => this.record({ event: 'called-back', key: payment.key, status: payment.status }));
  }

  private record(line: BankLine): Payment | undefined {
    this.lines.append(line);
    return this.book.apply(line);
  }
}

const opened = (instruction: Instruction): Pick<Payment, 'key' | 'tenantId' | 'instruction' | 'corrections' | 'takenAt'> => ({
  key: instruction.key, tenantId: instruction.tenantId, instruction, corrections: [], takenAt: wallTime(),
});

const wallTime = (): string => new Date().toISOString();
