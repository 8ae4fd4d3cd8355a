import { Injectable } from '@nestjs/common';
import { DomainError } from '@sluice/kernel';
import { deferred, type Cause, type ReplyAddress } from '@sluice/messaging';
import { TenantSettings, type Change, type Versioned } from '@sluice/persistence';
import { Withdrawals } from './adapters/withdrawals.store.js';
import type { WithdrawalMessages } from './saga/messages.js';
import { tableOf } from './saga/tables.js';
import { arrive, join, type Arrival } from './withdrawal/advance.js';
import { replyDue } from './withdrawal/reply-due.js';
import type { WaitingClient, Withdrawal } from './withdrawal/withdrawal.js';

type OrderAsk = Cause & { readonly body: { readonly id: string; readonly legId?: string }; readonly replyAddress: ReplyAddress };

const waitingFor = (order: WaitingClient['for'], { body, replyAddress }: OrderAsk): WaitingClient => ({
  for: order, replyAddress, ...(body.legId !== undefined && { legId: body.legId }),
});

/** Does the withdrawal's state have a place for such an order? */
export const canTake = ({ kind, state }: Withdrawal, type: keyof WithdrawalMessages): boolean => tableOf(kind).rows[state]?.on[type] !== undefined;

function joined(current: Versioned<Withdrawal>, ask: OrderAsk, order: WaitingClient['for'], now: Date): Change<Withdrawal> {
  const waiting = waitingFor(order, ask);
  const due = replyDue(waiting, current);
  return due ? { send: [due] } : join(current, ask.id, waiting, now);
}

/** The customer's orders to a withdrawal under way. The reply is deferred until the saga has carried the order out or refused it. */
@Injectable()
export class Orders {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly settings: TenantSettings,
  ) {}

  /** @throws DomainError `invalid_status` when the withdrawal's state has no place for such an order. */
  mustTake({ state }: Versioned<Withdrawal>, type: keyof WithdrawalMessages): void {
    if (!canTake(state, type)) throw wrongStatus();
  }

  /** Gives the order to the saga, whose progress replies to the asker; one that was placed already is joined. */
  async place(ask: OrderAsk, order: WaitingClient['for'], arrival: Arrival, isPlaced: (withdrawal: Withdrawal) => boolean = () => false): Promise<typeof deferred> {
    const now = await this.settings.now(ask.tenantId);
    await this.withdrawals.change(ask.body.id, ask, (current) => {
      if (!current) throw wrongStatus();
      if (isPlaced(current.state)) return joined(current, ask, order, now);
      const change = arrive(current, { ...arrival, waiting: waitingFor(order, ask) }, now);
      if (typeof change === 'string') throw wrongStatus();
      return change;
    });
    return deferred;
  }

  /** Joins an order already placed: replied to when it is decided, at once if it is. */
  async await(ask: OrderAsk, order: WaitingClient['for']): Promise<typeof deferred> {
    const now = await this.settings.now(ask.tenantId);
    await this.withdrawals.change(ask.body.id, ask, (current) => {
      if (!current) throw wrongStatus();
      return joined(current, ask, order, now);
    });
    return deferred;
  }
}

export const wrongStatus = (): DomainError => new DomainError('invalid_status', 'The withdrawal is not in a status that allows this.');
