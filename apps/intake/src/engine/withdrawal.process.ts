import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Envelope } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { deferred, Park, RetryLater, type Cause, type ReplyAddress } from '@sluice/messaging';
import { TenantSettings, Timers, type Change, type Versioned } from '@sluice/persistence';
import { arrive, expire, join, type Arrival } from './advance.js';
import { replyDue } from './replies.js';
import { inTodaysTables, Withdrawals } from './withdrawals.repository.js';
import { rowOf } from './tables.js';
import { messageNameOf, type Order, type WithdrawalMessages } from './vocabulary.js';
import type { WaitingClient, Withdrawal } from './withdrawal.js';

type OrderRequest = Cause & { readonly body: { readonly id: string; readonly legId?: string }; readonly replyAddress: ReplyAddress };

const waitingFor = (order: Order, { body, replyAddress }: OrderRequest): WaitingClient => ({
  for: order, replyAddress, ...(body.legId !== undefined && { legId: body.legId }),
});

/** Does the withdrawal's state handle such an order? @throws NotKnownYet where only a newer instance can say */
export const canTake = (withdrawal: Withdrawal, type: keyof WithdrawalMessages): boolean => rowOf(inTodaysTables(withdrawal)).on[type] !== undefined;

export const wrongStatus = (): DomainError => new DomainError('invalid_status', 'The withdrawal is not in a status that allows this.');

/** @throws DomainError `invalid_status` when the withdrawal's state does not handle such an order. */
export function mustTake({ state }: Versioned<Withdrawal>, type: keyof WithdrawalMessages): void {
  if (!canTake(state, type)) throw wrongStatus();
}

function joined(current: Versioned<Withdrawal>, request: OrderRequest, order: Order, now: Date): Change<Withdrawal> {
  const waiting = waitingFor(order, request);
  const due = replyDue(waiting, current);
  return due ? { send: [due] } : join(current, request.id, waiting, now);
}

/** Moves stored withdrawals along their tables: by participants' answers, by timeouts, and by orders, which are replied to once the table has decided. */
@Injectable()
export class WithdrawalProcess implements OnModuleInit {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.withdrawals, async (due, cause) => {
      const now = await this.settings.now(due.tenantId);
      await this.withdrawals.change(due.id, cause, (current) => current && expire(current, now));
    });
  }

  /** Gives a participant's answer to the saga it belongs to. What it means is in the table, not here. Says nothing by itself: what it refuses first may have been decided on a copy that another instance has gone beyond. */
  async answer(message: Envelope): Promise<void> {
    const { id, type, body, withdrawalId, tenantId } = message;
    if (withdrawalId === undefined) throw new Park('an answer that belongs to no withdrawal');
    const now = await this.settings.now(tenantId);
    await this.withdrawals.change(withdrawalId, message, (current) => {
      if (current?.tenantId !== tenantId) throw new Park('an answer to an unknown withdrawal');
      const change = arrive(current, { id, type: messageNameOf(message), body: body as object }, now);
      if (change === 'unchanged') return null;
      if (change === 'deferred') throw new RetryLater(`${type} arrived before its state`);
      if (change === 'unexpected') throw new Park(`unexpected in ${current.state.state}`);
      return change;
    });
  }

  /** Gives the order to the saga, which replies to the caller; one that was placed already is joined. */
  async place(request: OrderRequest, order: Order, arrival: Arrival, isPlaced: (withdrawal: Withdrawal) => boolean = () => false): Promise<typeof deferred> {
    const now = await this.settings.now(request.tenantId);
    await this.withdrawals.change(request.body.id, request, (current) => {
      if (!current) throw wrongStatus();
      if (isPlaced(current.state)) return joined(current, request, order, now);
      const change = arrive(current, { ...arrival, waiting: waitingFor(order, request) }, now);
      if (typeof change === 'string') throw wrongStatus();
      return change;
    });
    return deferred;
  }

  /** Joins an order that was placed already: replied to when it is decided, at once if it is. */
  async join(request: OrderRequest, order: Order): Promise<typeof deferred> {
    const now = await this.settings.now(request.tenantId);
    await this.withdrawals.change(request.body.id, request, (current) => {
      if (!current) throw wrongStatus();
      return joined(current, request, order, now);
    });
    return deferred;
  }
}
