import { Injectable, Logger } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { type Pace, tenantSettingsSchema } from '@sluice/contract-kit';
import type { KeyRing, TenantClock } from '@sluice/kernel';
import { Broadcasts } from '@sluice/messaging';
import { outsideOfWork } from '@sluice/telemetry';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import { duplicateFieldsOf, MAX_DOCUMENTS_PER_ANSWER } from './queries.js';

/** How one service keeps its data. */
export abstract class PersistenceOptions {
  abstract readonly service: string;
  /** True only where tenants' clocks can be advanced. */
  abstract readonly sandbox: boolean;
  /** How long rows of the trail are kept, and dead letters that an operator has dealt with; absent: for good. */
  abstract readonly trailDays?: number | undefined;
  abstract readonly deadLetterDays?: number | undefined;
  /** What fields are sealed with; absent where a service seals none. */
  abstract readonly dataKeys?: KeyRing | undefined;
}

export interface Settings {
  readonly clockOffsetMs: number;
  readonly pace: Pace;
}

type Revised = Settings & { readonly revision: number };

const COLLECTION = 'tenant_settings';
const TOPIC = 'tenant-settings';

/** An instance hears of changes by broadcast. How long it may not know of one when the broadcast was lost. */
const FRESH_FOR_MS = 10_000;

const production: Settings = { clockOffsetMs: 0, pace: 'clock' };
const sandboxDefault: Settings = { clockOffsetMs: 0, pace: 'instant' };
const broadcastSchema = tenantSettingsSchema.extend({ tenantId: z.string() });

/** Time and pace of each tenant, kept in memory. Outside of the sandbox there is one time, the real one, and nothing is read. */
@Injectable()
export class TenantSettings implements TenantClock {
  private readonly logger = new Logger('TenantSettings');
  private known: Map<string, Revised> | null = null;
  private reading: Promise<void> | null = null;
  private readAt = 0;
  private readonly listeners: ((tenantId: string) => void)[] = [];

  constructor(@InjectConnection() private readonly connection: Connection, private readonly options: PersistenceOptions, private readonly broadcasts: Broadcasts) {
    if (!options.sandbox) return;
    broadcasts.listen(TOPIC, (body) => this.received(body));
    broadcasts.onReopened(() => (this.readAt = -Infinity));
  }

  async now(tenantId: string): Promise<Date> {
    const { clockOffsetMs } = await this.read(tenantId);
    return new Date(Date.now() + clockOffsetMs);
  }

  async read(tenantId: string): Promise<Settings> {
    if (!this.options.sandbox) return production;
    const { clockOffsetMs, pace } = (await this.all()).get(tenantId) ?? sandboxDefault;
    return { clockOffsetMs, pace };
  }

  /** Tenants whose clock is not the wall clock, with how far theirs is ahead. */
  async offsets(): Promise<ReadonlyMap<string, number>> {
    if (!this.options.sandbox) return new Map();
    const shifted = [...(await this.all())].filter(([, { clockOffsetMs }]) => clockOffsetMs !== 0);
    return new Map(shifted.map(([tenantId, { clockOffsetMs }]) => [tenantId, clockOffsetMs]));
  }

  /** How far the tenant's clock is ahead, as far as this instance knows: listeners are called when it learns better. */
  knownOffsetMs(tenantId: string): number {
    return this.known?.get(tenantId)?.clockOffsetMs ?? 0;
  }

  /** Keeps the settings unless newer ones are there already: revisions may arrive out of order. Other instances are told. */
  async apply(tenantId: string, { revision, clockOffsetMs, pace }: Settings & { revision: number }): Promise<void> {
    const filter = { _id: tenantId, revision: { $lt: revision } };
    await this.collection().updateOne(filter, { $set: { revision, clockOffsetMs, pace } }, { upsert: true }).catch((error: unknown) => {
      if (duplicateFieldsOf(error) === null) throw error;
    });
    if (!this.options.sandbox) return;
    if (this.known === null) await this.all();
    this.learn(tenantId, { revision, clockOffsetMs, pace });
    this.broadcasts.send(TOPIC, { tenantId, revision, clockOffsetMs, pace });
  }

  /** Calls the listener when this instance learns of a change of a tenant's settings, whoever made it. */
  onChanged(listener: (tenantId: string) => void): void {
    this.listeners.push(listener);
  }

  private received(body: unknown): void {
    const { tenantId, ...settings } = broadcastSchema.parse(body);
    this.learn(tenantId, settings);
  }

  /** What is learned before the first reading comes with the reading. */
  private learn(tenantId: string, settings: Revised): void {
    const before = this.known?.get(tenantId);
    if (this.known === null || (before !== undefined && before.revision >= settings.revision)) return;
    this.known.set(tenantId, settings);
    outsideOfWork(() => this.listeners.forEach((tell) => tell(tenantId)));
  }

  private async all(): Promise<ReadonlyMap<string, Settings>> {
    if (this.known === null) await this.refresh();
    else if (performance.now() - this.readAt >= FRESH_FOR_MS) await this.refresh().catch((error: Error) => this.staysAsKnown(error));
    return this.known ?? new Map<string, Settings>();
  }

  private refresh(): Promise<void> {
    this.reading ??= outsideOfWork(() => this.readAll()).finally(() => (this.reading = null));
    return this.reading;
  }

  /** A failure counts as a reading too: while the database is away, not every question for the time waits for it. */
  private async readAll(): Promise<void> {
    this.readAt = performance.now();
    const documents = await this.collection().find({}, { batchSize: MAX_DOCUMENTS_PER_ANSWER }).toArray();
    this.known ??= new Map();
    for (const { _id, revision, clockOffsetMs, pace } of documents) this.learn(_id, { revision, clockOffsetMs, pace });
  }

  private staysAsKnown(error: Error): void {
    outsideOfWork(() => this.logger.warn(`Tenants' settings could not be refreshed: ${error.message}`));
  }

  private collection() {
    return this.connection.collection<Revised & { _id: string }>(COLLECTION);
  }
}
