import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { MAX_DOCUMENTS_PER_ANSWER } from '@sluice/persistence';
import { ServiceState } from '@sluice/service-host';
import type { Connection } from 'mongoose';
import { EventLog } from '../event-log/event-log.js';
import { EventRecords } from '../event-log/event-records.js';
import { Announcements } from './announcements.js';

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
    return this.collection().find({ finishedAt: { $exists: false } }, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).toArray();
  }

  async finish({ _id, position }: FanOut, last: number): Promise<void> {
    await this.collection().updateOne({ _id, position }, { $set: { position: last, finishedAt: new Date() } });
  }

  private collection() {
    return this.connection.collection<FanOut>('fan_outs');
  }
}

const PAGE = 200;
const AGAIN_AFTER_MS = 5_000;

/**
 * Older versions made deliveries by following each tenant's log, and stored how far they had come. What they had not
 * reached when they were replaced is done once, at the start.
 */
@Injectable()
export class UnfinishedFanOuts implements BeforeApplicationShutdown {
  private readonly logger = new Logger(UnfinishedFanOuts.name);
  private readonly stopping = new AbortController();
  private finishing: Promise<void> = Promise.resolve();

  constructor(
    private readonly fanOuts: FanOutsRepository,
    private readonly log: EventLog,
    private readonly records: EventRecords,
    private readonly announcements: Announcements,
    state: ServiceState,
  ) {
    state.whenStarted(() => {
      this.finishing = this.untilFinished();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.finishing;
  }

  private async untilFinished(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        return await this.finishAll();
      } catch (error) {
        this.logger.warn(`The unfinished fan-outs of an older version cannot be finished yet: ${(error as Error).message}`);
        await pause(AGAIN_AFTER_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async finishAll(): Promise<void> {
    for (const fanOut of await this.fanOuts.unfinished()) await this.fanOuts.finish(fanOut, await this.follow(fanOut._id, fanOut.position));
  }

  private async follow(tenantId: string, position: number): Promise<number> {
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
