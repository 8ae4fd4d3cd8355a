import type { ConsumeMessage } from 'amqplib';
import { z } from 'zod';

/** What a message carries about its own past, beside its body. */
const headersSchema = z.object({
  'x-sluice-failures': z.int().nonnegative().catch(0),
  'x-sluice-first-failed-at': z.string().optional().catch(undefined),
  'x-sluice-queue': z.string().optional().catch(undefined),
  'x-sluice-cause': z.string().optional().catch(undefined),
  'x-sluice-stack': z.string().optional().catch(undefined),
  /** Counted by the broker: how often the message was in hand and came back. */
  'x-delivery-count': z.int().nonnegative().catch(0),
  'x-death': z.array(z.object({ queue: z.string(), reason: z.string() })).catch([]),
});

export interface Past {
  readonly failures: number;
  readonly firstFailedAt: string | null;
  /** The queue it was sent to, when it lies in another by now. */
  readonly queue: string | null;
  readonly cause: string | null;
  readonly stack: string | null;
  readonly returns: number;
  /** The queue whose delivery limit it used up, if that is how it got here. */
  readonly exhaustedIn: string | null;
}

export function pastOf(message: ConsumeMessage): Past {
  const headers = headersSchema.parse(message.properties.headers ?? {});
  return {
    failures: headers['x-sluice-failures'],
    firstFailedAt: headers['x-sluice-first-failed-at'] ?? null,
    queue: headers['x-sluice-queue'] ?? null,
    cause: headers['x-sluice-cause'] ?? null,
    stack: headers['x-sluice-stack'] ?? null,
    returns: headers['x-delivery-count'],
    exhaustedIn: headers['x-death'].find(({ reason }) => reason === 'delivery_limit')?.queue ?? null,
  };
}

/** Headers that the broker writes itself and that would be taken for a message's own when it is sent again. */
const BROKERS_OWN = /^x-(death|first-death|last-death|delivery-count|acquired-count)/;

export const keptHeaders = (message: ConsumeMessage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(message.properties.headers ?? {}).filter(([name]) => !BROKERS_OWN.test(name)));

/** The headers of a message that is sent on after a failure. */
export const headersAfter = (message: ConsumeMessage, queue: string, failures: number, cause: string, stack: string | null): Record<string, unknown> => ({
  ...keptHeaders(message),
  'x-sluice-failures': failures,
  'x-sluice-first-failed-at': pastOf(message).firstFailedAt ?? new Date().toISOString(),
  'x-sluice-queue': queue,
  'x-sluice-cause': cause,
  ...(stack === null ? {} : { 'x-sluice-stack': stack }),
});
