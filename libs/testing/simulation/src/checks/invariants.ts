import { isDelivered } from '../../../../../apps/intake/src/payout-legs/payout-legs.js';
import type { Payment } from '../outside/bank.js';
import { addressOf, type Chain } from '../outside/chain.js';
import type { Custodian } from '../outside/custodian.js';
import type { Store } from '../store/collection.js';
import type { OrderOutcome } from '../story/client.js';
import type { Plan } from '../story/plans.js';
import { IN_A_WALLET, portfolios, wallets } from '../story/fixtures.js';
import { Money } from '@sluice/kernel';
import { accountsIn, closedHoldsIn, entriesIn, eventsIn, unitsOf, walletsIn, withdrawalsIn, type StoredWithdrawal } from './stored.js';

/** What a run has left behind, once nothing moves any more. */
export interface Left {
  readonly plans: readonly Plan[];
  readonly store: Store;
  readonly payments: readonly Payment[];
  readonly custodian: Custodian;
  readonly chain: Chain;
  readonly outcomes: readonly OrderOutcome[];
  /** Messages that still lie at the broker, by queue. */
  readonly lying: readonly (readonly [string, number])[];
}

type Check = (left: Left) => string[];

/** The trial balance: every entry balances in each currency, so all of them do. */
const balances: Check = ({ store }) => entriesIn(store).flatMap(({ _id, lines }) => {
  const sums = Map.groupBy(lines, ({ currency }) => currency);
  return [...sums].filter(([, same]) => same.reduce((sum, { debit, credit }) => sum + BigInt(String(debit)) - BigInt(String(credit)), 0n) !== 0n).map(([currency]) => `entry ${_id} does not balance in ${currency}`);
});

/** An account is what its entries come to, nothing is held any more, and a hold ended once. */
const accounts: Check = ({ store }) => {
  const entries = entriesIn(store);
  return accountsIn(store).flatMap(({ accountId, posted, pending, holds, unfiledHolds }) => {
    const booked = entries.reduce((sum, { lines }) => sum + unitsOf(lines, accountId), 0n);
    const closed = new Set([...closedHoldsIn(store), ...unfiledHolds].map(({ holdId }) => holdId));
    return [
      ...(booked === BigInt(posted) ? [] : [`${accountId} has ${posted} posted, and entries of ${booked}`]),
      ...(BigInt(posted) - BigInt(pending) >= 0n ? [] : [`${accountId} is overdrawn`]),
      ...(pending === '0' ? [] : [`${accountId} has ${pending} pending`]),
      ...holds.map(({ holdId }) => `the hold ${holdId} is not released`),
      ...holds.filter(({ holdId }) => closed.has(holdId)).map(({ holdId }) => `the hold ${holdId} is open and closed`),
    ];
  });
};

const ended: Check = ({ store }) => withdrawalsIn(store).filter(({ endedAt }) => endedAt === undefined)
  .map(({ _id, state }) => `${_id} has not ended: it is ${state}`);

const isOf = ({ endToEndId }: Payment, { _id }: StoredWithdrawal): boolean => endToEndId.startsWith(`${_id}:`);

const sumOf = (amounts: readonly { readonly units: string }[]): bigint => amounts.reduce((sum, { units }) => sum + BigInt(units), 0n);

/** What went out at the bank is what the withdrawal says and what the ledger has booked, and it went out once. */
const paid: Check = ({ store, payments }) => withdrawalsIn(store).filter(({ kind }) => kind !== 'wallet').flatMap((withdrawal) => {
  const { _id, phase, details } = withdrawal;
  const own = payments.filter((payment) => isOf(payment, withdrawal));
  const out = sumOf(own.flatMap(({ paid: times, amount }) => Array.from({ length: times }, () => amount ?? { units: '0' })));
  const says = phase === 'settled' || phase === 'partial' ? sumOf(details.payoutLegs.filter(({ status }) => status === 'delivered').map(({ amount }) => amount)) : 0n;
  const entries = entriesIn(store).filter(({ withdrawalId }) => withdrawalId === _id);
  const posted = entries.filter(({ kind }) => kind === 'posting').reduce((sum, { lines }) => sum - unitsOf(lines, details.accountId), 0n);
  const fee = phase === 'settled' ? BigInt(details.fee.units) : 0n;
  const back = sumOf(own.filter(({ returned }) => returned).map(({ amount }) => amount ?? { units: '0' }));
  const credited = entries.filter(({ kind }) => kind === 'return').reduce((sum, { lines }) => sum + unitsOf(lines, details.accountId), 0n);
  return [
    ...(own.filter(({ paid: times }) => times > 0).length > 1 || own.some(({ paid: times }) => times > 1) ? [`${_id} is paid twice`] : []),
    ...(out === says ? [] : [`${_id} is ${phase} and says that ${says} was paid; the bank paid ${out}`]),
    ...(posted === says + fee ? [] : [`${_id}: ${says} and a fee of ${fee} were paid, and ${posted} is posted`]),
    ...(credited === back ? [] : [`${_id}: ${back} came back, and ${credited} is credited`]),
  ];
});

