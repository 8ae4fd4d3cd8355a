import { send, type BodyOf, type Outgoing } from '@sluice/contract-kit';
import { holdPlaced, holdPosted, holdRefused, holdVoided, postRefused, type placeHold as placeHoldMessage, type postHold as postHoldMessage, type voidHold as voidHoldMessage } from '@sluice/contract-ledger';
import { DomainError, Money } from '@sluice/kernel';
import { availableOf, currencyOf, mayTransact, type Account } from '../accounts/account.js';
import { entryOf, transferOf, type Entry } from '../journal/entry.js';
import { heldOf, postedOf, unplaced, type ClosedHold, type HoldRefusal, type OpenHold, type Posting } from './hold.js';

/** All that a decision about a hold depends on. `closed`: how it ended, if it did. */
export interface HoldSituation {
  /** Null: there is no such account. */
  readonly account: Account | null;
  readonly closed: ClosedHold | null;
  readonly at: Date;
  readonly withdrawalId?: string | undefined;
}

export interface HoldDecision {
  readonly answer: Outgoing;
  /** Absent: the account stays as it is. */
  readonly account?: Account;
  /** Only where there is no account to carry it: inserted before the command is answered. */
  readonly closed?: ClosedHold;
}

export const openHoldOf = (account: Account | null, holdId: string): OpenHold | null =>
  account?.holds.find((hold) => hold.holdId === holdId) ?? null;

/** The account with this hold closed: nothing of it is pending any more, and its end waits to be inserted. */
export function withClosed(account: Account, hold: ClosedHold): Account {
  return {
    ...account,
    pending: account.pending.minus(hold.released),
    holds: account.holds.filter((open) => open.holdId !== hold.holdId),
    pendingClosedHolds: [...account.pendingClosedHolds, hold],
  };
}

const hasExpired = ({ expiresAt }: OpenHold, at: Date): boolean => expiresAt !== undefined && expiresAt <= at;

/** The account without the holds whose time is over: what they still held is available again. The same account when there is none. */
export const withoutExpired = (account: Account, at: Date): Account =>
  account.holds
    .filter((hold) => hasExpired(hold, at))
    .reduce((left, hold) => withClosed(left, { ...hold, outcome: 'expired', released: heldOf(hold), closedAt: at }), account);

