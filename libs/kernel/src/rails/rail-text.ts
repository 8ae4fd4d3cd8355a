import anyAscii from 'any-ascii';

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

/** The text with each of its characters told by one letter at most, for where the full spelling takes more room than there is. */
export const shortRailText = (text: string, alphabet: Alphabet): string => tidied(spelled(text, alphabet).map((letters) => letters.slice(0, 1)).join(''), alphabet);
