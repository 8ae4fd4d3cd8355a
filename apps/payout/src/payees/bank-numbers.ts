import type { CounterpartyView } from '@sluice/contract-payout';
import { bankNumberRules, nameBy, type FieldProblem, type NumberRule, type Rail } from '@sluice/kernel';

export type BankNumbers = CounterpartyView['numbers'];
type NumberName = keyof BankNumbers;

interface NeededNumber {
  readonly name: NumberName;
  readonly rails: readonly Rail[];
  readonly optional?: boolean;
  readonly rule: NumberRule;
}

/** What each rail needs to know of an account. */
const needed: readonly NeededNumber[] = [
  { name: 'routingNumber', rails: ['ACH', 'WIRE'], rule: bankNumberRules.routingNumber },
  { name: 'accountNumber', rails: ['ACH', 'WIRE'], rule: bankNumberRules.usAccountNumber },
  { name: 'sortCode', rails: ['FPS'], rule: bankNumberRules.sortCode },
  { name: 'accountNumber', rails: ['FPS'], rule: bankNumberRules.ukAccountNumber },
  { name: 'iban', rails: ['SEPA'], rule: bankNumberRules.iban },
  { name: 'bic', rails: ['SEPA'], optional: true, rule: bankNumberRules.bic },
];

function problemWith({ name, rails, optional, rule }: NeededNumber, numbers: BankNumbers): FieldProblem[] {
  const text = numbers[name];
  const field = `numbers.${name}`;
  const message = text === undefined ? (optional ? null : `is required for ${rails.join(' and ')}`) : rule.problemWith(text);
  return message === null ? [] : [{ field, message }];
}

/** Every problem with the numbers that the supported rails need, one for each number at most. Numbers of other rails are not looked at. */
export function numberProblems(supportedRails: readonly Rail[], numbers: BankNumbers): FieldProblem[] {
  const found = needed.filter(({ rails }) => rails.some((rail) => supportedRails.includes(rail))).flatMap((number) => problemWith(number, numbers));
  return [...new Map(found.map((problem) => [problem.field, problem])).values()];
}

/** The problem with a name of which a rail could show nothing. */
export function nameProblems(supportedRails: readonly Rail[], name: string): FieldProblem[] {
  const mute = supportedRails.filter((rail) => nameBy(rail, name) === '');
  return mute.length === 0 ? [] : [{ field: 'name', message: `must have a letter or digit that ${mute.join(' and ')} can carry` }];
}
