/** What every client can be told. */
export interface ClientSettings {
  /** Where the gateway is, such as `https://sluice.example.com`. */
  readonly url: string;
  /** How often a request is made at most before its failure is handed on. */
  readonly attempts?: number;
  /** How long one attempt may take, and how long is waited before another at most. */
  readonly timeoutMs?: number;
  /** Makes the requests, in place of the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export type Fetch = (request: Request) => Promise<Response>;

const ATTEMPTS = 5;
const TIMEOUT_MS = 60_000;
const FIRST_PAUSE_MS = 200;

export const EVENT_STREAM = 'text/event-stream';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds, as every dialect writes them. */
const retryAfterMs = ({ headers }: Response): number | undefined => {
  const seconds = headers.get('retry-after');
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
};

/**
 * Whether this answer asks for another attempt. A 429 was never begun. A 503 may have been, and so may a request without an answer: they are
 * made again where that does no harm. A 409 with `Retry-After` is a request whose first attempt is still under way.
 */
const isPassing = ({ status, headers }: Response, isRepeatable: boolean): boolean =>
  status === 429 || (isRepeatable && (status === 503 || (status === 409 && headers.has('retry-after'))));

/**
 * Makes a request until there is an answer that says something about it. All attempts are the same request, under the same key where it
 * has one; `isRepeatable` says of which a second one has no second effect.
 */
export function persistentFetch({ attempts = ATTEMPTS, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch }: Omit<ClientSettings, 'url'>, isRepeatable: (request: Request) => boolean | Promise<boolean>): Fetch {
  // A stream takes as long as somebody listens.
  const limit = ({ headers, signal }: Request): AbortSignal => (headers.get('accept') === EVENT_STREAM ? signal : AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  const once = (request: Request): Promise<Response> => fetch(new Request(request.clone(), { signal: limit(request) }));
  return async (request) => {
    const repeatable = await isRepeatable(request);
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts;
      const backoffMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
      try {
        const answer = await once(request);
        const waitMs = retryAfterMs(answer) ?? backoffMs;
        if (isLast || waitMs > timeoutMs || !isPassing(answer, repeatable)) return answer;
        await answer.body?.cancel();
        await pause(waitMs);
      } catch (error) {
        if (isLast || !repeatable || request.signal.aborted) throw error;
        await pause(backoffMs);
      }
    }
  };
}

/** What has no second effect by its method alone. */
export const isRepeatableMethod = ({ method }: Request): boolean => method !== 'POST' && method !== 'PATCH';
