import { countrySpecs, electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { isSepaCountry } from './sepa-countries.js';

const ABA_WEIGHTS = [3, 7, 1] as const;

/**
 * The first two digits that are given out (American Bankers Association, Routing Number Policy): 00 the government, 01–12 the
 * Federal Reserve districts, 21–32 thrift institutions, 61–72 electronic transactions, 80 traveller's cheques.
 */
const isAbaPrefix = (prefix: number): boolean => prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80;

/** An American routing number: nine digits, a prefix that is given out, and the weighted sum a multiple of ten. */
export function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || /^0+$/.test(text) || !isAbaPrefix(Number(text.slice(0, 2)))) return false;
  return [...text].reduce((sum, digit, position) => sum + Number(digit) * (ABA_WEIGHTS[position % ABA_WEIGHTS.length] ?? 0), 0) % 10 === 0;
}

/** An American account number: as many digits as NACHA's field has room for, and not zeros only. */
export const isUsAccountNumber = (text: string): boolean => /^\d{4,17}$/.test(text) && !/^0+$/.test(text);

/** People write sort codes with dashes or blanks between the pairs; the rail wants six digits. */
export const plainSortCode = (text: string): string => (/^\d{2}([- ]?)\d{2}\1\d{2}$/.test(text) ? text.replaceAll(/[- ]/g, '') : text);

export const isSortCode = (text: string): boolean => /^\d{6}$/.test(plainSortCode(text));

export const isUkAccountNumber = (text: string): boolean => /^\d{8}$/.test(text);

/** Clients print IBANs in groups of four; the rail wants them without spaces. */
export const compactIban = (text: string): string => electronicFormatIBAN(text) ?? '';

/** An IBAN of the form that its country has in the registry (ISO 13616), with right check digits, of a country of SEPA. */
export function isSepaIban(text: string): boolean {
  const iban = compactIban(text);
  return /^[A-Z]{2}[A-Z0-9 ]+$/.test(text) && isValidIBAN(iban) && isSepaCountry(iban.slice(0, 2));
}

/** A BIC by ISO 9362:2014: four letters or digits of the party, a country, two of the place, and three of a branch or none. */
export function isBic(text: string): boolean {
  const bic = text.toUpperCase();
  return /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(bic) && Object.hasOwn(countrySpecs, bic.slice(4, 6));
}