/** When the first of its holds expires; null when none does. */
export function firstExpiryOf({ holds }: Account): Date | null {
  const times = holds.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

type PlaceHold = BodyOf<typeof placeHoldMessage>;
type HoldId = Pick<PlaceHold, 'holdId' | 'accountId'>;

/** Zero of any currency: a command for all there is in an account that does not exist names none. */
const NOTHING = Money.zero('USD');

const placed = ({ holdId, accountId }: HoldId, amount: Money) => send(holdPlaced, { holdId, accountId, amount: amount.toJson() });
const placeRefused = ({ holdId, accountId }: HoldId, reason: HoldRefusal) => send(holdRefused, { holdId, accountId, reason });

/** A hold that was placed is answered as placed, however it ended; one that was not stays refused. */
function placedBefore(name: HoldId, { outcome, reason, amount }: ClosedHold): HoldDecision {
  if (outcome === 'refused') return { answer: placeRefused(name, reason ?? 'hold_closed') };
  return { answer: outcome === 'never_placed' ? placeRefused(name, 'hold_closed') : placed(name, amount) };
}

function refusalOf(account: Account, amount: Money, { amount: requested, moreThan }: PlaceHold): HoldRefusal | null {
  if (!mayTransact(account)) return 'account_not_transactable';
  if (amount.currency !== currencyOf(account)) return 'currency_mismatch';
  const tooLittle = requested === undefined && moreThan !== undefined && amount.compare(Money.fromJson(moreThan)) <= 0;
  return tooLittle || amount.isZero || availableOf(account).compare(amount) < 0 ? 'insufficient_funds' : null;
}

/** A refusal closes the id for good: a redelivered copy must not set money aside later, when nobody waits for it. */
function withRefusal(name: HoldId, account: Account, at: Date, reason: HoldRefusal): HoldDecision {
  return { answer: placeRefused(name, reason), account: withClosed(account, unplaced(name.holdId, Money.zero(currencyOf(account)), at, reason)) };
}

function withNewHold(command: PlaceHold, account: Account, amount: Money): HoldDecision {
  const expiry = command.expiresAt === undefined ? {} : { expiresAt: new Date(command.expiresAt) };
  const hold = { holdId: command.holdId, amount, postings: [], ...expiry };
  return { answer: placed(command, amount), account: { ...account, pending: account.pending.plus(amount), holds: [...account.holds, hold] } };
}

/** Null: all that is available. */
function wantedOf({ amount: requested }: PlaceHold): Money | null {
  if (requested === undefined) return null;
  const amount = Money.fromJson(requested);
  if (!amount.isPositive) throw new DomainError('invalid_amount', 'Only an amount above zero can be held.');
  return amount;
}

/**
 * Sets an amount aside, once per hold id; without one, all that is available then. Repeated, it answers the amount that was held.
 * @throws DomainError `invalid_amount` when the amount is not above zero.
 */
export function placeHold(command: PlaceHold, { account, closed, at }: HoldSituation): HoldDecision {
  const wanted = wantedOf(command);
  const open = openHoldOf(account, command.holdId);
  if (open !== null) return { answer: placed(command, open.amount) };
  if (closed !== null) return placedBefore(command, closed);
  if (account === null) {
    return { answer: placeRefused(command, 'not_found'), closed: unplaced(command.holdId, NOTHING, at, 'not_found') };
  }
  const amount = wanted ?? availableOf(account);
  const reason = refusalOf(account, amount, command);
  return reason === null ? withNewHold(command, account, amount) : withRefusal(command, account, at, reason);
}

type PostHold = BodyOf<typeof postHoldMessage>;
type PostRefusal = BodyOf<typeof postRefused>['reason'];
type NewPosting = PostHold['postings'][number];

const refusedPost = ({ holdId, accountId }: PostHold, reason: PostRefusal): HoldDecision => ({
  answer: send(postRefused, { holdId, accountId, reason }),
});

/** The command's postings that are not booked yet; one that it names twice is booked once. */
function newPostings(command: PostHold, hold: OpenHold): NewPosting[] {
  const known = new Set(hold.postings.map(({ postingId }) => postingId));
  return command.postings.filter(({ postingId }) => !known.has(postingId) && known.add(postingId));
}

/**
 * The hold as this command left it: up to the last of its own postings. A later posting does not change the answer to an
 * earlier command, so a repeated one is answered word for word as before.
 */
function answerTo(command: PostHold, hold: OpenHold): HoldDecision['answer'] {
  const mine = new Set(command.postings.map(({ postingId }) => postingId));
  const last = hold.postings.findLastIndex(({ postingId }) => mine.has(postingId));
  const then = command.releaseRest ? hold : { ...hold, postings: hold.postings.slice(0, last + 1) };
  const open = command.releaseRest ? Money.zero(hold.amount.currency) : heldOf(then);
  return send(holdPosted, { holdId: command.holdId, accountId: command.accountId, posted: postedOf(then).toJson(), open: open.toJson() });
}

/** Books the postings: posted and pending fall by their sum, and an entry for each is pending. */
function withPostings(account: Account, hold: OpenHold, entries: readonly Entry[], sum: Money): Account {
  return {
    ...account,
    posted: account.posted.minus(sum),
    pending: account.pending.minus(sum),
    holds: account.holds.map((open) => (open.holdId === hold.holdId ? hold : open)),
    pendingEntries: [...account.pendingEntries, ...entries],
  };
}

function entryFor(account: Account, holdId: string, posting: NewPosting, { at, withdrawalId }: HoldSituation): Entry {
  const source = { tenantId: account.tenantId, accountId: account.id, kind: 'posting', sourceId: posting.postingId, holdId } as const;
  const transfer = { from: account.id, to: posting.toAccountId, contra: posting.toAccountId, amount: Money.fromJson(posting.amount) };
  return entryOf(source, transferOf(transfer), at, withdrawalId);
}

function postToOpenHold(command: PostHold, account: Account, hold: OpenHold, situation: HoldSituation): HoldDecision {
  const added = newPostings(command, hold);
  const amounts: Posting[] = added.map(({ postingId, amount }) => ({ postingId, amount: Money.fromJson(amount) }));
  const sum = amounts.reduce((total, { amount }) => total.plus(amount), Money.zero(hold.amount.currency));
  if (sum.compare(heldOf(hold)) > 0) return refusedPost(command, 'more_than_held');
  const entries = added.map((item) => entryFor(account, hold.holdId, item, situation));
  const after: OpenHold = { ...hold, postings: [...hold.postings, ...amounts] };
  const booked = withPostings(account, after, entries, sum);
  const answer = answerTo(command, after);
  const rest = heldOf(after);
  if (command.releaseRest || rest.isZero) {
    const closed: ClosedHold = { ...after, outcome: 'posted', released: rest, closedAt: situation.at };
    return { answer, account: withClosed(booked, closed) };
  }
  return added.length === 0 ? { answer } : { answer, account: booked };
}

/**
 * Books parts of a hold, each posting once; `releaseRest` closes it. All of the command's postings or none.
 * @throws DomainError `currency_mismatch`, `invalid_amount` or `invalid_request` when a posting can never be booked.
 */
export function postHold(command: PostHold, situation: HoldSituation): HoldDecision {
  const { account, closed } = situation;
  const open = openHoldOf(account, command.holdId);
  if (account !== null && open !== null) return postToOpenHold(command, account, open, situation);
  if (closed === null) return refusedPost(command, 'unknown_hold');
  return newPostings(command, closed).length > 0 ? refusedPost(command, 'hold_closed') : { answer: answerTo(command, closed) };
}

type VoidHold = BodyOf<typeof voidHoldMessage>;

const voided = ({ holdId, accountId }: VoidHold, amount: Money): HoldDecision['answer'] =>
  send(holdVoided, { holdId, accountId, voided: amount.toJson() });

/** Voiding what was voided before is answered as before; what ended otherwise held nothing any more. */
const voidedBefore = (command: VoidHold, { outcome, released }: ClosedHold): HoldDecision => ({
  answer: voided(command, outcome === 'voided' ? released : Money.zero(command.currency)),
});

/** Releases what is still held. A hold that was never placed is closed for good, so that a late placing is refused. */
export function voidHold(command: VoidHold, { account, closed, at }: HoldSituation): HoldDecision {
  const open = openHoldOf(account, command.holdId);
  if (account !== null && open !== null) {
    const released = heldOf(open);
    return { answer: voided(command, released), account: withClosed(account, { ...open, outcome: 'voided', released, closedAt: at }) };
  }
  if (closed !== null) return voidedBefore(command, closed);
  const zero = Money.zero(command.currency);
  const answer = voided(command, zero);
  if (account === null) return { answer, closed: unplaced(command.holdId, zero, at) };
  return { answer, account: withClosed(account, unplaced(command.holdId, Money.zero(account.posted.currency), at)) };
}
