import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { legKeyOf, legSchema, type Leg } from './leg.js';

export const legTransfers = aggregate({ collection: 'leg_transfers', state: legSchema, storedNames: { replyAddress: 'asker' }, indexes: [{ walletId: 1 }] });

/** The transfers of each leg's attempt. */
@Injectable()
export class Legs extends repositoryOf(legTransfers) {}

/** The cause of a leg's answer: the same however it ends, so that every repetition is one message. */
export const answerCause = (leg: Pick<Leg, 'legId' | 'attempt' | 'replyAddress'>, tenantId: string): Cause => ({ id: idFrom('bridging', legKeyOf(leg)), tenantId, ...leg.replyAddress });
