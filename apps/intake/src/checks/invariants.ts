import type { Finding } from '@sluice/contract-kit';
import { Money } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { edgesOf } from '@sluice/saga';
import { kinds, tableOf, type Kind } from '../engine/tables.js';
import type { Withdrawal } from '../engine/withdrawal.js';
import { isDelivered } from '../payout-legs/payout-legs.js';

type Stored = Versioned<Withdrawal>;

const sumOf = (currency: Money['currency'], amounts: readonly Parameters<typeof Money.fromJson>[0][]): Money =>
  amounts.reduce<Money>((sum, amount) => sum.plus(Money.fromJson(amount)), Money.zero(currency));

/** What was delivered, leg by leg, whatever the phase of the withdrawal. */
export function deliveredTo({ details, legs }: Withdrawal): Money {
  const bank = details.payoutLegs.filter(({ status }) => status === 'delivered').map(({ amount }) => amount);
  const chain = legs.filter(isDelivered).map((leg) => leg.details.amount);
  return sumOf(details.amount.currency, [...bank, ...chain]);
}

function deliveries({ id, state }: Stored): string[] {
  const { phase, details } = state;
  const amount = Money.fromJson(details.amount);
  const delivered = deliveredTo(state);
  const isPart = delivered.isPositive && delivered.compare(amount) < 0;
  const fits = {
    settled: delivered.equals(amount), partial: isPart, failed: !delivered.isPositive, rejected: !delivered.isPositive, cancelled: !delivered.isPositive,
  }[phase as string] ?? delivered.compare(amount) <= 0;
  return fits ? [] : [`${id} is ${phase}, and ${delivered.toDecimal()} of ${amount.toDecimal()} ${amount.currency} were delivered`];
}

const edgeOf = (from: string, to: string): string => `${from} ${to}`;

/** Where each table leads in one move, and in two: timeouts of a leg and of the withdrawal can pass in one version. */
const movesOf: ReadonlyMap<Kind, ReadonlySet<string>> = new Map(kinds.map((kind) => {
  const edges = edgesOf(tableOf(kind));
  const twice = edges.flatMap((edge) => edges.filter(({ from }) => from === edge.to).map(({ to }) => edgeOf(edge.from, to)));
  return [kind, new Set([...edges.map(({ from, to }) => edgeOf(from, to)), ...twice])];
}));

/** A version in which only a leg moved repeats the state. A saga begun under an older table is not held against the new one. */
function transitions({ id, state: { kind, sagaVersion, state, history } }: Stored): string[] {
  if (sagaVersion !== tableOf(kind).version) return [];
  const states = history.map((entry) => entry.state);
  const moves = states.slice(1).flatMap((to, index) => { const from = states[index] ?? to; return from === to ? [] : [[from, to] as const]; });
  return [
    ...moves.filter(([from, to]) => !movesOf.get(kind)?.has(edgeOf(from, to))).map(([from, to]) => `${id} went from ${from} to ${to}`),
    ...(states.at(-1) === state ? [] : [`${id} is in ${state}, its history ends in ${states.at(-1) ?? 'nothing'}`]),
  ];
}

function versions({ id, version, state: { history } }: Stored): string[] {
  const isGapless = history.length === version && history.every((entry, index) => entry.version === index + 1);
  return isGapless ? [] : [`${id} has version ${version}, its history has ${history.map((entry) => entry.version).join(', ')}`];
}

function sources({ id, state: { details } }: Stored): string[] {
  const wallet = details.wallet?.groups.flatMap((group) => group.sources) ?? [];
  const all = [...details.sourceLegs, ...wallet];
  if (all.length === 0) return [];
  const wanted = Money.fromJson(details.amount).plus(Money.fromJson(details.fee));
  const sourced = sumOf(wanted.currency, all.map(({ amount }) => amount));
  const domains = new Set(wallet.map(({ chain }) => chain === 'bsc'));
  const firstPosition = wallet.findIndex(({ key }) => !key.startsWith('cash_'));
  const lastCash = wallet.findLastIndex(({ key }) => key.startsWith('cash_'));
  return [
    ...(sourced.equals(wanted) ? [] : [`${id} has sources of ${sourced.toDecimal()} for ${wanted.toDecimal()} ${wanted.currency}`]),
    ...(domains.size > 1 ? [`${id} has sources in two bridge domains`] : []),
    ...(firstPosition >= 0 && lastCash > firstPosition ? [`${id} takes a position before cash`] : []),
  ];
}

/** Invariants 4, 7, 8 and 9 of one withdrawal (spec/canonical.md). */
export function findingsOf(withdrawal: Stored): Finding[] {
  const found = [[4, deliveries(withdrawal)], [7, transitions(withdrawal)], [8, versions(withdrawal)], [9, sources(withdrawal)]] as const;
  return found.flatMap(([invariant, texts]) => texts.map((text) => ({ invariant, text })));
}
