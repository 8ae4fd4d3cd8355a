import { send, type Outgoing } from '@sluice/contract-kit';
import { recordChange } from '@sluice/contract-webhooks';
import type { Deferred, Sent } from '@sluice/messaging';
import type { Change, Versioned } from '@sluice/persistence';
import { hasEnded, step, type Moved } from '@sluice/saga';
import { tableOf, type Kind } from '../saga/tables.js';
import type { Label } from '../saga/vocabulary.js';
import { asksOfLegs, beginLegs, expireLegs, labelOf, rollUp, stopLegs, type LegsChange } from './legs.js';
import { replyDue } from './reply-due.js';
import { viewOfKind } from './view.js';
import type { WaitingClient, Withdrawal } from './withdrawal.js';
import type { WithdrawalDetails } from './withdrawal-details.js';

/** States of a table in which the withdrawal is carried by its legs. */
const carried: readonly string[] = ['carrying', 'stopping', 'failing'];

/** States of a table in which the legs are to stop. */
const stopping: readonly string[] = ['stopping', 'failing'];

/** Also while a return is being booked: the end stays when it was. */
export const isTerminal = ({ phase }: Pick<Label, 'phase'>): boolean => ['settled', 'partial', 'failed', 'rejected', 'cancelled'].includes(phase);

/** The next version of a withdrawal as it comes about: moves of its table and of its legs, all of them one write. */
export class Draft {
  isChanged = false;
  private next: Withdrawal;
  private readonly sent: Sent[] = [];

  constructor(
    private readonly current: Versioned<Withdrawal>,
    private readonly now: Date,
    private readonly cause?: { readonly id: string; readonly waiting?: WaitingClient },
  ) {
    this.next = current.state;
  }

  move({ state, data, send: asked, deadline }: Moved<string, WithdrawalDetails, Outgoing>): this {
    this.isChanged = true;
    const since = state === this.next.state ? (this.next.since ?? this.now.toISOString()) : this.now.toISOString();
    const overdueSince = state === this.next.state ? this.next.overdueSince : undefined;
    this.next = { ...this.next, state, details: data, deadline: deadline?.toISOString(), since, overdueSince };
    this.sent.push(...asked);
    if (state === 'carrying' && this.next.legs.length === 0) this.moveLegs(beginLegs(data, this.now));
    if (stopping.includes(state)) this.moveLegs(stopLegs(this.next.legs, state === 'failing' || data.stoppedBy === 'operator' ? 'system' : 'customer', this.now));
    return this;
  }

  /** A deadline that leads back to where it passed: what was promised is not kept, and is asked for again. */
  moveLate(next: Moved<string, WithdrawalDetails, Outgoing>): this {
    const { state, deadline } = this.next;
    this.move(next);
    if (next.state === state) this.next = { ...this.next, overdueSince: this.next.overdueSince ?? deadline };
    return this;
  }

  /** What is waited for, asked once more; the deadlines stay. Nothing is changed when nothing was asked. */
  askAgain(): this {
    const { kind, state, details, legs } = this.next;
    const row = rowOf(kind, state);
    const asks = [...(!hasEnded(row) && row.send ? [row.send.build(details)] : []), ...asksOfLegs(legs)];
    this.isChanged = asks.length > 0;
    this.sent.push(...asks);
    return this;
  }

  moveLegs({ legs, send: asked }: LegsChange): this {
    this.isChanged = true;
    this.next = { ...this.next, legs: [...legs] };
    this.sent.push(...asked);
    return this;
  }

  expireLegs(): this {
    const change = expireLegs(this.next.legs, this.now);
    return change ? this.moveLegs(change) : this;
  }

  /** The whole of it: the legs rolled up, one event for the version, and replies to whoever waited for this. */
  change(): Change<Withdrawal> {
    this.rollUpLegs();
    const version = this.current.version + 1;
    const stamped = this.stamped(version);
    const next = { ...this.current, version, state: stamped };
    const { waiting, replies } = this.repliesTo(next);
    return {
      state: { ...stamped, waiting },
      dueAt: dueAtOf(stamped),
      send: [...this.sent, eventOf(next), ...replies],
    };
  }

  /** All legs have ended, or one is tried again: a word to the table. */
  private rollUpLegs(): void {
    const { legs, kind, state, details } = this.next;
    if (legs.length === 0) return;
    const outcome = rollUp(legs);
    const word = carried.includes(state) ? outcome : outcome === undefined ? 'legs.retried' : undefined;
    if (word === undefined) return;
    const moved = step(tableOf(kind), { state, data: details }, { type: word, body: {} }, this.now);
    if (moved.kind === 'moved') this.move(moved);
  }

  private stamped(version: number): Withdrawal {
    const { next, cause } = this;
    const at = this.now.toISOString();
    const row = rowOf(next.kind, next.state);
    const label: Label = next.state === 'carrying' ? labelOf(next.legs) : row.is;
    return {
      ...next, ...label, updatedAt: at,
      taken: cause ? [...next.taken, cause.id] : next.taken,
      history: [...next.history, { version, state: next.state, ...label, at }],
      stuckSince: earliest([next.overdueSince, ...next.legs.map((leg) => leg.overdueSince)]),
      endedAt: isTerminal(label) ? (this.current.state.endedAt ?? at) : undefined,
      waiting: cause?.waiting ? [...next.waiting, cause.waiting] : next.waiting,
    };
  }

  /** Whoever waits is replied to once what they wait for is decided; the others wait on. */
  private repliesTo(next: Versioned<Withdrawal>): { waiting: WaitingClient[]; replies: Deferred[] } {
    const verdicts = next.state.waiting.map((client) => ({ client, due: replyDue(client, next) }));
    return {
      waiting: verdicts.filter(({ due }) => due === undefined).map(({ client }) => client),
      replies: verdicts.flatMap(({ due }) => due ?? []),
    };
  }
}

function rowOf(kind: Kind, state: string) {
  const row = tableOf(kind).rows[state];
  if (!row) throw new Error(`The table of ${kind} has no state ${state}.`);
  return row;
}

/** The first of all deadlines: the withdrawal's own and its legs'. */
function dueAtOf({ deadline, legs }: Withdrawal): Date | null {
  const time = earliest([deadline, ...legs.map((leg) => leg.dueAt)]);
  return time === undefined ? null : new Date(time);
}

const earliest = (times: readonly (string | undefined)[]): string | undefined => times.filter((time) => time !== undefined).sort()[0];

function eventOf(withdrawal: Versioned<Withdrawal>): Outgoing {
  const { id, version, state: { dialect, dialectId, phase, hold, details, updatedAt } } = withdrawal;
  return send(recordChange, { withdrawalId: id, dialect, dialectId, sequence: version, phase, hold, amount: details.amount, view: viewOfKind(withdrawal), at: updatedAt }, { withdrawalId: id });
}
