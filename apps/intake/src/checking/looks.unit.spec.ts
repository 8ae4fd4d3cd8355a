import { describe, expect, it } from '@jest/globals';
import { Looks } from './looks.js';

/** What is found at the looks that come one after the other, and how many of them were needed. */
async function lasting(...found: string[][]): Promise<{ lasting: string[]; looks: number }> {
  let looks = 0;
  const patient = Object.assign(new Looks(), { pausesMs: [0, 0] });
  return { lasting: await patient.lasting(() => Promise.resolve(found[looks++] ?? []), (text) => text), looks };
}

describe('what seems wrong', () => {
  it.each([
    ['is so when it is there at every look', [['a'], ['a'], ['a']], ['a'], 3],
    ['is not when it is gone at the second', [['a'], [], ['a']], [], 2],
    ['is not when it is gone at the last', [['a'], ['a'], []], [], 3],
    ['is not when it is only there at the last', [['a'], ['a'], ['a', 'b']], ['a'], 3],
    ['is not when it is said in other words', [['stands at 10'], ['stands at 20'], ['stands at 30']], [], 2],
    ['is looked for once when there is nothing', [[]], [], 1],
  ])('%s', async (_, found, expected, looks) => {
    expect(await lasting(...found)).toEqual({ lasting: expected, looks });
  });
});
