import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { idFrom } from '@sluice/kernel';
import { DeadLetterStore, type DeadLetter } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { deadLettersParked } from './metrics.js';

export interface DeadLetterDocument extends Omit<DeadLetter, 'id'> {
  /** Made from queue and message id: the same event can fail in several queues. */
  _id: string;
  messageId: string;
  /** Those that an operator has dealt with are kept, with his reason. */
  status: 'parked' | 'redriven' | 'discarded';
  reason?: string;
}

const COLLECTION = 'dead_letters';

/** The service's dead letters, in its own database. */
@Injectable()
export class MongoDeadLetters extends DeadLetterStore {
  constructor(@InjectConnection() private readonly connection: Connection) {
    super();
  }

  get collection() {
    return this.connection.collection<DeadLetterDocument>(COLLECTION);
  }

  async createIndexes(): Promise<void> {
    await this.collection.createIndex({ tenantId: 1, status: 1, cause: 1, lastAt: -1 });
  }

  /** One document per message and queue: a letter that comes again, after a redrive, adds to its attempts. */
  async park({ id: messageId, attempts, firstAt, ...letter }: DeadLetter): Promise<void> {
    const update = { $set: { messageId, ...letter, status: 'parked' as const }, $min: { firstAt }, $inc: { attempts } };
    await this.collection.updateOne({ _id: idFrom(letter.queue, messageId) }, update, { upsert: true, ignoreUndefined: true });
    deadLettersParked.inc({ service: letter.service });
  }
}
