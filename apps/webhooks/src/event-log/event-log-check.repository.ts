import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { MOST_FINDINGS } from '@sluice/contract-kit';
import { MAX_DOCUMENTS_PER_ANSWER } from '@sluice/persistence';
import { Schema, type Model } from 'mongoose';
import { EventRecords } from './event-records.js';
import { EVENTS } from './event-records.repository.js';
import { eventIdOf } from './logged-event.js';

export const LOG_CHECKS = 'log_checks';

const FULL_CHECK_EVERY_MS = 24 * 3_600_000;

/** Positions checked by one query. */
const PAGE = 1_000;
/** Withdrawals that are checked again until they are right. */
const MOST_WITH_GAPS = 1_000;

/** How far a tenant's log was checked. */
interface Mark {
  readonly _id: string;
  /** Grows with every check. */
  readonly revision: number;
  /** The last position that was checked. */
  readonly position: number;
  /** Withdrawals whose events had a gap. */
  readonly suspects: readonly string[];
  readonly lookedInFullAt: Date;
}

interface Numbered {
  readonly _id: string;
  readonly withdrawalId: string;
  readonly sequence: number;
}

export const logChecksSchema = new Schema(
  { _id: { type: String, required: true }, revision: { type: Number, required: true }, position: { type: Number, required: true }, suspects: [String], lookedInFullAt: { type: Date, required: true } },
  { versionKey: false },
);

/**
 * Whether each withdrawal's events are numbered without a gap. A position is given out once and only after the one before it, so
 * everything behind the last one that was checked is new, and nothing new is before it (docs/decisions/0207).
 */
@Injectable()
export class EventLogCheck {
  constructor(private readonly records: EventRecords, @InjectModel(EVENTS) private readonly events: Model<unknown>, @InjectModel(LOG_CHECKS) private readonly marks: Model<unknown>) {}

  /** Withdrawals with a gap, at most so many as can be reported. */
  async gaps(tenantId: string, full: boolean): Promise<string[]> {
    const mark = await this.markOf(tenantId);
    const last = await this.records.lastPosition(tenantId, mark?.position ?? 0);
    const isDue = mark === null || Date.now() - mark.lookedInFullAt.getTime() >= FULL_CHECK_EVERY_MS;
    // A log that ends before the checked position is another one: it was restored.
    const isFull = full || isDue || last < mark.position;
    const begunAt = new Date();
    const withGaps = isFull ? await this.records.gaps(tenantId, MOST_WITH_GAPS) : await this.gapsBehind(tenantId, mark, last);
    await this.write(tenantId, mark, { position: last, suspects: withGaps, lookedInFullAt: isFull ? begunAt : mark.lookedInFullAt });
    return withGaps.slice(0, MOST_FINDINGS);
  }

  private async gapsBehind(tenantId: string, { position, suspects }: Mark, last: number): Promise<string[]> {
    const found = new Set(suspects);
    for (let after = position; after < last; after += PAGE) {
      for (const id of await this.gapsAmong(tenantId, { $gt: after, $lte: Math.min(after + PAGE, last) })) found.add(id);
    }
    return found.size === 0 ? [] : this.records.gaps(tenantId, MOST_WITH_GAPS, [...found]);
  }

  /** Withdrawals with an event at these positions without the one before it. */
  private async gapsAmong(tenantId: string, position: object): Promise<string[]> {
    const events = await this.numbered({ tenantId, position });
    const known = new Set(events.map(({ _id }) => _id));
    const before = ({ withdrawalId, sequence }: Numbered): string => eventIdOf(withdrawalId, sequence - 1);
    const open = events.filter((event) => event.sequence > 1 && !known.has(before(event)));
    for (const { _id } of open.length === 0 ? [] : await this.numbered({ _id: { $in: open.map(before) } })) known.add(_id);
    return open.filter((event) => !known.has(before(event))).map(({ withdrawalId }) => withdrawalId);
  }

  private async numbered(filter: object): Promise<Numbered[]> {
    const options = { projection: { withdrawalId: 1, sequence: 1 }, batchSize: MAX_DOCUMENTS_PER_ANSWER, readConcern: { level: 'majority' as const } };
    return (await this.events.collection.find(filter, options).toArray()) as never;
  }

  private async markOf(tenantId: string): Promise<Mark | null> {
    return (await this.marks.collection.findOne({ _id: tenantId } as never)) as Mark | null;
  }

  /** Of two concurrent checks one writes: both have found the same. */
  private async write(tenantId: string, before: Mark | null, next: Omit<Mark, '_id' | 'revision'>): Promise<void> {
    if (before === null) await this.marks.collection.updateOne({ _id: tenantId } as never, { $setOnInsert: { revision: 1, ...next } }, { upsert: true });
    else await this.marks.collection.updateOne({ _id: tenantId, revision: before.revision } as never, { $set: { revision: before.revision + 1, ...next } });
  }
}
