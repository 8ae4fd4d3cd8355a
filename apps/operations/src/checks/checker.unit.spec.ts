import { describe, expect, it } from '@jest/globals';
import { Rechecks } from './checker.js';

/** What is found by checks one after the other, and how many of them were needed. */
async function lasting(...found: string[][]): Promise<{ lasting: string[]; checks: number }> {
  let checks = 0;
  const rechecks = Object.assign(new Rechecks(), { pausesMs: [0, 0] });
  return { lasting: await rechecks.lasting(() => Promise.resolve(found[checks++] ?? []), (text) => text), checks };
}

describe('what seems wrong', () => {
  it.each([
    ['is so when it is there at every check', [['a'], ['a'], ['a']], ['a'], 3],
    ['is not when it is gone at the second', [['a'], [], ['a']], [], 2],
    ['is not when it is gone at the last', [['a'], ['a'], []], [], 3],
    ['is not when it is only there at the last', [['a'], ['a'], ['a', 'b']], ['a'], 3],
    ['is not when the text differs', [['stands at 10'], ['stands at 20'], ['stands at 30']], [], 2],
    ['is checked once when there is nothing', [[]], [], 1],
  ])('%s', async (_, found, expected, checks) => {
    expect(await lasting(...found)).toEqual({ lasting: expected, checks });
  });
});
