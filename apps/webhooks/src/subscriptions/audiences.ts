import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { KeyRing, Sealed } from '@sluice/kernel';
import { Broadcasts } from '@sluice/messaging';
import type { Versioned } from '@sluice/persistence';
import { z } from 'zod';
import { webhookDialects } from '../dialects/index.js';
import { EventRecords } from '../event-log/event-records.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { activeOf, type SharedSecrets } from './secret.js';
import type { Subscription } from './subscription.js';
import { SharedSecretsRepository, SubscriptionsRepository } from './subscriptions.repository.js';

type Dialect = Subscription['dialect'];

/** A tenant's subscriptions with what signs for them, as they stood at one moment. */
export class Audience {
  private readonly opened = new Map<string, string>();

  constructor(private readonly subscriptions: readonly Versioned<Subscription>[], private readonly shared: ReadonlyMap<Dialect, SharedSecrets>, private readonly keys: KeyRing) {}

  get isEmpty(): boolean {
    return this.subscriptions.length === 0;
  }

  /** Undefined when it was deleted. */
  find(id: string): Versioned<Subscription> | undefined {
    return this.subscriptions.find((one) => one.id === id);
  }

  /** Those that something can be sent to: not disabled, and with a secret to sign with. */
  reachable(dialect: Dialect, now: Date): Versioned<Subscription>[] {
    return this.subscriptions.filter((one) => one.state.dialect === dialect && this.secretsOf(one, now).length > 0);
  }

  /** The secrets that sign what a subscription is sent at this moment. None: nothing may be sent. */
  secretsOf({ id, state: { active, dialect, secret } }: Versioned<Subscription>, now: Date): string[] {
    if (!active) return [];
    if (webhookDialects[dialect].secrets === 'own') return secret === undefined ? [] : [this.open(secret, id)];
    return activeOf(this.shared.get(dialect), now).map((one) => this.open(one.sealed, one.id));
  }

  private open(sealed: Sealed, belongsTo: string): string {
    const opened = this.opened.get(belongsTo) ?? this.keys.open(sealed, belongsTo);
    this.opened.set(belongsTo, opened);
    return opened;
  }
}

interface Known {
  readonly audience: Audience;
  /** All changes up to this one are certain to be in it. */
  readonly revision: number;
  readonly readAt: number;
}

/** Read again even when no change was seen: a broadcast may have been lost, or a process have ended between a change and its revision. */
const READ_AGAIN_AFTER_MS = 5_000;

const CHANGED = 'audience-changed';
const changedSchema = z.object({ tenantId: z.string() });

const isFresh = ({ readAt }: Known): boolean => performance.now() - readAt <= READ_AGAIN_AFTER_MS;

/**
 * Every tenant's audience, in memory. A process that logs an event reads the revision of the audience with it, so that no
 * instance ever misses a subscription that was acknowledged before the event was logged.
 */
@Injectable()
export class Audiences implements OnModuleInit {
  private readonly known = new Map<string, Known>();
  private readonly reading = new Map<string, Promise<Audience>>();
  private handleDeleted: (tenantId: string, id: string) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly subscriptions: SubscriptionsRepository,
    private readonly secrets: SharedSecretsRepository,
    private readonly records: EventRecords,
    private readonly config: WebhooksConfig,
    private readonly broadcasts: Broadcasts,
  ) {}

  onModuleInit(): void {
    this.broadcasts.listen(CHANGED, (body) => this.known.delete(changedSchema.parse(body).tenantId));
    this.broadcasts.onReopened(() => this.known.clear());
  }

  /** As it was at this revision, or later. */
  async at(tenantId: string, revision: number): Promise<Audience> {
    const known = this.known.get(tenantId);
    return known?.revision === revision && isFresh(known) ? known.audience : this.read(tenantId, revision);
  }

  /** As it is now, for callers that have not logged anything just now. */
  async current(tenantId: string): Promise<Audience> {
    return this.at(tenantId, (await this.records.afterAppend(tenantId, [])).audienceRevision);
  }

  /** As it was a moment ago. */
  async recent(tenantId: string): Promise<Audience> {
    const known = this.known.get(tenantId);
    if (known && isFresh(known)) return known.audience;
    const reading = this.reading.get(tenantId) ?? this.read(tenantId, known?.revision ?? -1).finally(() => this.reading.delete(tenantId));
    this.reading.set(tenantId, reading);
    return reading;
  }

  /** Read anew. */
  fresh(tenantId: string): Promise<Audience> {
    return this.read(tenantId, this.known.get(tenantId)?.revision ?? -1);
  }

  /** Called when a subscription was deleted, before that is acknowledged. */
  onDeleted(handler: (tenantId: string, id: string) => Promise<void>): void {
    this.handleDeleted = handler;
  }

  /** To be awaited before the deletion of a subscription is acknowledged. */
  async deleted(tenantId: string, id: string): Promise<void> {
    await this.changed(tenantId);
    await this.handleDeleted(tenantId, id);
  }

  /** To be awaited before a change of a subscription or a secret is acknowledged. */
  async changed(tenantId: string): Promise<void> {
    this.known.delete(tenantId);
    await this.records.audienceChanged(tenantId);
    this.known.delete(tenantId);
    this.broadcasts.send(CHANGED, { tenantId });
  }

  private async read(tenantId: string, revision: number): Promise<Audience> {
    const readAt = performance.now();
    const subscriptions = await this.subscriptions.listOf(tenantId);
    const sharing = [...new Set(subscriptions.map(({ state }) => state.dialect))].filter((dialect) => webhookDialects[dialect].secrets === 'shared');
    const shared = new Map<Dialect, SharedSecrets>();
    for (const dialect of sharing) shared.set(dialect, (await this.secrets.of(tenantId, dialect)) ?? { secrets: [] });
    const audience = new Audience(subscriptions, shared, this.config.secretsKeys);
    this.known.set(tenantId, { audience, revision, readAt });
    return audience;
  }
}
