import type { CounterpartyView } from '@sluice/contract-payout';
import type { FieldProblem } from '@sluice/kernel';
import { electronicFormatIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools';
import type { Rail } from '../rail.js';

export type BankNumbers = CounterpartyView['numbers'];
type NumberName = keyof BankNumbers;

interface NumberRule {
  readonly name: NumberName;
  readonly rails: readonly Rail[];
  readonly optional?: boolean;
  readonly isValid: (text: string) => boolean;
  readonly message: string;
}

const ABA_WEIGHTS = [3, 7, 1] as const;

/** The weighted digits of a routing number add up to a multiple of ten (American Bankers Association). */
function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || text === '000000000') return false;
  const sum = [...text].reduce((total, digit, position) => total + Number(digit) * (ABA_WEIGHTS[position % ABA_WEIGHTS.length] ?? 0), 0);
  return sum % 10 === 0;
}

/** Clients print IBANs in groups of four; the rail wants them without spaces. */
export const compactIban = (text: string): string => electronicFormatIBAN(text) ?? '';

/** People write sort codes with dashes or blanks between the pairs; the rail wants six digits. */
export const plainSortCode = (text: string): string => (/^\d{2}([- ]?)\d{2}\1\d{2}$/.test(text) ? text.replaceAll(/[- ]/g, '') : text);

function isSepaIban(text: string): boolean {
  const iban = compactIban(text);
  return /^[A-Z]{2}[A-Z0-9 ]+$/.test(text) && isValidIBAN(iban) && isSEPACountry(iban.slice(0, 2));
}

/** What each rail needs to know of an account. */
const rules: readonly NumberRule[] = [
  { name: 'routingNumber', rails: ['ACH', 'WIRE'], isValid: isRoutingNumber, message: 'must be a routing number: nine digits with a right check digit' },
  { name: 'accountNumber', rails: ['ACH', 'WIRE'], isValid: (text) => /^\d{4,17}$/.test(text), message: 'must be an account number of 4 to 17 digits' },
  { name: 'sortCode', rails: ['FPS'], isValid: (text) => /^\d{6}$/.test(plainSortCode(text)), message: 'must be a sort code: NN-NN-NN or six digits' },
  { name: 'accountNumber', rails: ['FPS'], isValid: (text) => /^\d{8}$/.test(text), message: 'must be an account number of eight digits' },
  { name: 'iban', rails: ['SEPA'], isValid: isSepaIban, message: 'must be an IBAN of a SEPA country with right check digits' },
  { name: 'bic', rails: ['SEPA'], optional: true, isValid: isValidBIC, message: 'must be a BIC' },
];

function problemWith({ name, rails, optional, isValid, message }: NumberRule, numbers: BankNumbers): FieldProblem[] {
  const text = numbers[name];
  const field = `numbers.${name}`;
  if (text !== undefined) return isValid(text) ? [] : [{ field, message }];
  return optional ? [] : [{ field, message: `is required for ${rails.join(' and ')}` }];
}

/** Every problem with the numbers that the supported rails need, one for each number at most. Numbers of other rails are not looked at. */
export function numberProblems(supportedRails: readonly Rail[], numbers: BankNumbers): FieldProblem[] {
  const found = rules.filter(({ rails }) => rails.some((rail) => supportedRails.includes(rail))).flatMap((rule) => problemWith(rule, numbers));
  return [...new Map(found.map((problem) => [problem.field, problem])).values()];
}
