import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { EventLog } from '../event-log/event-log.js';
import { EventRecords } from '../event-log/event-records.js';
import { Announcements } from './announcements.js';

interface FanOut {
  readonly _id: string;
  readonly position: number;
  /** Set by us: an older version that writes again takes it away again. */
  readonly finishedAt?: Date;
}

const PAGE = 200;
const AGAIN_AFTER_MS = 5_000;

/**
 * Older versions made deliveries by following each tenant's log, and stored how far they had come. What they had not come to
 * when they were replaced is made up for once, at the start.
 */
@Injectable()
export class UnfinishedFanOuts implements OnApplicationBootstrap {
  private readonly logger = new Logger(UnfinishedFanOuts.name);

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly log: EventLog,
    private readonly records: EventRecords,
    private readonly announcements: Announcements,
  ) {}

  onApplicationBootstrap(): void {
    void this.finishAll();
  }

  private async finishAll(): Promise<void> {
    for (let isDone = false; !isDone && !this.isClosing; ) {
      isDone = await this.finishEach().then(() => true, (error: Error) => {
        this.logger.warn(`What an older version left unfinished waits still: ${error.message}`);
        return false;
      });
      if (!isDone) await pause(AGAIN_AFTER_MS, undefined, { ref: false });
    }
  }

  private get isClosing(): boolean {
    return this.connection.readyState === 0 || this.connection.readyState === 3;
  }

  private async finishEach(): Promise<void> {
    const collection = this.connection.collection<FanOut>('fan_outs');
    for (const { _id: tenantId, position } of await collection.find({ finishedAt: { $exists: false } }).toArray()) {
      const last = await this.finish(tenantId, position);
      await collection.updateOne({ _id: tenantId, position }, { $set: { position: last, finishedAt: new Date() } });
    }
  }

  private async finish(tenantId: string, position: number): Promise<number> {
    for (let after = position; ; ) {
      const page = await this.log.page({ tenantId, after, limit: PAGE });
      const last = page.at(-1);
      if (!last) return after;
      const { audienceRevision } = await this.records.afterAppend(tenantId, []);
      await this.announcements.announce({ tenantId, audienceRevision, changes: await this.log.changesAmong(page) });
      after = last.position;
    }
  }
}
