import { z } from 'zod';

/** What travels around every message body. Times are ISO 8601; `traceparent` is W3C trace context. */
export const envelopeSchema = z.object({
  /** The same for every copy of one message: consumers deduplicate by it or by a business id in the body. */
  id: z.string().min(1),
  /** `<service>.<verb-noun>` as in the contract. */
  type: z.string().regex(/^[a-z]+\.[a-z-]+$/),
  /** Version of the body's shape. */
  version: z.literal(1),
  tenantId: z.string().min(1),
  withdrawalId: z.string().min(1).optional(),
  /** Id of the message or request that led to this one. */
  causationId: z.string().min(1),
  /** The app whose answers queue the answer to a command goes to. */
  replyTo: z.string().min(1).optional(),
  traceparent: z.string().optional(),
  /** In which the withdrawal was made, for traces and logs. */
  dialect: z.string().optional(),
  occurredAt: z.iso.datetime(),
  body: z.unknown(),
});

export type RawEnvelope = z.infer<typeof envelopeSchema>;

/** A message whose body was parsed by its contract's schema. */
export interface Envelope<Body = unknown> extends Omit<RawEnvelope, 'body'> {
  readonly body: Body;
}
