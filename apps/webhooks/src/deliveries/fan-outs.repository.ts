import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { IN_ONE_ANSWER } from '@sluice/persistence';
import type { Connection } from 'mongoose';

/** How far an older version had come with a tenant's log. */
export interface FanOut {
  readonly _id: string;
  readonly position: number;
  /** Set by us; an older version that writes again takes it away again. */
  readonly finishedAt?: Date;
}

/** What older versions wrote, one document for each tenant; nothing new is. */
@Injectable()
export class FanOutsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  unfinished(): Promise<FanOut[]> {
    return this.collection().find({ finishedAt: { $exists: false } }, { batchSize: IN_ONE_ANSWER }).toArray();
  }

  async finish({ _id, position }: FanOut, last: number): Promise<void> {
    await this.collection().updateOne({ _id, position }, { $set: { position: last, finishedAt: new Date() } });
  }

  private collection() {
    return this.connection.collection<FanOut>('fan_outs');
  }
}
