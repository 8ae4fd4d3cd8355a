import { Logger } from '@nestjs/common';
import type { BrokerHealth, OutboxEntry } from '@sluice/messaging';
import { inBackground, outsideOfWork } from '@sluice/telemetry';
import type { AggregateModel } from './aggregate.document.js';
import { outboxOldestSeconds, outboxSwept, outboxWaiting } from './metrics.js';

/** Only a crash leaves something that nobody has in hand, so looking for it is seldom; for what failed here it is known what waits. */
const SWEEP_EVERY_MS = 30_000;
const FIRST_SWEEP_MS = 4_000;
const JITTER = 0.25;

/** Younger messages are being sent right now by whoever wrote them. */
const OLD_AFTER_MS = 3_000;

/** No two clocks that are right are so far apart. */
const AHEAD_MS = 120_000;

/** Documents that one question brings, beside those whose messages have to wait after failures. */
const PAGE = 200;
const AT_ONCE = 20;
const MOST_PAGES = 50;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const MOST_FAILURES_KNOWN = 50_000;

interface Failure {
  readonly model: AggregateModel;
  readonly documentId: string;
  readonly at: Date;
  readonly times: number;
  readonly notBefore: number;
}

interface Waiting {
  readonly _id: string;
  readonly outbox: OutboxEntry[];
}

export interface SweeperWork {
  /** Sends a document's messages. @returns those that could not be sent. */
  readonly send: (model: AggregateModel, documentId: string, entries: readonly OutboxEntry[]) => Promise<readonly OutboxEntry[]>;
  /** Takes out of their documents what has been sent. */
  readonly clear: () => Promise<void>;
}

/** Finds messages that wait in documents and sends them. What cannot be sent backs off by itself and holds up nothing else. */
export class OutboxSweeper {
  private readonly logger = new Logger('Outbox');
  private readonly failures = new Map<string, Failure>();
  private sweeping: Promise<void> | null = null;
  private retrying: Promise<void> | null = null;
  private next: NodeJS.Timeout | null = null;
  private retry: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(private readonly service: string, private readonly models: ReadonlySet<AggregateModel>, private readonly health: BrokerHealth, private readonly work: SweeperWork) {}

  start(): void {
    this.sweepIn(FIRST_SWEEP_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of [this.next, this.retry]) if (timer !== null) clearTimeout(timer);
    await Promise.all([this.sweeping, this.retrying]);
  }

  /** Messages that this process could not send: again after a growing pause, without looking for them. */
  failed(model: AggregateModel, documentId: string, entries: readonly OutboxEntry[]): void {
    for (const { id, at } of entries) {
      const times = (this.failures.get(id)?.times ?? 0) + 1;
      const notBefore = Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
      if (this.failures.has(id) || this.failures.size < MOST_FAILURES_KNOWN) this.failures.set(id, { model, documentId, at, times, notBefore });
    }
    this.retrySoon();
  }

  /** Everything old in every collection. One sweep at a time: who asks meanwhile waits for that one. */
  sweep(): Promise<void> {
    this.sweeping ??= outsideOfWork(() => this.sweepAll()).finally(() => (this.sweeping = null));
    return this.sweeping;
  }

  private sweepIn(pauseMs: number): void {
    if (this.stopped) return;
    const jittered = pauseMs * (1 - JITTER + 2 * JITTER * Math.random());
    this.next = outsideOfWork(() => setTimeout(() => this.sweepAndGoOn(), jittered));
  }

  private sweepAndGoOn(): void {
    inBackground(this.logger, 'The sweep', () => this.sweep().finally(() => this.sweepIn(SWEEP_EVERY_MS)));
  }

  private async sweepAll(): Promise<void> {
    for (const model of this.models) {
      if (this.stopped || !this.health.ready()) return;
      await this.sweepCollection(model).catch((error: Error) => this.logger.error(`The sweep of ${model.modelName} failed: ${error.message}`, error.stack));
    }
    this.measure();
  }

