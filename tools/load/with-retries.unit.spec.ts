import { describe, expect, it } from '@jest/globals';
import { UnexpectedAnswer } from '../client/index.ts';
import { onceWithRetries, withRetries } from './with-retries.ts';

const answered = (status: number, headers: Record<string, string> = { 'retry-after': '0' }): UnexpectedAnswer =>
  new UnexpectedAnswer('A request', { status, headers: new Headers(headers), body: null, bytes: Buffer.of() });

/** Answers with these one after the other. */
function service(...answers: (UnexpectedAnswer | 'done')[]): () => Promise<string> {
  return () => {
    const [next = 'done'] = answers.splice(0, 1);
    return next === 'done' ? Promise.resolve(next) : Promise.reject(next);
  };
}

describe('a client that is refused for now', () => {
  it.each([429, 503])('repeats its request, and counts: %d', async (status) => {
    expect(await withRetries(service(answered(status), answered(status), 'done'))).toEqual({ result: 'done', refused: 2 });
  });

  it('does not repeat what was refused for good', async () => {
    await expect(withRetries(service(answered(422)))).rejects.toThrow('422');
  });

  it('takes what can be done once for done when a repetition is told so', async () => {
    expect(await onceWithRetries(service(answered(503), answered(409)))).toBe(1);
  });

  it('but not when the first request is', async () => {
    await expect(onceWithRetries(service(answered(409)))).rejects.toThrow('409');
  });
});
