import { z } from 'zod';
import { paymentSchema, type Payment } from './payment.js';

const time = z.iso.datetime();
const key = z.string();

/** What happens to payments, one line each, in order. */
export const bankLineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('taken'), payment: paymentSchema }),
  z.object({ event: z.literal('settled'), key, at: time }),
  z.object({ event: z.literal('returned'), key, at: time, code: z.string() }),
  z.object({ event: z.literal('corrected'), key, at: time, code: z.string(), data: z.string() }),
  z.object({ event: z.literal('called-back'), key, status: paymentSchema.shape.status }),
]);
export type BankLine = z.output<typeof bankLineSchema>;

/** Every payment and how far its client was told, as the journal's lines make them. */
export class Book {
  readonly payments = new Map<string, Payment>();
  /** Keys by the id under which a rail knows their payment. */
  readonly keys = new Map<string, string>();
  readonly unsettled = new Set<string>();
  readonly untold = new Set<string>();
  /** The key of each change of a payment, in order: what has happened after a position stands behind it. */
  private readonly changes: string[] = [];

  apply(line: BankLine): Payment | undefined {
    const known = line.event === 'taken' ? line.payment : this.payments.get(line.key);
    if (known === undefined) return undefined;
    const next = afterLine(known, line);
    this.payments.set(next.key, next);
    this.index(next, line);
    return next;
  }

  /** How many changes there were. */
  get position(): number {
    return this.changes.length;
  }

  /** Each payment that has changed after a position, as it is now. */
  changedAfter(position: number): Payment[] {
    return [...new Set(this.changes.slice(position))].flatMap((key) => this.payments.get(key) ?? []);
  }

  private index(payment: Payment, line: BankLine): void {
    if (line.event !== 'called-back') this.changes.push(payment.key);
    if (payment.paymentId !== undefined) this.keys.set(payment.paymentId, payment.key);
    if (payment.status === 'accepted') this.unsettled.add(payment.key);
    else this.unsettled.delete(payment.key);
    if (line.event === 'settled' || line.event === 'returned') this.untold.add(payment.key);
    if (line.event === 'called-back' && line.status === payment.status) this.untold.delete(payment.key);
  }
}

function afterLine(payment: Payment, line: BankLine): Payment {
  switch (line.event) {
    case 'taken': return line.payment;
    case 'settled': return { ...payment, status: 'settled', settledAt: line.at };
    case 'returned': return { ...payment, status: 'returned', returnedAt: line.at, returnCode: line.code };
    case 'corrected': return { ...payment, corrections: [...payment.corrections, { code: line.code, data: line.data, at: line.at }] };
    case 'called-back': return payment;
  }
}
