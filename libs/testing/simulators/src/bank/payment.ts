import { currencies } from '@sluice/kernel';
import { z } from 'zod';

/** Of the bank that sends: the first eight digits of its routing number. */
const ORIGINATOR = '09100001';

/** The rail's own number for a payment: fifteen digits for ACH, else the rail, the date and a running number. */
export function traceNumber(rail: string, at: Date, running: number): string {
  if (rail === 'ACH') return `${ORIGINATOR}${String(running).padStart(7, '0')}`;
  return `${rail}${at.toISOString().slice(0, 10).replaceAll('-', '')}${String(running).padStart(10, '0')}`;
}

const time = z.iso.datetime();

/** An order to pay, as the bank takes it. */
export const instructionSchema = z.object({
  key: z.string().min(1).max(100),
  /** The client's own words for the payment; the rail carries them to its end. */
  endToEndId: z.string().min(1).max(200),
  tenantId: z.string().min(1),
  rail: z.enum(['ACH', 'WIRE', 'FPS', 'SEPA']),
  amount: z.object({ currency: z.enum(currencies), units: z.string().regex(/^[1-9]\d*$/) }),
  creditor: z.record(z.string(), z.string()),
  reference: z.string().optional(),
  /** When it is to be credited, on the tenant's clock. */
  valueDate: time,
  callbackUrl: z.url({ protocol: /^https?$/ }),
  /** The order itself, in the rail's own format; what stands beside it has to agree. */
  file: z.object({ format: z.string().min(1).max(40), text: z.string().min(1).max(20_000) }),
});
export type Instruction = z.output<typeof instructionSchema>;

export const paymentSchema = z.object({
  key: z.string(),
  tenantId: z.string(),
  status: z.enum(['accepted', 'rejected', 'settled', 'returned', 'recalled']),
  instruction: instructionSchema.optional(),
  /** Under which the rail knows it: from its file. */
  paymentId: z.string().optional(),
  /** The rail's own number for it. */
  trace: z.string().optional(),
  reason: z.string().optional(),
  /** Wall-clock time. */
  takenAt: time,
  /** Times on the tenant's clock. */
  acceptedAt: time.optional(),
  settledAt: time.optional(),
  returnedAt: time.optional(),
  returnCode: z.string().optional(),
  /** New numbers that the receiving bank wants used next time. */
  corrections: z.array(z.object({ code: z.string(), data: z.string(), at: time })),
  /** How often each change is called back: not at all by a bank gone silent. */
  callbacks: z.int().min(0),
  traceparent: z.string().optional(),
});
export type Payment = z.output<typeof paymentSchema>;

/** A payment in the bank's own words. */
export function viewOf({ key, status, trace, reason, settledAt, returnedAt, returnCode }: Payment): object {
  return { key, status, trace, reason, settledAt, returnedAt, returnCode };
}

/** A payment as it stands in the list of all that the bank has accepted. */
export function entryOf(payment: Payment): object {
  const { file: _, ...said } = payment.instruction ?? { file: undefined };
  return { ...said, ...viewOf(payment), paymentId: payment.paymentId, acceptedAt: payment.acceptedAt };
}

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
