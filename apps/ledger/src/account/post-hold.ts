import { send, type BodyOf } from '@sluice/contract-kit';
import { holdPosted, postRefused, type postHold as command } from '@sluice/contract-ledger';
import { Money } from '@sluice/kernel';
import type { Account } from './account.js';
import { entryOf, transferOf, type Entry } from './entry.js';
import { heldOf, postedOf, type ClosedHold, type OpenHold, type Posting } from './hold.js';
import { closing, openHoldOf, type HoldDecision, type HoldSituation } from './hold-decision.js';

type PostHold = BodyOf<typeof command>;
type PostRefusal = BodyOf<typeof postRefused>['reason'];
type NewPosting = PostHold['postings'][number];

const refused = ({ holdId, accountId }: PostHold, reason: PostRefusal): HoldDecision => ({
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

/** Books the postings: posted and pending fall by their sum, and an entry for each waits to be filed. */
function booking(account: Account, hold: OpenHold, entries: readonly Entry[], sum: Money): Account {
  const { unfiled } = account;
  return {
    ...account,
    posted: account.posted.minus(sum),
    pending: account.pending.minus(sum),
    holds: account.holds.map((open) => (open.holdId === hold.holdId ? hold : open)),
    unfiled: { ...unfiled, entries: [...unfiled.entries, ...entries] },
  };
}

function entryFor(account: Account, holdId: string, posting: NewPosting, { at, withdrawalId }: HoldSituation): Entry {
  const source = { tenantId: account.tenantId, accountId: account.id, kind: 'posting', sourceId: posting.postingId, holdId } as const;
  const transfer = { from: account.id, to: posting.toAccountId, house: posting.toAccountId, amount: Money.fromJson(posting.amount) };
  return entryOf(source, transferOf(transfer), at, withdrawalId);
}

function posting(command: PostHold, account: Account, hold: OpenHold, situation: HoldSituation): HoldDecision {
  const added = newPostings(command, hold);
  const amounts: Posting[] = added.map(({ postingId, amount }) => ({ postingId, amount: Money.fromJson(amount) }));
  const sum = amounts.reduce((total, { amount }) => total.plus(amount), Money.zero(hold.amount.currency));
  if (sum.compare(heldOf(hold)) > 0) return refused(command, 'more_than_held');
  const entries = added.map((item) => entryFor(account, hold.holdId, item, situation));
  const after: OpenHold = { ...hold, postings: [...hold.postings, ...amounts] };
  const booked = booking(account, after, entries, sum);
  const answer = answerTo(command, after);
  const rest = heldOf(after);
  if (command.releaseRest || rest.isZero) {
    const closed: ClosedHold = { ...after, outcome: 'posted', released: rest, closedAt: situation.at };
    return { answer, account: closing(booked, closed) };
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
  if (account !== null && open !== null) return posting(command, account, open, situation);
  if (closed === null) return refused(command, 'unknown_hold');
  return newPostings(command, closed).length > 0 ? refused(command, 'hold_closed') : { answer: answerTo(command, closed) };
}
