import { wordsOf } from './spelling.js';

/** From this score on, two names may be the same person's: a decision for an operator. */
export const LEAST_SCORE = 0.85;

/** Two words less alike than this have nothing to do with each other. */
const LEAST_WORD_SCORE = 0.75;

/** A typing mistake in a short word makes another word of it. */
const EXACT_UP_TO = 3;

/** What one more or one less name takes off: lists and payers differ in middle names. */
const PER_MISSING_WORD = 0.03;

/**
 * How alike two names are, whatever the order of their words: each word finds its nearest in the other name, a longer word
 * counting more. The better of both directions counts, so that a name left out does not hide a person; from it goes a
 * little for each word that only one of them has. A single word is no name: only the other direction speaks for it.
 */
export function likeness(one: string, other: string): number {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  if (left.length === 0 || right.length === 0) return 0;
  const missing = Math.abs(left.length - right.length) * PER_MISSING_WORD;
  const joined = wordLikeness(left.join(''), right.join(''));
  return Math.max(joined, coverage(left, right) - missing, coverage(right, left) - missing, 0);
}

/** How much of the first name is found in the second; each word of the second is used once. */
function coverage(words: readonly string[], others: readonly string[]): number {
  if (words.length === 1 && others.length > 1) return 0;
  const left = [...others];
  let found = 0;
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const scores = left.map((other) => wordLikeness(word, other));
    const best = Math.max(0, ...scores);
    if (best > 0) left.splice(scores.indexOf(best), 1);
    found += best * word.length;
  }
  return found / words.join('').length;
}

function wordLikeness(one: string, other: string): number {
  if (one === other) return 1;
  const longest = Math.max(one.length, other.length);
  if (Math.min(one.length, other.length) <= EXACT_UP_TO) return 0;
  const score = 1 - distance(one, other) / longest;
  return score < LEAST_WORD_SCORE ? 0 : score;
}

/** Letters to change, add, drop or swap with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity;
      line.push(Math.min((last[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (isSame ? 0 : 1), swapped));
    }
    [beforeLast, last] = [last, line];
  }
  return last[other.length] ?? 0;
}
