import { send, type Outgoing } from '@sluice/contract-kit';
import { recordChange } from '@sluice/contract-webhooks';
import type { Deferred, Sent } from '@sluice/messaging';
import type { Change, Versioned } from '@sluice/persistence';
import { hasEnded, step, type Moved } from '@sluice/saga';
import { beginLegs, commandsOfLegs, expireLegs, phaseAndHoldOf, rollUp, stopLegs, type LegsChange } from '../payout-legs/payout-legs.js';
import { replyDue, viewOfKind } from './replies.js';
import { isTerminal, rowOf, tableOf } from './tables.js';
import type { WithdrawalDetails } from './withdrawal-details.js';
import type { WaitingClient, Withdrawal } from './withdrawal.js';

/** The next version of a withdrawal: moves of its table and of its legs, all of them one write. */
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

  move({ state, data, send: commands, deadline }: Moved<string, WithdrawalDetails, Outgoing>): this {
    this.isChanged = true;
    const since = state === this.next.state ? (this.next.since ?? this.now.toISOString()) : this.now.toISOString();
    const overdueSince = state === this.next.state ? this.next.overdueSince : undefined;
    this.next = { ...this.next, state, details: data, deadline: deadline?.toISOString(), since, overdueSince };
    this.sent.push(...commands);
    const { legs } = rowOf(this.next);
    if (legs === 'carry' && this.next.legs.length === 0) this.moveLegs(beginLegs(data, this.now, this.next.sagaVersion));
    if (legs === 'stop' || legs === 'fail') this.moveLegs(stopLegs(this.next.legs, legs === 'fail' || data.stoppedBy === 'operator' ? 'system' : 'customer', this.now));
    return this;
  }

  /** After a timeout. Where it leads back to the same state, the answer is overdue, and the command is sent again. */
  moveAfterTimeout(next: Moved<string, WithdrawalDetails, Outgoing>): this {
    const { state, deadline } = this.next;
    this.move(next);
    if (next.state === state) this.next = { ...this.next, overdueSince: this.next.overdueSince ?? deadline };
    return this;
  }

  /** Sends the commands whose answers are awaited once more; the deadlines stay. Nothing is changed when there are none. */
  sendAgain(): this {
    const row = rowOf(this.next);
    const commands = [...(!hasEnded(row) && row.send ? [row.send.build(this.next.details)] : []), ...commandsOfLegs(this.next.legs)];
    this.isChanged = commands.length > 0;
    this.sent.push(...commands);
    return this;
  }

  moveLegs({ legs, send: commands }: LegsChange): this {
    this.isChanged = true;
    this.next = { ...this.next, legs: [...legs] };
    this.sent.push(...commands);
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

  /** All legs have ended, or one is tried again: a message to the table. */
  private rollUpLegs(): void {
    const { legs, kind, sagaVersion, state, details } = this.next;
    if (legs.length === 0) return;
    const outcome = rollUp(legs);
    const type = rowOf(this.next).legs !== undefined ? outcome : outcome === undefined ? 'legs.retried' : undefined;
    if (type === undefined) return;
    const moved = step(tableOf(kind, sagaVersion), { state, data: details }, { type, body: {} }, this.now);
    if (moved.kind === 'moved') this.move(moved);
  }

  private stamped(version: number): Withdrawal {
    const { next, cause } = this;
    const at = this.now.toISOString();
    const { phase, hold, legs } = rowOf(next);
    const shown = legs === 'carry' ? phaseAndHoldOf(next.legs) : { phase, hold: hold ?? ('none' as const) };
    return {
      ...next, ...shown, updatedAt: at,
      taken: cause ? [...next.taken, cause.id] : next.taken,
      history: [...next.history, { version, state: next.state, ...shown, at }],
      stuckSince: earliest([next.overdueSince, ...next.legs.map((leg) => leg.overdueSince)]),
      endedAt: isTerminal({ kind: next.kind, phase: shown.phase }) ? (this.current.state.endedAt ?? at) : undefined,
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
