import anyAscii from 'any-ascii';

/** Says what kind of company it is, not which. */
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
 * Whether finding nobody by this name says anything: there is a letter in it (digits alone name nobody), all letters are of the
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
