import { InboxConsumer } from '../../../../platform/messaging/src/inbox.consumer.js';
import { MessageWork } from '../../../../platform/messaging/src/message.work.js';
import { AggregateWriter, type Write } from '../../../../platform/persistence/src/aggregate.writer.js';
import { OutboxSweeper } from '../../../../platform/persistence/src/outbox.sweeper.js';
import { Outbox, Repository } from '@sluice/persistence';
import type { OutboxEntry } from '@sluice/messaging';
import { accountWithdrawalSaga } from '../../../../../apps/intake/src/account-withdrawals/account-withdrawal.saga.js';
import { accountViewOf } from '../../../../../apps/intake/src/account-withdrawals/account-withdrawal.view.js';
import { Draft } from '../../../../../apps/intake/src/engine/draft.js';
import { WithdrawalProcess } from '../../../../../apps/intake/src/engine/withdrawal.process.js';
import type { Withdrawal } from '../../../../../apps/intake/src/engine/withdrawal.js';
import { payoutLegSaga } from '../../../../../apps/intake/src/payout-legs/payout-leg.saga.js';
import { portfolioWithdrawalSaga } from '../../../../../apps/intake/src/portfolio-withdrawals/portfolio-withdrawal.saga.js';
import type { Versioned } from '@sluice/persistence';
import { fields, method, part, type Undo } from './patch.js';

/** Planted bugs of the saga engine, its tables and what carries its messages. */
export const engineBugs = {
  'a compensation left out: an undelivered payment keeps its hold': () => fields(accountWithdrawalSaga.rows.delivering.on, { 'payout.undelivered': { ...(accountWithdrawalSaga.rows.delivering.on['payout.undelivered'] as object), to: 'closingFailed' } }),

  'a portfolio that is cancelled keeps its hold': () => fields(portfolioWithdrawalSaga.rows.recallingDeliveryForCancel.on, { 'payout.delivery-cancelled': { ...(portfolioWithdrawalSaga.rows.recallingDeliveryForCancel.on['payout.delivery-cancelled'] as object), to: 'releasingForCancel' } }),

  'a payout leg that failed keeps its liquidity': () => fields(payoutLegSaga.rows.voidingFailed.on, { 'ledger.hold-voided': 'failed' }),

  'a payout leg that is stopped while it is paid is taken for stopped': () => fields(payoutLegSaga.rows.recallingDelivery.on, { 'payout.leg-delivered': 'voidingCancelled' }),

  'money that comes back is ignored': () => fields(accountWithdrawalSaga.rows.settled, { on: {}, ignore: [...(accountWithdrawalSaga.rows.settled.ignore ?? []), 'payout.returned'] }),

  'no deadline ever passes': () => method(WithdrawalProcess, 'onModuleInit', () => undefined),

  'an acceptance is replied to before it is carried out': () => method<[{ readonly body: { readonly id: string }; readonly tenantId: string }, string]>(WithdrawalProcess, 'place', async (original, self, ask, ...more) => {
    const placed = await original(self, ask, ...more);
    const withdrawals = part<{ find(id: string): Promise<Versioned<Withdrawal> | null> }>(self, 'withdrawals');
    const found = await withdrawals.find(ask.body.id);
    return found === null ? placed : accountViewOf(found);
  }),

  'ids of messages that were taken in are not remembered': () => method(Draft, 'change', (original, self) => {
    const change = original(self) as { state: Withdrawal };
    return { ...change, state: { ...change.state, taken: [] } };
  }),

  'a message is acknowledged before it is handled': () => method<[{ done(): void }, unknown]>(InboxConsumer, 'handle', async (_, self, delivered, message) => {
    delivered.done();
    await part<{ work: (message: unknown, isHeld: () => boolean) => Promise<unknown> }>(self, 'options').work(message, () => true).catch(() => undefined);
  }),

  'a message whose handler failed is let go': () => method(MessageWork, 'afterFailure', () => Promise.resolve('retried')),

  'messages are not written with the state': () => method<[Write]>(AggregateWriter, 'write', (original, self, write) => original(self, { ...write, next: { ...write.next, outbox: [] } })),

  'an outbox is cleared before the broker has confirmed': () => method<[object, string, readonly OutboxEntry[]]>(Outbox, 'publishWritten', async (_, self, model, id, entries) => {
    const clearing = part<{ add(model: object, id: string, ids: readonly string[]): void; flush(): Promise<void> }>(self, 'clearing');
    clearing.add(model, id, entries.map((entry) => entry.id));
    await clearing.flush();
    await part<{ settle(entries: readonly OutboxEntry[]): Promise<unknown> }>(self, 'publisher').settle(entries);
  }),

  'what a crash left in an outbox is not swept up': () => method(OutboxSweeper, 'sweep', () => Promise.resolve()),

  'a change is sent before it is written': () => method<[string, object, Versioned<unknown>, unknown, readonly OutboxEntry[]]>(Repository, 'write', async (original, self, id, cause, written, known, entries) => {
    await part<Outbox>(self, 'outbox').publish(entries);
    return original(self, id, cause, written, known, entries);
  }),

  'a write does not look at the version': () => method<[Write]>(AggregateWriter, 'write', async (original, self, write) => {
    const stored = write.stored === null ? null : await (self as AggregateWriter).find(write.next._id);
    return original(self, { ...write, stored: stored === null ? write.stored : { ...write.stored, ...stored } });
  }),
} as const satisfies Record<string, () => Undo>;
