import { Injectable, Logger } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { inBackground, outsideOfWork, Trail, type TrailRow } from '@sluice/telemetry';
import { mongo, type Connection } from 'mongoose';
import { trailRowsLost } from './metrics.js';
import { MAX_DOCUMENTS_PER_ANSWER } from './queries.js';
import { PersistenceOptions, TenantSettings } from './tenant-settings.js';

const COLLECTION = 'trail';
const FLUSH_AFTER_MS = 1_000;
const MOST_AT_ONCE = 1_000;
const DUPLICATE_KEY = 11_000;

/** What was noted about one withdrawal between two flushes. An older version reads the first row and passes over the rest. */
interface TrailDocument extends TrailRow {
  readonly _id: mongo.ObjectId;
  readonly more?: readonly Omit<TrailRow, 'tenantId' | 'withdrawalId'>[];
}

/** What waits while the database is away. Beyond it rows are lost and counted: a timeline may have holes, memory may not run out. */
const MOST_WAITING = 20_000;

/** The service's trail in its own database, written in batches beside the work. */
@Injectable()
export class MongoTrail extends Trail {
  private readonly logger = new Logger('Trail');
  private readonly waiting: TrailRow[] = [];
  /** Tried in vain: they keep their ids, so that a batch that arrived in part is not doubled by the next attempt. */
  private unwritten: readonly TrailDocument[] = [];
  private timer: NodeJS.Timeout | null = null;
  private started = false;
  private flushing: Promise<void> | null = null;

  constructor(@InjectConnection() private readonly connection: Connection, private readonly options: PersistenceOptions, private readonly settings: TenantSettings) {
    super();
  }

  override note(row: TrailRow): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(row);
    else trailRowsLost.inc({ service: this.options.service });
    if (this.started) this.flushSoon();
  }

  async createIndexes(): Promise<void> {
    await this.collection.createIndex({ tenantId: 1, withdrawalId: 1, at: 1 });
  }

  start(): void {
    this.started = true;
    if (this.waiting.length > 0) this.flushSoon();
  }

  async stop(): Promise<void> {
    this.started = false;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.flush();
    if (this.hasMore) await this.flush();
  }

  /** Oldest first; what was noted just now is there too. */
  async list(tenantId: string, withdrawalId: string, limit: number, from?: Date): Promise<TrailRow[]> {
    await this.flush();
    const later = from === undefined ? {} : { $or: [{ at: { $gte: from } }, { 'more.at': { $gte: from } }] };
    const found = await this.collection.find({ tenantId, withdrawalId, ...later }, { projection: { _id: 0 }, batchSize: MAX_DOCUMENTS_PER_ANSWER }).sort({ at: 1, _id: 1 }).limit(limit).toArray();
    return found.flatMap(rowsOf).filter(({ at }) => from === undefined || at >= from).sort((one, other) => one.at.getTime() - other.at.getTime()).slice(0, limit);
  }

  private get hasMore(): boolean {
    return this.waiting.length + this.unwritten.length > 0;
  }

  private get collection() {
    return this.connection.collection<TrailDocument>(COLLECTION);
  }

  /** Nothing runs while nothing waits. */
  private flushSoon(): void {
    this.timer ??= outsideOfWork(() => setTimeout(() => {
      this.timer = null;
      inBackground(this.logger, 'The trail', () => this.flush().finally(() => (this.started && this.hasMore ? this.flushSoon() : undefined)));
    }, FLUSH_AFTER_MS));
  }

  private flush(): Promise<void> {
    this.flushing ??= outsideOfWork(() => this.write()).finally(() => (this.flushing = null));
    return this.flushing;
  }

  private async write(): Promise<void> {
    if (!this.hasMore) return;
    try {
      if (this.unwritten.length === 0) this.unwritten = documentsOf(await this.taken());
      await this.collection.insertMany([...this.unwritten], { ordered: false, writeConcern: { w: 1 }, ignoreUndefined: true });
      this.unwritten = [];
    } catch (error) {
      if (error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY) this.unwritten = [];
      else this.logger.warn(`The trail of ${this.unwritten.length} withdrawals could not be written yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Everything about a withdrawal lives on its tenant's clock; what is noted is so by the wall clock. */
  private async taken(): Promise<TrailRow[]> {
    const offsets = await this.settings.offsets();
    return this.waiting.splice(0, MOST_AT_ONCE).map((row) => ({ ...row, at: new Date(row.at.getTime() + (offsets.get(row.tenantId) ?? 0)) }));
  }
}

function documentsOf(rows: readonly TrailRow[]): TrailDocument[] {
  const groups = Map.groupBy(rows, ({ tenantId, withdrawalId }) => `${tenantId} ${withdrawalId}`);
  return [...groups.values()].flatMap(([first, ...rest]) => {
    const more = rest.map(({ tenantId: _, withdrawalId: __, ...row }) => row);
    return first === undefined ? [] : [{ _id: new mongo.ObjectId(), ...first, ...(more.length > 0 && { more }) }];
  });
}

const rowsOf = ({ more = [], ...first }: Omit<TrailDocument, '_id'>): TrailRow[] => [first, ...more.map((row) => ({ tenantId: first.tenantId, withdrawalId: first.withdrawalId, ...row }))];
