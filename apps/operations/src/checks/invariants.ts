import type { CheckedWithdrawal } from '@sluice/contract-intake';
import type { Finding, ReplyOf } from '@sluice/contract-kit';
import type { Verdict } from '@sluice/contract-operations';
import type { listEvents } from '@sluice/contract-webhooks';

type Event = ReplyOf<typeof listEvents>['events'][number];

/** Fields that never change once they were acknowledged; a view has those of its kind. */
const immutable = [
  'id', 'dialectId', 'accountId', 'destinationId', 'purpose', 'reference', 'walletId', 'requestId', 'chain', 'toAddress', 'portfolioId', 'bankAccountId', 'type', 'consideration',
] as const;

/** On a machine with too much to do, or after a service came back, events wait in their queue for as long (docs/decisions/0152). */
const ON_ITS_WAY_MS = 120_000;

/** Whether the first change without an event is so recent that its event may still come; by the tenant's clock. */
function isOnItsWay({ changes }: CheckedWithdrawal, logged: number, now: Date): boolean {
  const missing = changes.find(({ version }) => version > logged) ?? changes.at(-1);
  return missing !== undefined && now.getTime() - Date.parse(missing.at) < ON_ITS_WAY_MS;
}

/** Invariants 6 and 8, of one withdrawal against its events: what was acknowledged first is unchanged, and there is one event for each version. */
export function compareEvents(withdrawal: CheckedWithdrawal, events: readonly Event[], now: Date): Finding[] {
  const { id, version, view: current } = withdrawal;
  const first = events[0]?.view ?? {};
  const changed = immutable.filter((field) => field in first && JSON.stringify(first[field]) !== JSON.stringify(current[field]));
  const sequences = events.map(({ sequence }) => sequence);
  const isInOrder = sequences.every((sequence, index) => sequence === index + 1);
  const isWhole = sequences.length >= Math.min(version, 200) || isOnItsWay(withdrawal, sequences.length, now);
  return [
    ...changed.map((field) => ({ invariant: 6, text: `${id}: ${field} is not what it was at first` })),
    ...(isInOrder && isWhole ? [] : [{ invariant: 8, text: `${id} has version ${version} and the events ${sequences.join(', ')}` }]),
  ];
}

/** The invariants of spec/canonical.md, by number from 1. */
const names = [
  'debits equal credits', 'available is never below zero', 'a hold is resolved at most once', 'what was delivered fits the amount and the phase',
  'the outside world took each instruction once, and its total is the ledger’s', 'what was acknowledged is readable with the same content', 'only legal transitions',
  'versions and events without a gap', 'sources sum to amount and fee, cash first, in one bridge domain', 'one outstanding approval for a wallet on a chain',
  'open holds equal the open withdrawals’ undelivered amounts', 'every message is processed, dead-lettered or queued', 'nothing crosses tenants',
] as const;

/** How many there are. */
export const INVARIANTS: number = names.length;

/** How many violations of one invariant are reported. */
const MOST_REPORTED = 50;

export function verdictOf(findings: readonly Finding[], checkedAt: Date): Verdict {
  const invariants = names.map((name, index) => {
    const violations = findings.filter(({ invariant }) => invariant === index + 1).map(({ text }) => text);
    return { number: index + 1, name, ok: violations.length === 0, violations: violations.slice(0, MOST_REPORTED) };
  });
  return { ok: findings.length === 0, checkedAt: checkedAt.toISOString(), invariants };
}

/** Two findings with the same key are the same. */
export const keyOf = ({ invariant, text }: Finding): string => `${invariant} ${text}`;
