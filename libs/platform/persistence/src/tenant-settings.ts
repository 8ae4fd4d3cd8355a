import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Pace } from '@sluice/contract-kit';
import type { TenantClock } from '@sluice/kernel';
import type { Connection } from 'mongoose';
import { duplicateFieldsOf } from './duplicate-key.error.js';
import { PersistenceOptions } from './persistence.options.js';

export interface Settings {
  readonly clockOffsetMs: number;
  readonly pace: Pace;
}

interface SettingsDocument extends Settings {
  _id: string;
  revision: number;
}

const COLLECTION = 'tenant_settings';

/** How long an instance may not know what another was told. */
const FRESH_FOR_MS = 200;

const production: Settings = { clockOffsetMs: 0, pace: 'clock' };
const sandboxDefault: Settings = { clockOffsetMs: 0, pace: 'instant' };

/** Time and pace of each tenant. Outside of the sandbox there is one time, the real one, and nothing is read. */
@Injectable()
export class TenantSettings implements TenantClock {
  private known: Promise<ReadonlyMap<string, Settings>> | null = null;
  private readAt = 0;
  private readonly listeners: (() => void)[] = [];

  constructor(@InjectConnection() private readonly connection: Connection, private readonly options: PersistenceOptions) {}

  async now(tenantId: string): Promise<Date> {
    const { clockOffsetMs } = await this.read(tenantId);
    return new Date(Date.now() + clockOffsetMs);
  }

  async read(tenantId: string): Promise<Settings> {
    if (!this.options.sandbox) return production;
    return (await this.all()).get(tenantId) ?? sandboxDefault;
  }

  /** Tenants whose clock is not the wall clock, with how far theirs is ahead. */
  async offsets(): Promise<ReadonlyMap<string, number>> {
    if (!this.options.sandbox) return new Map();
    const shifted = [...(await this.all())].filter(([, { clockOffsetMs }]) => clockOffsetMs !== 0);
    return new Map(shifted.map(([tenantId, { clockOffsetMs }]) => [tenantId, clockOffsetMs]));
  }

  /** Keeps the settings unless newer ones are there already: revisions may arrive out of order. */
  async apply(tenantId: string, { revision, clockOffsetMs, pace }: Settings & { revision: number }): Promise<void> {
    const filter = { _id: tenantId, revision: { $lt: revision } };
    await this.collection().updateOne(filter, { $set: { revision, clockOffsetMs, pace } }, { upsert: true }).catch((error: unknown) => {
      if (duplicateFieldsOf(error) === null) throw error;
    });
    this.known = null;
    for (const tell of this.listeners) tell();
  }

  /** Tells when settings were applied through this instance. */
  onApplied(listener: () => void): void {
    this.listeners.push(listener);
  }

  private all(): Promise<ReadonlyMap<string, Settings>> {
    if (this.known !== null && Date.now() - this.readAt < FRESH_FOR_MS) return this.known;
    this.readAt = Date.now();
    const reading = this.readAll();
    this.known = reading;
    reading.catch(() => {
      if (this.known === reading) this.known = null;
    });
    return reading;
  }

  private async readAll(): Promise<ReadonlyMap<string, Settings>> {
    const documents = await this.collection().find().toArray();
    return new Map(documents.map(({ _id, clockOffsetMs, pace }) => [_id, { clockOffsetMs, pace }]));
  }

  private collection() {
    return this.connection.collection<SettingsDocument>(COLLECTION);
  }
}
