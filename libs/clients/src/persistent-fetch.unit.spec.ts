import { describe, expect, it } from '@jest/globals';
import { isRepeatableMethod, persistentFetch, type Fetch } from './persistent-fetch.ts';

/** Answers one after the other, an error for none at all; keeps what it was asked. */
function scripted(...answers: readonly (Response | Error)[]): { readonly fetch: Fetch; readonly asked: { method: string; key: string | null; body: string }[] } {
  const asked: { method: string; key: string | null; body: string }[] = [];
  const rest = [...answers];
  return {
    asked,
    fetch: async (request) => {
      asked.push({ method: request.method, key: request.headers.get('idempotency-key'), body: await request.text() });
      const answer = rest.shift() ?? new Error('asked too often');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

const now = { 'retry-after': '0' };
const answer = (status: number, headers: Record<string, string> = {}): Response => new Response(null, { status, headers });
const lost = (): Error => new TypeError('fetch failed');
const get = (): Request => new Request('http://gateway/x');
const post = (key?: string): Request => new Request('http://gateway/x', { method: 'POST', body: '{"a":1}', headers: key === undefined ? {} : { 'idempotency-key': key } });
const isKeyed = (request: Request): boolean => isRepeatableMethod(request) || request.headers.has('idempotency-key');

describe('a request', () => {
  it.each([
    ['a 503', [answer(503, now), answer(200)]], ['two 429s', [answer(429, now), answer(429, now), answer(200)]], ['no answer', [lost(), answer(200)]], ['its first attempt still under way', [answer(409, now), answer(200)]],
  ])('is made again after %s, the same under the same key', async (_, answers) => {
    const { fetch, asked } = scripted(...answers);
    expect((await persistentFetch({ fetch }, isKeyed)(post('k'))).status).toBe(200);
    expect(asked).toEqual(answers.map(() => ({ method: 'POST', key: 'k', body: '{"a":1}' })));
  });

  it('waits as long as it is told', async () => {
    const { fetch } = scripted(answer(429, { 'retry-after': '1' }), answer(200));
    const before = performance.now();
    await persistentFetch({ fetch }, isKeyed)(get());
    expect(performance.now() - before).toBeGreaterThanOrEqual(990);
  });

  it('that may have had an effect is not made again without a key', async () => {
    for (const first of [answer(503, now), answer(409, now)]) {
      const { fetch, asked } = scripted(first, answer(200));
      expect((await persistentFetch({ fetch }, isKeyed)(post())).status).toBe(first.status);
      expect(asked).toHaveLength(1);
    }
    const { fetch, asked } = scripted(lost(), answer(200));
    await expect(persistentFetch({ fetch }, isKeyed)(post())).rejects.toThrow('fetch failed');
    expect(asked).toHaveLength(1);
  });

  it('without a key that was not begun is made again', async () => {
    const { fetch } = scripted(answer(429, now), answer(201));
    expect((await persistentFetch({ fetch }, isKeyed)(post())).status).toBe(201);
  });

  it.each([400, 401, 403, 404, 409, 422, 500])('that is answered %d is not made again', async (status) => {
    const { fetch, asked } = scripted(answer(status), answer(200));
    expect((await persistentFetch({ fetch }, isKeyed)(get())).status).toBe(status);
    expect(asked).toHaveLength(1);
  });

  it('is given up after so many attempts, and when the wait would be longer than an attempt may take', async () => {
    const often = scripted(answer(503, now), answer(503, now), answer(200));
    expect((await persistentFetch({ fetch: often.fetch, attempts: 2 }, isKeyed)(get())).status).toBe(503);
    const long = scripted(answer(503, { 'retry-after': '120' }), answer(200));
    expect((await persistentFetch({ fetch: long.fetch }, isKeyed)(get())).status).toBe(503);
    expect([often.asked.length, long.asked.length]).toEqual([2, 1]);
  });

  it('that its caller gave up is not made again', async () => {
    const { fetch, asked } = scripted(lost(), answer(200));
    await expect(persistentFetch({ fetch }, isKeyed)(new Request('http://gateway/x', { signal: AbortSignal.abort() }))).rejects.toThrow();
    expect(asked.length).toBeLessThanOrEqual(1);
  });
});
