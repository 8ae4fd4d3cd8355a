import { currencies } from '@sluice/kernel';
import { z } from 'zod';

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
