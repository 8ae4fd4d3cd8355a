import type { Break } from '@sluice/contract-kit';
import { Money, type MoneyJson } from '@sluice/kernel';
import type { BankLeg } from '../bank-payments/bank-leg.js';
import type { StatementLine } from '../providers/bank.js';

const printed = (amount: MoneyJson): string => `${Money.fromJson(amount).toDecimal()} ${amount.currency}`;

/** What a leg should be in the bank's books: paid, not paid, or either while that is being found out. */
function expectedOf({ status, returns }: BankLeg): 'paid' | 'nothing' | 'either' {
  if (status === 'delivered') return 'paid';
  if (status === 'failed') return returns.length > 0 ? 'either' : 'nothing';
  return status === 'cancelled' || status === 'planned' ? 'nothing' : 'either';
}

type Difference = Omit<Break, 'provider' | 'reference'>;

function differencesOf(leg: BankLeg, line: StatementLine | undefined): Difference[] {
  const expected = expectedOf(leg);
  if (line === undefined) return expected === 'paid' ? [{ kind: 'missing', expected: printed(leg.amount), actual: null }] : [];
  if (!Money.fromJson(line.amount).equals(Money.fromJson(leg.amount))) return [{ kind: 'amount', expected: printed(leg.amount), actual: printed(line.amount) }];
  if (expected === 'nothing' && line.status === 'settled') return [{ kind: 'extra', expected: null, actual: printed(line.amount) }];
  if (expected === 'either' && line.status === 'settled' && leg.returns.length === 0) return [{ kind: 'late', expected: leg.status, actual: 'settled' }];
  if (expected !== 'nothing' && line.status === 'returned' && leg.returns.length === 0) return [{ kind: 'late', expected: leg.status, actual: 'returned' }];
  return [];
}

function duplicates(statement: readonly StatementLine[]): Break[] {
  const groups = Map.groupBy(statement, ({ endToEndId }) => endToEndId);
  return [...groups].filter(([, lines]) => lines.length > 1)
    .map(([reference, lines]) => ({ kind: 'duplicate', provider: 'bank', reference, expected: '1 payment', actual: `${lines.length} payments` }));
}

/** Our payments over a bank's rails against the bank's own books. `late`: settled or returned there, and not recorded here yet. */
export function compareWithBank(legs: readonly BankLeg[], statement: readonly StatementLine[]): Break[] {
  const lines = new Map(statement.map((line) => [line.key, line]));
  const keys = new Set(legs.map(({ key }) => key));
  const ours = legs.flatMap((leg) => differencesOf(leg, lines.get(leg.key)).map((found): Break => ({ ...found, provider: 'bank', reference: `${leg.legId}/${leg.attempt}` })));
  const strangers = statement.filter(({ key }) => !keys.has(key))
    .map((line): Break => ({ kind: 'extra', provider: 'bank', reference: line.endToEndId, expected: null, actual: printed(line.amount) }));
  return [...ours, ...strangers, ...duplicates(statement)];
}
