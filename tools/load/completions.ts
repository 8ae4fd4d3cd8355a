import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorCaller } from '../client/index.ts';
import { isForNow, type IsForNow } from './with-retries.ts';

/** How often the event log is read when it has nothing new: no latency is finer than this. */
const POLL_MS = 50;
const DEADLINE_MS = 3_600_000;
const PAGE = 200;

const endings: ReadonlySet<string> = new Set(['withdrawal.settled', 'withdrawal.partial', 'withdrawal.failed', 'withdrawal.rejected', 'withdrawal.cancelled']);

/** A reader that is not answered asks again. */
const ANSWERED_WITHIN_MS = 5_000;

interface Waiting {
  resolve(ending: string): void;
  reject(error: Error): void;
}

/**
 * Sees withdrawals end as an integrator without webhooks does: by one reader of the tenant's event log, since a reader for
 * each withdrawal would be most of the work that is measured.
 */
export class Completions {
  private readonly operator: OperatorCaller;
  private readonly seen = new Map<string, string>();
  private readonly waiting = new Map<string, Waiting>();
  private cursor = '';
  private stopped = false;
  private following: Promise<void> = Promise.resolve();

  private readonly isForNow: IsForNow;

  /** `isForNow`: which failures of a reading mean no more than that it is repeated. */
  constructor(operator: OperatorCaller, isLater: IsForNow = isForNow) {
    this.operator = operator;
    this.isForNow = isLater;
  }

  /** From the log's end on. */
  async start(): Promise<void> {
    this.stopped = false;
    while ((await this.page()).length > 0);
    this.following = this.follow().catch((error: unknown) => this.fail(error));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.following;
  }

  /** Resolves when the withdrawal has settled. Rejects when it ends otherwise, or not at all. */
  async settled(dialectId: string): Promise<void> {
    const ending = await this.ended(dialectId);
    if (ending !== 'withdrawal.settled') throw new Error(`${dialectId} ended as ${ending}.`);
  }

  /** Resolves with the event that ended the withdrawal. Rejects when none does. */
  ended(dialectId: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const timer = setTimeout(() => reject(new Error(`${dialectId} has not ended after ${DEADLINE_MS / 1_000} s.`)), DEADLINE_MS);
    this.waiting.set(dialectId, { resolve, reject });
    this.tell(dialectId);
    return promise.finally(() => clearTimeout(timer));
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      const events = await this.page();
      for (const { type, dialectId } of events) {
        if (!endings.has(type)) continue;
        this.seen.set(dialectId, type);
        this.tell(dialectId);
      }
      if (events.length < PAGE) await pause(POLL_MS);
    }
  }

  /** The log cannot be read: nobody will learn how a withdrawal ended. */
  private fail(error: unknown): void {
    for (const { reject } of this.waiting.values()) reject(error instanceof Error ? error : new Error(String(error)));
    this.waiting.clear();
  }

  private tell(dialectId: string): void {
    const [ending, waiting] = [this.seen.get(dialectId), this.waiting.get(dialectId)];
    if (ending === undefined || waiting === undefined) return;
    this.waiting.delete(dialectId);
    this.seen.delete(dialectId);
    waiting.resolve(ending);
  }

  private async page(): Promise<readonly { readonly type: string; readonly dialectId: string }[]> {
    try {
      const query = { limit: PAGE, ...(this.cursor !== '' && { after: this.cursor }) };
      const { data, nextCursor } = await this.operator.api.value(this.operator.api.GET('/events', { params: { query }, signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) }));
      this.cursor = nextCursor;
      return data;
    } catch (error) {
      if (this.isForNow(error)) return [];
      throw error;
    }
  }
}
