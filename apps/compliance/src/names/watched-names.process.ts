import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { inBackground } from '@sluice/telemetry';
import { NameLists } from './name-lists.js';
import { withHits, type WatchedName } from './watched-name.js';
import { ListReviews, WatchedNames, type ListReview } from './watched-names.repository.js';

type Watched = Versioned<WatchedName>;
type Review = Versioned<ListReview>;

const RECHECK_EVERY_MS = 60_000;
const PAGE = 100;
/** A name that could not be looked up is tried again after this. */
const AGAIN_AFTER_MS = 60_000;
/** The lists are everyone's; so is the review. */
const EVERYONE = 'everyone';
const THE_REVIEW = 'names';

/**
 * Looks all watched names up again when the lists have changed, a page after the other; how far it has come is stored, so that any
 * instance continues there. It starts again when the lists change meanwhile. A new name is looked up by its timer.
 */
@Injectable()
export class NameRechecks implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('NameRechecks');
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly names: WatchedNames,
    private readonly reviews: ListReviews,
    private readonly lists: NameLists,
    private readonly settings: TenantSettings,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.timers.watch(this.names, (due, cause) => this.lookUpDue(due, cause));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => inBackground(this.logger, 'The recheck of all names', () => this.recheckAll()), RECHECK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** Resolves when every name was looked up in the lists as they are; nothing is done when that is so already. Concurrent calls share one run. */
  recheckAll(): Promise<void> {
    this.running ??= this.walk().finally(() => (this.running = null));
    return this.running;
  }

  /** The version is read before each page: it is older than the lists that the page is looked up in, or the same. */
  private async walk(): Promise<void> {
    for (let review = await this.current(); !review.state.isDone && !this.stopped; review = await this.current()) await this.page(review);
  }

  private async current(): Promise<Review> {
    const listVersion = await this.lists.version(EVERYONE);
    const review = await this.reviews.change(THE_REVIEW, causeFor(EVERYONE), (known) =>
      known?.state.listVersion === listVersion ? null : { state: { listVersion, after: '', lookedUp: 0, isDone: false } });
    if (review === null) throw new Error('A review that was begun is there.');
    return review;
  }

  /** Another instance may have continued meanwhile: then this page was looked up twice, which finds the same. */
  private async page({ version, state }: Review): Promise<void> {
    const names = await this.names.pageAfter(state.after, PAGE);
    for (const name of names) {
      if (this.stopped) return;
      await this.lookUp(name, causeFor(name.tenantId), state.listVersion).catch((error: unknown) => this.postpone(name, error));
    }
    const next = { ...state, after: names.at(-1)?.id ?? state.after, lookedUp: state.lookedUp + names.length, isDone: names.length < PAGE };
    await this.reviews.change(THE_REVIEW, causeFor(EVERYONE), (known) => (known?.version === version ? { state: next } : null));
    this.logger.log(`${next.lookedUp} names were looked up again since the lists have changed${next.isDone ? ': all of them' : ''}.`);
  }

  private async lookUpDue(due: Watched, cause: Cause): Promise<void> {
    const listVersion = await this.lists.version(due.tenantId);
    await this.lookUp(due, cause, listVersion);
  }

  /** A name that was changed since it was read is due by itself. */
  private async lookUp({ id, tenantId, state }: Watched, cause: Cause, listVersion: string): Promise<void> {
    const [hits, at] = await Promise.all([this.lists.hitsFor([state.name], tenantId), this.settings.now(tenantId)]);
    await this.names.change(id, cause, (current) => {
      if (current?.state.name !== state.name) return null;
      const change = withHits(current.state, hits, listVersion, at);
      return current.dueAt === null ? change : { ...change, dueAt: null };
    });
  }

  /** The others go on; a name without an answer is tried again by its timer. */
  private async postpone({ id, tenantId }: Watched, error: unknown): Promise<void> {
    this.logger.warn({ tenantId, watchedName: id }, `A name could not be looked up and is tried again: ${messageOf(error)}`);
    const dueAt = new Date((await this.settings.now(tenantId)).getTime() + AGAIN_AFTER_MS);
    await this.names.change(id, causeFor(tenantId), (current) => (current === null ? null : { dueAt: current.dueAt ?? dueAt }));
  }
}

const causeFor = (tenantId: string): Cause => ({ id: newId(), tenantId });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
