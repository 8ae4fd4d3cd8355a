import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { aggregate, Outbox, repositoryOf, Sealing, type AggregateModel, type Change, type Versioned } from '@sluice/persistence';
import { deliverySchema, type Delivery } from './delivery.js';

export const deliveries = aggregate({
  collection: 'deliveries', state: deliverySchema, storedNames: { replyAddress: 'asker' }, isChecked: true, sealed: ['payment.creditor'],
  indexes: [
    { 'legs.key': 1 },
    [{ 'legs.paymentId': 1 }, { unique: true }],
  ],
});

const MOST_KEYS = 20_000;

/** Deliveries by the id of their withdrawal. */
@Injectable()
export class Deliveries extends repositoryOf(deliveries) {
  /** Ids by the keys of legs that this process wrote: what is looked for by its id is looked for together with others. */
  private readonly idsByKey = new Map<string, string>();

  constructor(@InjectModel(deliveries.collection) model: AggregateModel, outbox: Outbox, sealing: Sealing) {
    super(model, outbox, sealing);
    this.onWritten(({ id, state }) => state.legs.forEach(({ key }) => this.idsByKey.set(key, id)));
  }

  async byKey(key: string): Promise<Versioned<Delivery> | null> {
    const id = this.idsByKey.get(key);
    if (this.idsByKey.size > MOST_KEYS) this.idsByKey.clear();
    const found = id === undefined ? null : await this.find(id);
    return found?.state.legs.some((leg) => leg.key === key) === true ? found : this.findFirst({ 'legs.key': key });
  }

  byPaymentId(paymentId: string): Promise<Versioned<Delivery> | null> {
    return this.findFirst({ 'legs.paymentId': paymentId });
  }

  /** Changes a delivery that exists. Null when nothing was changed by this call, because nothing was to do or another was faster. */
  async step(id: string, cause: Cause, decide: (delivery: Delivery) => Change<Delivery> | null): Promise<Versioned<Delivery> | null> {
    let decided: Change<Delivery> | null = null;
    const result = await this.change(id, cause, (current) => {
      decided = current && decide(current.state);
      return decided;
    });
    return result !== null && result.state === stateOf(decided) ? result : null;
  }
}

const stateOf = (change: Change<Delivery> | null): Delivery | undefined => change?.state;

/** The cause of a round's outcome. Its id is the same however the round ended, so that every repetition is one message. */
export const outcomeCause = (withdrawalId: string, round: number, { tenantId, timer }: Pick<Cause, 'tenantId' | 'timer'>, replyAddress: Delivery['replyAddress']): Cause => ({
  id: idFrom('delivery', withdrawalId, String(round)), tenantId, withdrawalId, timer, ...replyAddress,
});

/** The cause of a return's event: one for each code of a leg. */
export const returnCause = (withdrawalId: string, key: string, code: string, tenantId: string, replyAddress: Delivery['replyAddress']): Cause => ({
  id: idFrom('delivery', key, 'returned', code), tenantId, withdrawalId, ...replyAddress,
});
