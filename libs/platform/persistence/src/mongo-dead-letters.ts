import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { DeadLetterStore, type DeadLetter } from '@sluice/messaging';
import type { Connection } from 'mongoose';
import { deadLettersParked } from './metrics.js';

export interface DeadLetterDocument extends Omit<DeadLetter, 'id'> {
  /** Queue and message id: the same event can fail in several queues. */
  _id: string;
  messageId: string;
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
    await this.collection.createIndex({ tenantId: 1, cause: 1, lastAt: -1 });
  }

  /** One document per message and queue: a letter that comes again, after a redrive, adds to its attempts. */
  async park({ id: messageId, attempts, firstAt, ...letter }: DeadLetter): Promise<void> {
    const update = { $set: { messageId, ...letter }, $min: { firstAt }, $inc: { attempts } };
    await this.collection.updateOne({ _id: `${letter.queue}:${messageId}` }, update, { upsert: true, ignoreUndefined: true });
    deadLettersParked.inc({ service: letter.service });
  }
}
