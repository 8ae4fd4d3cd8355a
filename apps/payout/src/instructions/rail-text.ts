import anyAscii from 'any-ascii';
import { InexpressibleInstruction } from './inexpressible-instruction.js';

/** The characters that can be carried, and what stands in for those that have a meaning of their own. */
export interface Alphabet {
  readonly allows: { test(character: string): boolean };
  readonly upperCase: boolean;
  readonly standIns: Readonly<Record<string, string>>;
}

/** SWIFT's x set, which SEPA prescribes and Faster Payments and Fedwire carry. */
export const latinAlphabet: Alphabet = {
  allows: /^[A-Za-z0-9/\-?:().,'+ ]$/,
  upperCase: false,
  standIns: {
    '&': '+', '@': '(at)', _: '-', '"': "'", '`': "'", '#': 'No.', '%': 'pct', $: 'USD', '=': '-', '~': '-', '<': '(', '>': ')',
    '[': '(', ']': ')', '{': '(', '}': ')', '\\': '/', '|': '/', ';': ',',
  },
};

/** NACHA's printable ASCII in capitals, less the three signs that would end an element of payment information (ANSI X12). */
export const nachaAlphabet: Alphabet = { allows: /^[ !-)+-[\]-}]$/, upperCase: true, standIns: { '*': '.', '\\': '/', '~': '-' } };

const PLACEHOLDER = '.';

const expressed = (character: string, { allows, standIns }: Alphabet): string =>
  allows.test(character) ? character : (standIns[character] ?? PLACEHOLDER);

/** One character of any script in the rail's letters. A picture has none and leaves a placeholder; what is invisible leaves nothing. */
function transliterated(character: string, alphabet: Alphabet): string {
  if (/[\s\p{Cc}\p{Z}]/u.test(character)) return ' ';
  if (alphabet.allows.test(character) || Object.hasOwn(alphabet.standIns, character)) return expressed(character, alphabet);
  if (/[\p{So}\p{Sk}\p{Cn}\p{Co}\p{Cs}]/u.test(character)) return PLACEHOLDER;
  const letters = [...anyAscii(character)].map((letter) => expressed(letter, alphabet)).join('');
  return letters !== '' || /[\p{M}\p{Cf}]/u.test(character) ? letters : PLACEHOLDER;
}

const tidied = (text: string, { upperCase }: Alphabet): string => {
  const spaced = text.replace(/ +/g, ' ').trim();
  return upperCase ? spaced.toUpperCase() : spaced;
};

const spelled = (text: string, alphabet: Alphabet): string[] => [...text.toWellFormed().normalize('NFC')].map((character) => transliterated(character, alphabet));

/**
 * The text in the rail's letters: each character by its closest Latin spelling, spaces and line breaks as one space.
 * Told twice it stays the same. May be longer than the text was (`ß` becomes `ss`).
 */
export const railText = (text: string, alphabet: Alphabet): string => tidied(spelled(text, alphabet).join(''), alphabet);

/**
 * A reference in the rail's letters. When the spelling takes more room than the field has, each character is told by one letter.
 * It is never cut, since what is lost may be the number that matters.
 * @throws InexpressibleInstruction when the reference itself is longer than the field.
 */
export function railReference(reference: string, alphabet: Alphabet, maxLength: number): string {
  const full = railText(reference, alphabet);
  if (full.length <= maxLength) return full;
  const short = tidied(spelled(reference, alphabet).map((letters) => letters.slice(0, 1)).join(''), alphabet);
  if (short.length <= maxLength) return short;
  throw new InexpressibleInstruction('reference', `The rail carries a reference of ${maxLength} characters at most.`);
}

/**
 * A party's name in the rail's letters, cut to the field: the account number decides who is paid, and banks cut names alike.
 * @throws InexpressibleInstruction when no letter or digit is left of it.
 */
export function railName(name: string, alphabet: Alphabet, maxLength: number): string {
  const text = railText(name, alphabet).slice(0, maxLength).trim();
  if (!/[A-Za-z0-9]/.test(text)) throw new InexpressibleInstruction('creditor.name', 'The name has no letter that the rail carries.');
  return text;
}
