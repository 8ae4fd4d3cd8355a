import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, Timers, type Versioned } from '@sluice/persistence';
import { inBackground } from '@sluice/telemetry';
import { ListReviews, type ListReview } from '../adapters/list-reviews.store.js';
import { WatchedNames } from '../adapters/watched-names.store.js';
import { lookedUp, type WatchedName } from '../names/watched-name.js';
import { NameLists } from '../ports/name-lists.js';

type Watched = Versioned<WatchedName>;
type Review = Versioned<ListReview>;

const LOOK_EVERY_MS = 60_000;
const PAGE = 100;
/** A name that could not be looked up is tried again after this. */
const AGAIN_AFTER_MS = 60_000;
/** The lists are everyone's; so is the review. */
const EVERYONE = 'everyone';
const THE_REVIEW = 'names';

/**
 * Looks all watched names up again when the lists have changed, a page after the other; how far it has come is stored, so whoever
 * comes next goes on from there. Lists that change meanwhile are begun with anew. A name that was just made known is looked up by its timer.
 */
@Injectable()
export class ListWatch implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('ListWatch');
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
    this.timer = setInterval(() => inBackground(this.logger, 'The look at all names', () => this.review()), LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** Until every name was looked up in the lists as they are; nothing is done when that is so already. Those who call at once share one. */
  review(): Promise<void> {
    this.running ??= this.walk().finally(() => (this.running = null));
    return this.running;
  }

  /** The version is asked for before each page: it is older than what the page is looked up in, or the same. */
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

  /** Another instance may have gone on meanwhile: then this page was looked up twice, which finds the same. */
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

  /** Decided on what is found for the name as it was read: one that was changed since is due by itself. */
  private async lookUp({ id, tenantId, state }: Watched, cause: Cause, listVersion: string): Promise<void> {
    const [hits, at] = await Promise.all([this.lists.hitsFor([state.name], tenantId), this.settings.now(tenantId)]);
    await this.names.change(id, cause, (current) => {
      if (current?.state.name !== state.name) return null;
      const change = lookedUp(current.state, hits, listVersion, at);
      return current.dueAt === null ? change : { ...change, dueAt: null };
    });
  }

  /** The others go on; a name that is not answered for is tried again by its timer. */
  private async postpone({ id, tenantId }: Watched, error: unknown): Promise<void> {
    this.logger.warn({ tenantId, watchedName: id }, `A name could not be looked up, and is tried again: ${messageOf(error)}`);
    const dueAt = new Date((await this.settings.now(tenantId)).getTime() + AGAIN_AFTER_MS);
    await this.names.change(id, causeFor(tenantId), (current) => (current === null ? null : { dueAt: current.dueAt ?? dueAt }));
  }
}

const causeFor = (tenantId: string): Cause => ({ id: newId(), tenantId });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
