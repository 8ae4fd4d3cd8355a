import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { inBackground, outsideOfWork } from '@sluice/telemetry';
import { mongo, type Connection } from 'mongoose';
import { PersistenceOptions } from './tenant-settings.js';

/** What is removed when it is old enough (docs/operating/retention.md). */
export interface RetentionRule {
  /** What it is, for the log: mostly the collection. */
  readonly name: string;
  readonly days: number;
  /** The collection whose tenants are gone through one by one, where an index begins with the tenant. */
  readonly tenantsOf?: string | undefined;
  /** Removes some of what is older, `most` at once. @returns how many were removed: fewer than `most` when none is left. */
  readonly remove: (old: Old, most: number) => Promise<number>;
}

export interface Old {
  readonly before: Date;
  /** Absent where tenants are not told apart. */
  readonly tenantId?: string | undefined;
}

type Filter = Readonly<Record<string, unknown>>;

const A_DAY_MS = 24 * 3_600_000;
/** Instances that start together do not all begin with this. */
const FIRST_AFTER_MS = 600_000;
const AT_ONCE = 500;
/** What clients wait for goes before: a pass is never in a hurry. */
const BETWEEN_MS = 250;

/** The trail's ids are made by the clock of the process, so they need no index of their times. */
const olderIds = (before: Date): Filter => ({ _id: { $lt: mongo.ObjectId.createFromTime(Math.floor(before.getTime() / 1_000)) } });

/** Those that an operator has dealt with: what is parked is never removed. */
const oldLetters = (before: Date): Filter => ({ status: { $in: ['redriven', 'discarded'] }, lastAt: { $lt: before } });

/**
 * Removes once a day what a rule says is old by the wall clock. Two instances that do it at once remove the same. Nothing that money or an
 * invariant needs has a rule (docs/decisions/0280).
 */
@Injectable()
export class Retention {
  private readonly logger = new Logger('Retention');
  private readonly rules: RetentionRule[] = [];
  private readonly stopping = new AbortController();
  private passes: Promise<unknown> = Promise.resolve();

  constructor(@InjectConnection() private readonly connection: Connection, { trailDays, deadLetterDays }: PersistenceOptions) {
    if (trailDays !== undefined) this.addDocuments({ name: 'trail', days: trailDays, filterOf: olderIds });
    if (deadLetterDays !== undefined) this.addDocuments({ name: 'dead_letters', days: deadLetterDays, filterOf: oldLetters });
  }

  /** To be called before the start. */
  add(rule: RetentionRule): void {
    this.rules.push(rule);
  }

  /** Removes the documents of a collection that the filter finds. */
  addDocuments(rule: Omit<RetentionRule, 'remove'> & { readonly filterOf: (before: Date) => Filter }): void {
    this.add({ ...rule, remove: ({ before, tenantId }, most) => this.removeSome(rule.name, { ...(tenantId === undefined ? {} : { tenantId }), ...rule.filterOf(before) }, most) });
  }

  start(): void {
    outsideOfWork(() => inBackground(this.logger, 'Retention', () => (this.passes = this.passThenPass())));
  }

  /** Resolves when the documents in hand are removed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.passes.catch(() => undefined);
  }

  /** One pass of all rules. @returns how many were removed, by name. */
  async pass(now: Date): Promise<Record<string, number>> {
    const removed: Record<string, number> = {};
    for (const rule of this.rules) {
      removed[rule.name] = await this.follow(rule, new Date(now.getTime() - rule.days * A_DAY_MS));
      if (removed[rule.name] !== 0) this.logger.log(`Of ${rule.name} ${removed[rule.name]} were removed, which were older than ${rule.days} days.`);
    }
    return removed;
  }

  private async follow({ tenantsOf, remove }: RetentionRule, before: Date): Promise<number> {
    const tenants = tenantsOf === undefined ? [undefined] : await this.connection.collection<{ tenantId: string }>(tenantsOf).distinct('tenantId');
    let count = 0;
    for (const tenantId of tenants) {
      for (let some = AT_ONCE; some === AT_ONCE && !this.stopping.signal.aborted; count += some) {
        if (count > 0) await this.wait(BETWEEN_MS);
        some = await remove({ before, tenantId }, AT_ONCE);
      }
    }
    return count;
  }

  private async passThenPass(): Promise<void> {
    await this.wait(FIRST_AFTER_MS);
    while (!this.stopping.signal.aborted) {
      await this.pass(new Date()).catch((error: unknown) => this.logger.warn(`A pass was not finished, and the next goes on: ${String(error)}`));
      await this.wait(A_DAY_MS);
    }
  }

  private wait(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
  }

  /** The filter is asked again when it is removed: what has changed meanwhile stays. */
  private async removeSome(name: string, filter: Filter, most: number): Promise<number> {
    const collection = this.connection.collection(name);
    const old = await collection.find(filter, { projection: { _id: 1 }, limit: most }).toArray();
    if (old.length === 0) return 0;
    const { deletedCount } = await collection.deleteMany({ ...filter, _id: { $in: old.map(({ _id }) => _id) } });
    return deletedCount;
  }
}
