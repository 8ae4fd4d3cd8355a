import type { Final } from '../load/outcome.ts';
import type { Checked, Drilled } from './drill.ts';

export interface DrillVerdict {
  readonly lines: readonly string[];
  readonly holds: boolean;
}

const nameOf = ({ attempt: { withdrawal, id }, standing, paid }: Final): string =>
  `${withdrawal.flow} ${id ?? 'without an id'} (${typeof standing === 'string' ? standing : standing.ended}, paid ${paid} times)`;

/** Invariants 5 and 6 hold our payments against the outside world's. */
const isOfExtraPayment = (violation: string): boolean => /^[56]: .* extra, expected nothing/.test(violation);

type Break = Checked['breaks'][number];

const breakText = ({ kind, provider, reference, expected, actual }: Break): string => `${kind} ${provider} ${reference}, expected ${expected ?? 'nothing'}, found ${actual ?? 'nothing'}`;

/** Millionths of a decimal with or without its currency, such as `1.54 GBP`. */
function millionths(text: string | null): bigint {
  const [whole = '', fraction = ''] = (text ?? '').split(' ', 1)[0]?.split('.') ?? [];
  return BigInt(`${whole}${fraction.padEnd(6, '0')}`);
}

const MILLIONTHS_OF_A_HUNDREDTH = 10_000n;
const paidMillionths = ({ attempt: { withdrawal: { units } } }: Final): bigint => units * MILLIONTHS_OF_A_HUNDREDTH;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/**
 * The bank's books name each payment by itself, and each amount is one withdrawal's. A chain tells only what a wallet has: several payments out of it are
 * one break, so there the sum of what the wallets lack is compared.
 */
function unexplained(finals: readonly Final[], breaks: readonly Break[]): string[] {
  const unbooked = finals.filter(({ standing, paid }) => paid > 0 && standing !== 'settled');
  const [onChain, atTheBank] = [unbooked.filter(({ attempt }) => attempt.withdrawal.payee !== undefined), unbooked.filter(({ attempt }) => attempt.withdrawal.payee === undefined)];
  const isExtraAtTheBank = ({ provider, kind }: Break): boolean => provider === 'bank' && kind === 'extra';
  const isOfWallet = ({ provider, kind, reference }: Break): boolean => provider === 'chain' && kind === 'amount' && !reference.endsWith(' as planned from');
  const extra = new Set(breaks.filter(isExtraAtTheBank).map(({ actual }) => millionths(actual)));
  const known = new Set(atTheBank.map(paidMillionths));
  const lacking = sum(breaks.filter(isOfWallet).map(({ expected, actual }) => millionths(expected) - millionths(actual)));
  const gone = sum(onChain.filter(({ standing }) => standing === 'missing').map(paidMillionths));
  return [
    ...atTheBank.filter((final) => final.standing === 'missing' && !extra.has(paidMillionths(final))).map((final) => `paid, in no book and not named by the reconciliation: ${nameOf(final)}`),
    ...breaks.filter((one) => !isOfWallet(one) && !(isExtraAtTheBank(one) && known.has(millionths(one.actual)))).map((one) => `not a payment that no book has: ${breakText(one)}`),
    ...(lacking === gone ? [] : [`wallets lack ${lacking} millionths by the reconciliation, and payments that no book has took ${gone}`]),
  ];
}

/** What was to hold and what is seen. What was told to anybody after the backup may be lost, and must be named. */
export function verdictOf({ finals, saved, checked, seconds }: Drilled): DrillVerdict {
  const named = (isSo: (final: Final) => boolean): string[] => finals.filter(isSo).map(nameOf);
  const [lost, paidAndLost] = [({ standing }: Final) => standing === 'missing', ({ standing, paid }: Final) => standing === 'missing' && paid > 0];
  const wrongs = [
    ...named(({ attempt, standing }) => saved.has(attempt) && standing !== 'settled').map((name) => `saved and not settled: ${name}`),
    ...named(({ paid }) => paid > 1).map((name) => `paid twice: ${name}`),
    ...named(({ standing, paid }) => standing === 'settled' && paid === 0).map((name) => `said to be paid and is not: ${name}`),
    ...(checked.balanced ? [] : ['the books do not balance']),
    ...(checked.audit.after.ok ? [] : ['the audit log is broken']),
    ...(checked.audit.after.lastHash === checked.audit.before.lastHash ? [] : ['the audit log does not end with the hash that was written down']),
    // Only payments that no book of ours has may disagree with the outside world, and each of them is named.
    ...checked.violations.filter((text) => !isOfExtraPayment(text)),
    ...(finals.some(paidAndLost) ? [] : checked.violations),
    ...unexplained(finals, checked.breaks),
  ];
  const count = (isSo: (final: Final) => boolean): number => finals.filter(isSo).length;
  const lines = [
    ...wrongs,
    `${finals.length} withdrawals; saved ${saved.size}, all of them settled and paid once: ${count(({ attempt, standing, paid }) => saved.has(attempt) && standing === 'settled' && paid === 1) === saved.size}`,
    `made after the backup ${finals.length - saved.size}: settled ${count(({ attempt, standing }) => !saved.has(attempt) && standing === 'settled')}, waiting for an acceptance that is lost ${count(({ attempt, standing }) => !saved.has(attempt) && standing === 'open')}, lost ${count(lost)}, of them paid ${count(paidAndLost)}`,
    `the reconciliation has ${checked.breaks.length} breaks, ${checked.breaks.filter(({ provider }) => provider === 'chain').length} of them wallets; violations of invariants ${checked.violations.length}${checked.violations.length === 0 ? '' : `, all of them payments that no book has: ${checked.violations.every(isOfExtraPayment)}, the first: ${checked.violations[0]}`}`,
    `audit log: ${checked.audit.after.records} records of ${checked.audit.before.records}, last hash as written down: ${checked.audit.after.lastHash === checked.audit.before.lastHash}`,
    `seconds: ${Object.entries(seconds).map(([what, value]) => `${what} ${value.toFixed(1)}`).join(', ')}`,
  ];
  return { lines, holds: wrongs.length === 0 };
}
