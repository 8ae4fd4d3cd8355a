import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { ServiceState } from '@sluice/service-host';
import { setTimeout as pause } from 'node:timers/promises';
import { EventLog } from '../event-log/event-log.js';
import { EventRecords } from '../event-log/event-records.js';
import { Announcements } from './announcements.js';
import { FanOutsRepository } from './fan-outs.repository.js';

const PAGE = 200;
const AGAIN_AFTER_MS = 5_000;

/**
 * Older versions made deliveries by following each tenant's log, and stored how far they had come. What they had not come to
 * when they were replaced is made up for once, at the start.
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
        this.logger.warn(`What an older version left unfinished has to wait: ${(error as Error).message}`);
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
