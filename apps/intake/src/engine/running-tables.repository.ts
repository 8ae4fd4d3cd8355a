import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { newId } from '@sluice/kernel';
import { ServiceState } from '@sluice/service-host';
import { inBackground } from '@sluice/telemetry';
import type { Collection, Connection } from 'mongoose';
import { kinds, tableOf, type Kind } from './tables.js';

interface Running {
  /** Of one run of a process. */
  readonly _id: string;
  readonly versions: Readonly<Record<Kind, number>>;
  readonly at: Date;
}

const COLLECTION = 'running_tables';
const LOOK_EVERY_MS = 5_000;
/** Whoever has said nothing for so long has died. */
const GONE_AFTER_MS = 30_000;
/** Of those, nobody needs to know any more. */
const FORGOTTEN_AFTER_MS = 3_600_000;

/**
 * Which versions of the tables all running instances know. Each says so every few seconds, so that during a roll-out, or a roll-back, a withdrawal
 * begins under a version by which every instance can take it to its end. A late look does no harm: an instance waits with what it does not know.
 */
@Injectable()
export class RunningTables implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RunningTables.name);
  private readonly id = newId();
  private readonly own = Object.fromEntries(kinds.map((kind) => [kind, tableOf(kind).version])) as Record<Kind, number>;
  private common: Readonly<Record<Kind, number>> | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(@InjectConnection() private readonly connection: Connection, private readonly state: ServiceState) {}

  /** Said before the first message is taken, and the first time when the database answers. */
  onModuleInit(): void {
    this.state.beforeReady(() => this.look());
    this.state.whenStarted(() => {
      this.timer = setInterval(() => inBackground(this.logger, 'The look at which tables are known', () => this.look()), LOOK_EVERY_MS);
    });
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running.deleteMany({ _id: this.id }).catch(() => undefined); // It is taken for gone soon all the same.
  }

  /** The newest version that every running instance knows; the first as long as nothing is known of the others. */
  newest(kind: Kind): number {
    return this.common?.[kind] ?? 1;
  }

  private async look(): Promise<void> {
    const now = Date.now();
    await this.running.updateOne({ _id: this.id }, { $set: { versions: this.own, at: new Date(now) } }, { upsert: true });
    const others = await this.running.find({ at: { $gt: new Date(now - GONE_AFTER_MS) } }).toArray();
    const all = [this.own, ...others.map(({ versions }) => versions)];
    this.common = Object.fromEntries(kinds.map((kind) => [kind, Math.min(...all.map((versions) => versions[kind] ?? 1))])) as Record<Kind, number>;
    if (others.length > 1) await this.running.deleteMany({ at: { $lt: new Date(now - FORGOTTEN_AFTER_MS) } });
  }

  private get running(): Collection<Running> {
    return this.connection.collection<Running>(COLLECTION);
  }
}
