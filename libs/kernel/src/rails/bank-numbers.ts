import { countrySpecs, electronicFormatIBAN, validateIBAN, ValidationErrorsIBAN } from 'ibantools';
import { sepaCountries } from './rails.js';

/** How a number of an account is written. Whoever hands one in is told of both; what the pattern cannot say stands in the description. */
export interface NumberRule {
  /** Of the whole text, for JSON Schema too. */
  readonly pattern: RegExp;
  readonly description: string;
  /** What is wrong with a text, to be said of its field; null for a right one. */
  readonly problemWith: (text: string) => string | null;
}

/** @param sentence what is said where the pattern does not fit, and the description unless another is told */
const written = (pattern: RegExp, sentence: string, description = `${sentence.replace(/^must be a/, 'A')}.`): NumberRule => ({
  pattern, description, problemWith: (text) => (pattern.test(text) ? null : sentence),
});

const ABA_WEIGHTS = [3, 7, 1] as const;

const hasAbaCheckDigit = (digits: string): boolean =>
  [...digits].reduce((sum, digit, position) => sum + Number(digit) * (ABA_WEIGHTS[position % ABA_WEIGHTS.length] ?? 0), 0) % 10 === 0;

/**
 * The first two digits that are given out (American Bankers Association, Routing Number Policy): 00 the government, 01–12 the
 * Federal Reserve districts, 21–32 thrift institutions, 61–72 electronic transactions, 80 traveller's cheques.
 */
const routingNumber = written(
  /^(?!0+$)(0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/, 'must be a routing number: nine digits, the first two 00–12, 21–32, 61–72 or 80',
  'An ABA routing number. Its ninth digit is a check digit: 3, 7 and 1 times the digits in turn add up to a multiple of ten.',
);

const IBAN_START = `(${sepaCountries.join('|')})`;
const IBAN_FORM = /^[A-Z]{2}\d{2}( ?[A-Z0-9])+$/;

/** Each problem in the words of whoever has to mend it: the form, the country, the length and structure its country has, the check digits. */
function ibanProblem(text: string): string | null {
  if (!IBAN_FORM.test(text)) return 'must be an IBAN: a country, two check digits, capital letters and digits, with single spaces between groups at most';
  const iban = compactIban(text);
  const country = iban.slice(0, 2);
  if (!sepaCountries.includes(country)) return `must be an IBAN of a SEPA country, and ${country} is none`;
  const { errorCodes } = validateIBAN(iban);
  const isOfOtherForm = errorCodes.some((code) => code === ValidationErrorsIBAN.WrongBBANLength || code === ValidationErrorsIBAN.WrongBBANFormat);
  if (isOfOtherForm) return `must have the form of an IBAN of ${country}, which has ${countrySpecs[country]?.chars} characters`;
  return errorCodes.length === 0 ? null : 'must be an IBAN with right check digits';
}

/** ISO 9362:2014: four letters or digits of the party, a country, two of the place, and three of a branch or none. */
const BIC_FORM = /^[A-Za-z0-9]{4}[A-Za-z]{2}[A-Za-z0-9]{2}([A-Za-z0-9]{3})?$/;

function bicProblem(text: string): string | null {
  if (!BIC_FORM.test(text)) return 'must be a BIC of eight or eleven letters and digits';
  return Object.hasOwn(countrySpecs, text.slice(4, 6).toUpperCase()) ? null : 'must be a BIC whose fifth and sixth letters are a country';
}

/** The numbers that rails ask of an account. NACHA's field has room for 17 digits of an American one. */
export const bankNumberRules = {
  routingNumber: { ...routingNumber, problemWith: (text) => routingNumber.problemWith(text) ?? (hasAbaCheckDigit(text) ? null : 'must be a routing number with a right check digit') },
  usAccountNumber: written(/^(?!0+$)\d{4,17}$/, 'must be an account number of 4 to 17 digits, not zeros only'),
  sortCode: written(/^(?!00([- ]?)00\1(?:00)$)\d{2}([- ]?)\d{2}\2\d{2}$/, 'must be a sort code such as 20-00-00, 20 00 00 or 200000, not zeros only'),
  ukAccountNumber: written(/^(?!0+$)\d{8}$/, 'must be an account number of eight digits, not zeros only'),
  iban: {
    pattern: new RegExp(String.raw`^${IBAN_START}\d{2}( ?[A-Z0-9]){11,30}$`),
    description: 'An IBAN of a SEPA country (ISO 13616), as long as its country has them and with right check digits; single spaces may part its groups.',
    problemWith: ibanProblem,
  },
  bic: { pattern: BIC_FORM, description: 'A BIC (ISO 9362); its fifth and sixth letters are a country of ISO 3166.', problemWith: bicProblem },
} as const satisfies Readonly<Record<string, NumberRule>>;

export const isRoutingNumber = (text: string): boolean => bankNumberRules.routingNumber.problemWith(text) === null;

/** People write sort codes with dashes or blanks between the pairs; the rail wants six digits. */
export const plainSortCode = (text: string): string => (/^\d{2}([- ]?)\d{2}\1\d{2}$/.test(text) ? text.replaceAll(/[- ]/g, '') : text);

/** Clients print IBANs in groups of four; the rail wants them without spaces. */
export const compactIban = (text: string): string => electronicFormatIBAN(text) ?? '';
