import anyAscii from 'any-ascii';

/** Words for the kind of company: they do not tell names apart. */
const legalForms = new Set(['ltd', 'limited', 'llc', 'inc', 'corp', 'corporation', 'co', 'company', 'gmbh', 'ag', 'sa', 'plc', 'bv', 'srl', 'the', 'and', 'of']);

/**
 * Alphabets that write every sound, so that their Latin spelling is near the one on a list. Others are not: Arabic and Hebrew leave
 * the vowels out, and Chinese, Japanese and Korean names are spelled in several ways, with no gap between their words.
 */
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Georgian}/u];

/** Signs that belong to no script of their own: digits, accents, the apostrophes among letters. */
const COMMON = /[\p{Script=Common}\p{Script=Inherited}]/u;

/** Runs of letters and digits. What is invisible is gone, and a picture or a sign parts words. */
const runsOf = (name: string): string[] =>
  name.normalize('NFKC').replaceAll(/[\p{Cf}'’‘`.]/gu, '').split(/[^\p{L}\p{M}\p{N}]+/u).filter((run) => run !== '');

const latinWordsOf = (run: string): string[] => anyAscii(run).toLowerCase().replaceAll(/['`.]/g, '').split(/[^a-z0-9]+/).filter((word) => word !== '');

/** A name's words in Latin letters without case, accents, punctuation and legal forms: `Müller-Ögüt GmbH` is `muller ogut`. */
export function wordsOf(name: string): string[] {
  const words = runsOf(name).flatMap(latinWordsOf);
  const telling = words.filter((word) => !legalForms.has(word));
  return telling.length === 0 ? words : telling;
}

/**
 * Whether a search for this name that finds nobody clears it: there is a letter in it (digits alone name nobody), all letters are of the
 * alphabets above, and no word mixes two of them (a letter of one that looks like another's would hide a name).
 */
export function isComparable(name: string): boolean {
  const runs = runsOf(name);
  return runs.flatMap(latinWordsOf).some((word) => /[a-z]/.test(word)) && runs.every(isOfOneAlphabet);
}

function isOfOneAlphabet(run: string): boolean {
  const letters = [...run].filter((character) => !COMMON.test(character));
  return letters.length === 0 || alphabets.some((alphabet) => letters.every((letter) => alphabet.test(letter)));
}

/** A name as it is written, and in Latin letters where it is not: what a list that compares letters is searched for. */
export function spellingsOf(name: string): string[] {
  const isLatin = runsOf(name).every((run) => [...run].every((character) => COMMON.test(character) || /\p{Script=Latin}/u.test(character)));
  const latin = runsOf(name).map((run) => anyAscii(run)).join(' ');
  return isLatin || latin.trim() === '' ? [name] : [name, latin];
}

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
 * little for each word that only one of them has. A single word is no name: only the other direction counts for it.
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
