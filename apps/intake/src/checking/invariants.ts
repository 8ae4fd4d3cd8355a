import type { Verdict } from '@sluice/contract-intake';
import type { Finding } from '@sluice/contract-kit';

/** The invariants of spec/canonical.md, by number from 1. */
const names = [
  'debits equal credits', 'available is never below zero', 'a hold is resolved at most once', 'what was delivered fits the amount and the phase',
  'the outside world took each instruction once, and its total is the ledger’s', 'what was acknowledged is readable with the same content', 'only legal transitions',
  'versions and events without a gap', 'sources sum to amount and fee, cash first, in one bridge domain', 'one outstanding approval for a wallet on a chain',
  'open holds equal the open withdrawals’ undelivered amounts', 'every message is processed, dead-lettered or queued', 'nothing crosses tenants',
] as const;

/** How many violations of one invariant are told. */
const MOST_TOLD = 50;

export function verdictOf(findings: readonly Finding[], checkedAt: Date): Verdict {
  const invariants = names.map((name, index) => {
    const violations = findings.filter(({ invariant }) => invariant === index + 1).map(({ text }) => text);
    return { number: index + 1, name, ok: violations.length === 0, violations: violations.slice(0, MOST_TOLD) };
  });
  return { ok: findings.length === 0, checkedAt: checkedAt.toISOString(), invariants };
}

/** What makes two findings the same. */
export const wordsOf = ({ invariant, text }: Finding): string => `${invariant} ${text}`;
