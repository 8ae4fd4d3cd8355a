import { currentTraceparent } from '@sluice/telemetry';
import type { ConsumeMessage } from 'amqplib';
import { z } from 'zod';

/** The value in a message's body; undefined, which JSON does not have, when the body is not JSON. */
export function jsonIn(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}

/** Whose work a message is, where its consumer sees it before it reads the body. */
const TENANT = 'x-sluice-tenant';

export const tenantHeader = (tenantId: string | undefined): Record<string, string> => (tenantId === undefined ? {} : { [TENANT]: tenantId });

/** Messages that do not say whose they are share a turn. */
export const tenantOf = ({ properties }: ConsumeMessage): string => String((properties.headers as Record<string, unknown> | undefined)?.[TENANT] ?? '');

/** What a message carries about its own past, beside its body. */
const headersSchema = z.object({
  'x-sluice-failures': z.int().nonnegative().catch(0),
  /** What it waits for without that being its handler's fault. */
  'x-sluice-waiting-for': z.enum(['early', 'unknown', 'surroundings']).optional().catch(undefined),
  'x-sluice-waiting-since': z.number().optional().catch(undefined),
  'x-sluice-waits': z.int().nonnegative().catch(0),
  'x-sluice-first-failed-at': z.string().optional().catch(undefined),
  'x-sluice-queue': z.string().optional().catch(undefined),
  'x-sluice-cause': z.string().optional().catch(undefined),
  'x-sluice-stack': z.string().optional().catch(undefined),
  'x-sluice-left-by': z.string().optional().catch(undefined),
  /** Counted by the broker: how often the message was in hand and came back. */
  'x-delivery-count': z.int().nonnegative().catch(0),
  'x-death': z.array(z.object({ queue: z.string(), reason: z.string() })).catch([]),
});

export interface Waiting {
  readonly for: 'early' | 'unknown' | 'surroundings';
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly times: number;
}

export interface Past {
  readonly failures: number;
  readonly waiting: Waiting | null;
  readonly firstFailedAt: string | null;
  /** The queue it was sent to, when it lies in another by now. */
  readonly queue: string | null;
  readonly cause: string | null;
  readonly stack: string | null;
  /** The trace context of what sent it to a queue again. */
  readonly leftBy: string | undefined;
  readonly returns: number;
  /** The queue whose delivery limit it used up, if that is how it got here. */
  readonly exhaustedIn: string | null;
}

function waitingIn(headers: z.infer<typeof headersSchema>): Waiting | null {
  const { 'x-sluice-waiting-for': reason, 'x-sluice-waiting-since': since, 'x-sluice-waits': times } = headers;
  return reason === undefined || since === undefined ? null : { for: reason, since, times };
}

export function pastOf(message: ConsumeMessage): Past {
  const headers = headersSchema.parse(message.properties.headers ?? {});
  return {
    failures: headers['x-sluice-failures'],
    waiting: waitingIn(headers),
    firstFailedAt: headers['x-sluice-first-failed-at'] ?? null,
    queue: headers['x-sluice-queue'] ?? null,
    cause: headers['x-sluice-cause'] ?? null,
    stack: headers['x-sluice-stack'] ?? null,
    leftBy: headers['x-sluice-left-by'],
    returns: headers['x-delivery-count'],
    exhaustedIn: headers['x-death'].find(({ reason }) => reason === 'delivery_limit')?.queue ?? null,
  };
}

/** Headers that the broker writes itself and that would be taken for a message's own when it is sent again. */
const BROKERS_OWN = /^x-(death|first-death|last-death|delivery-count|acquired-count)/;

export const keptHeaders = (message: ConsumeMessage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(message.properties.headers ?? {}).filter(([name]) => !BROKERS_OWN.test(name)));

/** What a member of a group has of the group's headers: whose it is, and what the broker counts. */
export const membersHeaders = (message: ConsumeMessage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(message.properties.headers ?? {}).filter(([name]) => name === TENANT || BROKERS_OWN.test(name)));

export interface Failure {
  readonly queue: string;
  readonly failures: number;
  readonly cause: string;
  readonly stack: string | null;
  /** Set when it waits for something; otherwise what it waited for before is over. */
  readonly waiting?: Waiting | undefined;
}

/** Who sends a message to a queue once more: its next attempt is linked to that. */
export function leftByHeader(): Record<string, string> {
  const traceparent = currentTraceparent();
  return traceparent === undefined ? {} : { 'x-sluice-left-by': traceparent };
}

const waitHeaders = ({ for: reason, since, times }: Waiting): Record<string, unknown> => ({ 'x-sluice-waiting-for': reason, 'x-sluice-waiting-since': since, 'x-sluice-waits': times });

/** The headers of a message that is sent on after a failure at `now`. */
export const headersAfter = (message: ConsumeMessage, { queue, failures, cause, stack, waiting }: Failure, now: Date): Record<string, unknown> => ({
  ...Object.fromEntries(Object.entries(keptHeaders(message)).filter(([name]) => !name.startsWith('x-sluice-wait'))),
  'x-sluice-failures': failures,
  'x-sluice-first-failed-at': pastOf(message).firstFailedAt ?? now.toISOString(),
  'x-sluice-queue': queue,
  'x-sluice-cause': cause,
  ...leftByHeader(),
  ...(stack === null ? {} : { 'x-sluice-stack': stack }),
  ...(waiting === undefined ? {} : waitHeaders(waiting)),
});
