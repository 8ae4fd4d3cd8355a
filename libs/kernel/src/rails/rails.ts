import { type Currency, Money } from '../money.js';
import { type Alphabet, latinAlphabet, nachaAlphabet, railText } from './rail-text.js';

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