/** What has left on the chain is what the legs say and what is booked; each leg is paid once, and the rest is there and free. */
const paidOnChain: Check = ({ store, chain }) => [
  ...withdrawalsIn(store).filter(({ kind }) => kind === 'wallet').flatMap(({ _id, legs, details }) => {
    const delivered = legs.filter(isDelivered).reduce((sum, leg) => sum + BigInt(leg.details.amount.units), 0n);
    const moved = chain.moved.filter(({ key }) => legs.some((leg) => key.startsWith(`${leg.details.legId}/`)));
    const posted = entriesIn(store).filter(({ withdrawalId, kind }) => withdrawalId === _id && kind === 'posting').reduce((sum, { lines }) => sum - unitsOf(lines, details.accountId), 0n);
    const out = moved.reduce((sum, { value }) => sum + value, 0n);
    return [
      ...(new Set(moved.map(({ key }) => key.split('/')[0])).size === moved.length ? [] : [`a leg of ${_id} is paid twice`]),
      ...(out === delivered ? [] : [`${_id} says that ${delivered} was paid on the chain, and ${out} was`]),
      ...(posted === out ? [] : [`${out} of ${_id} was paid on the chain, and ${posted} is posted`]),
    ];
  }),
  ...walletsIn(store).flatMap(({ _id, claims, cash }) => {
    const own = Object.values(wallets).some(({ walletId }) => walletId === _id);
    const left = Money.parse(IN_A_WALLET, 'USDC').units - chain.moved.filter(({ from }) => from === addressOf(_id)).reduce((sum, { value }) => sum + value, 0n);
    const booked = Object.values(cash ?? {}).reduce((sum, units) => sum + BigInt(units), 0n);
    return own ? [...claims.map(({ id }) => `the claim ${id} on ${_id} is not given back`), ...(booked === left ? [] : [`${_id} has ${left} on the chain, and ${booked} in its books`])] : [];
  }),
];

/** What the custodian has paid for is booked, each sale once. */
const sold: Check = ({ store, custodian }) => Object.values(portfolios).flatMap(({ portfolioId }) => {
  const account = `${portfolioId}:GBP`;
  const booked = entriesIn(store).filter(({ kind }) => kind === 'sale').reduce((sum, { lines }) => sum + unitsOf(lines, account), 0n);
  const brought = custodian.broughtTo(portfolioId);
  return booked === brought ? [] : [`sales of ${portfolioId} have brought ${brought}, and ${booked} is booked`];
});

/** The event log: positions without a gap, and of each withdrawal one event for each version. */
const log: Check = ({ store }) => {
  const events = eventsIn(store);
  const positions = events.map(({ position }) => position).sort((one, other) => one - other);
  const gaps = positions.flatMap((position, index) => (position === index + 1 ? [] : [`the event log has ${position} at place ${index + 1}`])).slice(0, 1);
  const byWithdrawal = Map.groupBy(events, ({ withdrawalId }) => withdrawalId);
  return [...gaps, ...withdrawalsIn(store).flatMap(({ _id, version }) => {
    const sequences = (byWithdrawal.get(_id) ?? []).map(({ sequence }) => sequence).sort((one, other) => one - other);
    return sequences.length === version && sequences.every((sequence, index) => sequence === index + 1) ? [] : [`${_id} has version ${version}, and the events ${sequences.join(' ')}`];
  })];
};

const isAuthorized = ({ history }: StoredWithdrawal): boolean => history.some(({ phase }) => phase === 'authorized');

/** Whether a client was told what is so: per order, what `done` means and whether a refusal may stand beside it. */
const meanings: Readonly<Record<string, (withdrawal: StoredWithdrawal) => boolean>> = {
  create: () => true,
  accept: isAuthorized,
  cancel: ({ phase }) => phase === 'cancelled',
};

/** Each order is answered, never both ways, and what was answered is so. */
const replies: Check = ({ store, outcomes }) => {
  const known = new Map(withdrawalsIn(store).map((withdrawal) => [withdrawal._id, withdrawal]));
  return outcomes.flatMap(({ withdrawalId, order, outcome, code }) => {
    const withdrawal = known.get(withdrawalId);
    const isSo = withdrawal !== undefined && (meanings[order]?.(withdrawal) ?? true);
    if (outcome === 'unknown') return [`${order} of ${withdrawalId} was never answered`];
    if (outcome === 'done' && !isSo) return [`${order} of ${withdrawalId} was answered as done, and it is ${withdrawal?.phase ?? 'not there'}`];
    if (outcome === 'refused' && order === 'accept' && isSo && code !== 'invalid_status') return [`${order} of ${withdrawalId} was refused (${code}), and it is done`];
    return [];
  });
};

const isListed = (plan: Plan): boolean => (plan.kind === 'account' && plan.payee === 'listed') || (plan.kind === 'portfolio' && plan.portfolio === 'listed');

/** Whoever is on a list is paid only when an operator has cleared it. */
const screened: Check = ({ store, plans }) => plans.filter((plan) => isListed(plan) && plan.kind !== 'wallet' && plan.operator !== 'clear')
  .flatMap(({ id }) => withdrawalsIn(store).filter(({ _id, phase }) => _id === id && phase === 'settled').map(() => `${id} is paid to somebody on a list`));

/** Nothing is parked, forgotten in an outbox or left lying. */
const messages: Check = ({ store, lying }) => [
  ...[...store.all()].flatMap(([name, { documents }]) => [...documents.values()]
    .filter(({ outbox }) => Array.isArray(outbox) && outbox.length > 0).map(({ _id }) => `${name} ${_id} has messages in its outbox`)),
  ...[...store.all()].filter(([name]) => name.endsWith('.dead_letters')).flatMap(([name, { documents }]) => [...documents.values()].map((letter) => `${name} has ${String(letter['type'])}: ${String(letter['cause'])}`)),
  ...[...store.all()].filter(([name]) => name === 'webhooks.held_changes').flatMap(([, { documents }]) => [...documents.values()].filter((held) => held['sequence'] !== undefined).map(({ _id }) => `the change ${_id} is held`)),
  ...lying.map(([queue, count]) => `${count} messages lie in ${queue}`),
];

export const checks = { balances, accounts, ended, paid, paidOnChain, sold, screened, log, replies, messages } as const satisfies Record<string, Check>;

/** Everything that must be true and is not. */
export const violationsIn = (left: Left): string[] => Object.values(checks).flatMap((check) => check(left));
