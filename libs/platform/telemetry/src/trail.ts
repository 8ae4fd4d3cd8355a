import { AsyncLocalStorage } from 'node:async_hooks';
import { SpanKind } from '@opentelemetry/api';
import { Histogram } from 'prom-client';
import { passKillPoint, sendBetweenKillPoints } from './kill-points.js';
import { recentProviderCalls } from './provider-calls.js';
import { currentTraceId, inSpan } from './spans.js';
import { currentLogFields } from './work-context.js';

export const providerCallSeconds = new Histogram({
  name: 'sluice_provider_call_seconds',
  help: 'How long a call to the outside world took, by port and verb, and what came of it.',
  labelNames: ['call', 'outcome'] as const,
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});

/** Something that was done for a withdrawal. Never a body, never a secret: names, outcomes and counts only. */
export interface TrailRow {
  readonly at: Date;
  readonly tenantId: string;
  readonly withdrawalId: string;
  readonly kind: 'message' | 'provider-call' | 'timer';
  readonly name: string;
  readonly outcome: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly traceId?: string | undefined;
  readonly detail?: string | undefined;
}

/** Where a service leaves what it did, for the withdrawal's timeline. */
export abstract class Trail {
  /** Returns at once: nothing that moves money waits for it. */
  abstract note(row: TrailRow): void;
}

const LONGEST_DETAIL = 200;

const trails = new AsyncLocalStorage<Trail>();

/** Runs the work so that its calls to the outside are noted on this trail. */
export const onTrail = <T>(trail: Trail, work: () => T): T => trails.run(trail, work);

/**
 * Makes a call to the outside world, in a span of its own, and notes how it went under the withdrawal that is worked on, if there is one.
 * `name` is `<port>.<verb>`; `outcomeOf` puts an answer into a word, `answered` unless told.
 */
export function providerCall<T>(name: string, call: () => Promise<T>, outcomeOf: (answer: T) => string = () => 'answered'): Promise<T> {
  const at = new Date();
  return inSpan(name, { kind: SpanKind.CLIENT }, async (span) => {
    const stop = providerCallSeconds.startTimer({ call: name });
    const came = (outcome: string, error?: string): void => {
      stop({ outcome: outcome.replace(/:.*$/s, '') });
      span.setAttribute('sluice.outcome', outcome);
      note(name, at, outcome, error);
    };
    try {
      const answer = await sendBetweenKillPoints(name, call);
      came(outcomeOf(answer));
      return answer;
    } catch (error) {
      came('failed', error instanceof Error ? error.name : undefined);
      throw error;
    } finally {
      passKillPoint('reply', name, 'after');
    }
  });
}

function note(name: string, at: Date, outcome: string, error?: string): void {
  const { tenantId, withdrawalId } = currentLogFields();
  if (tenantId !== undefined) recentProviderCalls.count(tenantId, name, outcome, new Date());
  if (tenantId === undefined || withdrawalId === undefined) return;
  const detail = [error, `${Date.now() - at.getTime()} ms`].filter((part) => part !== undefined).join(', ').slice(0, LONGEST_DETAIL);
  trails.getStore()?.note({ at, tenantId, withdrawalId, kind: 'provider-call', name, outcome, attempt: 1, traceId: currentTraceId(), detail });
}
