import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { aggregateSchema, AggregateStore, Outbox, type AggregateModel } from '@sluice/persistence';
import { legKeyOf, legSchema, type Leg } from './leg.js';

export const LEG_TRANSFERS = 'leg_transfers';

export const legTransfersSchema = aggregateSchema({
  legId: String, attempt: Number, walletId: String, toChain: String, transfers: [Object], recalling: Boolean, asker: Object, createdAt: String, endedAt: String,
});

legTransfersSchema.index({ walletId: 1 });

/** The transfers of each leg's attempt. */
@Injectable()
export class Legs extends AggregateStore<Leg> {
  constructor(@InjectModel(LEG_TRANSFERS) model: AggregateModel, outbox: Outbox) {
    super(model, outbox, legSchema);
  }
}

/** The cause of a leg's answer: the same however it ends, so that every repetition is one message. */
export const answerCause = (leg: Pick<Leg, 'legId' | 'attempt' | 'asker'>, tenantId: string): Cause => ({ id: idFrom('bridging', legKeyOf(leg)), tenantId, ...leg.asker });
