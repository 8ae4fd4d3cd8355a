import type { CounterpartyView } from '@sluice/contract-payout';
import { isBic, isRoutingNumber, isSepaIban, isSortCode, isUkAccountNumber, isUsAccountNumber, nameBy, type FieldProblem, type Rail } from '@sluice/kernel';

export type BankNumbers = CounterpartyView['numbers'];
type NumberName = keyof BankNumbers;

interface NumberRule {
  readonly name: NumberName;
  readonly rails: readonly Rail[];
  readonly optional?: boolean;
  readonly isValid: (text: string) => boolean;
  readonly message: string;
}

/** What each rail needs to know of an account. */
const rules: readonly NumberRule[] = [
  { name: 'routingNumber', rails: ['ACH', 'WIRE'], isValid: isRoutingNumber, message: 'must be a routing number: nine digits that are given out, with a right check digit' },
  { name: 'accountNumber', rails: ['ACH', 'WIRE'], isValid: isUsAccountNumber, message: 'must be an account number of 4 to 17 digits, not zeros only' },
  { name: 'sortCode', rails: ['FPS'], isValid: isSortCode, message: 'must be a sort code: NN-NN-NN or six digits' },
  { name: 'accountNumber', rails: ['FPS'], isValid: isUkAccountNumber, message: 'must be an account number of eight digits' },
  { name: 'iban', rails: ['SEPA'], isValid: isSepaIban, message: 'must be an IBAN of a SEPA country with right check digits' },
  { name: 'bic', rails: ['SEPA'], optional: true, isValid: isBic, message: 'must be a BIC' },
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

/** The problem with a name of which a rail could show nothing. */
export function nameProblems(supportedRails: readonly Rail[], name: string): FieldProblem[] {
  const mute = supportedRails.filter((rail) => nameBy(rail, name) === '');
  return mute.length === 0 ? [] : [{ field: 'name', message: `must have a letter or digit that ${mute.join(' and ')} can carry` }];
}
