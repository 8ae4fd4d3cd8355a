import anyAscii from 'any-ascii';
import { type Currency, Money } from '../money.js';

interface Accession {
  /** The day on which the European Payments Council's schemes took them in, or by which they were in. */
  readonly since: string;
  /** As IBANs begin. Åland, Azores, Canaries, French overseas departments and the like have their state's; so have Jersey, Guernsey and Man. */
  readonly countries: readonly string[];
}

/**
 * The geographical scope of the SEPA schemes (EPC409-09, "EPC list of SEPA scheme countries"). Those of the beginning as in the
 * European Commission's MEMO/11/936; the later ones by the EPC's announcements. The United Kingdom stayed when it left the Union.
 */
export const sepaAccessions: readonly Accession[] = [
  {
    since: '2011-12-20',
    countries: [
      'AT', 'BE', 'BG', 'CH', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB', 'GI', 'GR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU', 'LV', 'MC', 'MT', 'NL', 'NO', 'PL', 'PT',
      'RO', 'SE', 'SI', 'SK',
    ],
  },
  { since: '2013-07-01', countries: ['HR'] },
  { since: '2014-02-01', countries: ['SM'] },
  { since: '2019-03-01', countries: ['AD', 'VA'] },
  { since: '2024-11-21', countries: ['AL', 'ME'] },
  { since: '2025-03-06', countries: ['MD', 'MK'] },
  { since: '2025-05-22', countries: ['RS'] },
];

/** Countries whose accounts can be paid by SEPA, as their IBANs begin. */
export const sepaCountries: readonly string[] = sepaAccessions.flatMap(({ countries }) => countries).toSorted();

export const rails = ['ACH', 'WIRE', 'FPS', 'SEPA'] as const;
export type Rail = (typeof rails)[number];

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

interface RailRules {
  readonly currency: Currency;
  /** Most minor units of one payment. */
  readonly mostUnits: bigint;
  /** Most characters a reference may have. */
  readonly referenceLength: number;
  /** Letters of the payee's name that are carried; the rest is cut. */
  readonly nameLength: number;
  readonly alphabet: Alphabet;
}

/**
 * What a payment by each rail can be.
 * - ACH: NACHA's entry detail has ten digits of cents and 22 letters of a name, its addenda 80 of a reference (Operating Rules, Appendix Three).
 * - WIRE: the Fedwire Funds Service has twelve digits of cents; name and reference as in its pacs.008.
 * - FPS: Pay.UK's scheme limit of a million pounds, since 7 February 2022; 18 characters of a reference (ISO 8583, as banks show it).
 * - SEPA: 999,999,999.99 (EPC125-05, SCT rulebook, AT-T002), 70 letters of a name, 140 of a reference.
 */
export const railRules: Readonly<Record<Rail, RailRules>> = {
  ACH: { currency: 'USD', mostUnits: 9_999_999_999n, referenceLength: 80, nameLength: 22, alphabet: nachaAlphabet },
  WIRE: { currency: 'USD', mostUnits: 999_999_999_999n, referenceLength: 140, nameLength: 70, alphabet: latinAlphabet },
  FPS: { currency: 'GBP', mostUnits: 100_000_000n, referenceLength: 18, nameLength: 70, alphabet: latinAlphabet },
  SEPA: { currency: 'EUR', mostUnits: 99_999_999_999n, referenceLength: 140, nameLength: 70, alphabet: latinAlphabet },
};

/** The rail a payment takes when none is named; undefined for a currency that no bank rail carries. */
export const defaultRail = (currency: Currency): Rail | undefined => rails.find((rail) => railRules[rail].currency === currency);

/** The largest payment of a rail. */
export const mostBy = (rail: Rail): Money => Money.ofUnits(railRules[rail].currency, railRules[rail].mostUnits);

/** What a rail shows of a name: in its letters, cut to its field. Empty when not a letter or digit is left. */
export function nameBy(rail: Rail, name: string): string {
  const { alphabet, nameLength } = railRules[rail];
  const text = railText(name, alphabet).slice(0, nameLength).trim();
  return /[A-Za-z0-9]/.test(text) ? text : '';
}