  /** Page after page: what has to wait is passed over, so that it never hides what can be sent. */
  private async sweepCollection(model: AggregateModel): Promise<void> {
    for (let page = 0; page < MOST_PAGES && !this.stopped && this.health.ready(); page += 1) {
      const limit = PAGE + this.failures.size;
      const found = await model.collection.find({ $or: [{ 'outbox.at': { $lt: oldEnough() } }, { 'outbox.at': { $gt: tooNew() } }] }).project({ 'outbox.id': 1, 'outbox.at': 1 }).limit(limit).toArray() as unknown as Waiting[];
      const due = found.filter(({ outbox }) => outbox.some((entry) => this.isDue(entry)));
      await this.sendDocuments(model, due.slice(0, PAGE).map(({ _id }) => _id));
      if (due.length === 0 || found.length < limit) return;
    }
  }

  private async sendDocuments(model: AggregateModel, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const documents = await model.collection.find({ _id: { $in: ids.slice(from, from + AT_ONCE) } } as never).project({ outbox: 1 }).toArray() as unknown as Waiting[];
      await Promise.all(documents.map((document) => this.sendDocument(model, document)));
    }
    if (ids.length > 0) await this.work.clear();
  }

  private async sendDocument(model: AggregateModel, { _id, outbox }: Waiting): Promise<void> {
    const due = outbox.filter((entry) => this.isDue(entry));
    if (due.length === 0) return;
    outboxSwept.inc({ service: this.service }, due.length);
    const unsent = await this.work.send(model, _id, due);
    for (const { id } of due) if (!unsent.some((entry) => entry.id === id)) this.failures.delete(id);
    this.failed(model, _id, unsent);
  }

  /** What failed waits for its pause; what nobody here knows of has to be old, or whoever wrote it is sending it now. */
  private isDue({ id, at }: Pick<OutboxEntry, 'id' | 'at'>): boolean {
    const failure = this.failures.get(id);
    return failure === undefined ? at < oldEnough() || at > tooNew() : isOver(failure);
  }

  private retrySoon(): void {
    this.measure();
    if (this.failures.size > 0 && !this.stopped) this.retry ??= outsideOfWork(() => setTimeout(() => this.retryDue(), FIRST_PAUSE_MS));
  }

  private retryDue(): void {
    this.retrying = this.retryAll()
      .catch((error: Error) => this.logger.error(`Messages could not be sent again: ${error.message}`, error.stack))
      .finally(() => {
        this.retry = null;
        this.retrying = null;
        this.retrySoon();
      });
  }

  private async retryAll(): Promise<void> {
    if (!this.health.ready()) return;
    const due = [...this.failures].filter(([, failure]) => isOver(failure)).slice(0, PAGE);
    for (const model of new Set(due.map(([, failure]) => failure.model))) {
      await this.sendDocuments(model, [...new Set(due.filter(([, failure]) => failure.model === model).map(([, { documentId }]) => documentId))]);
    }
    // What is as it was before is gone from its document: another instance has sent it.
    for (const [id, failure] of due) if (this.failures.get(id) === failure) this.failures.delete(id);
  }

  private measure(): void {
    const now = Date.now();
    const oldest = [...this.failures.values()].reduce((before, { at }) => Math.min(before, at.getTime()), now);
    outboxWaiting.set({ service: this.service }, this.failures.size);
    outboxOldestSeconds.set({ service: this.service }, (now - oldest) / 1_000);
  }
}

/** Or it was begun by a clock that has been set back: no pause is so long. */
const isOver = ({ notBefore }: { readonly notBefore: number }): boolean => Date.now() >= notBefore || Date.now() < notBefore - LONGEST_PAUSE_MS;

const oldEnough = (): Date => new Date(Date.now() - OLD_AFTER_MS);

/** Decided by a process whose clock was wrong: nobody would send it for as long. */
const tooNew = (): Date => new Date(Date.now() + AHEAD_MS);
