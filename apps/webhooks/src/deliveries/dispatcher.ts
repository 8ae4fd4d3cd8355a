import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { TenantSettings } from '@sluice/persistence';
import { ServiceState } from '@sluice/service-host';
import { outsideOfWork } from '@sluice/telemetry';
import { Gauge } from 'prom-client';
import { webhookDialects } from '../dialects/index.js';
import { Audiences } from '../subscriptions/audiences.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { dayBefore, isOver, outcomeOf, type Outcome, type StoredDelivery, type Try } from './delivery.js';
import { HeldEndpoints } from './held-endpoints.js';
import type { Lane } from './lane.js';
import { Sender, type Recipient } from './sender.js';

const webhooksWaiting = new Gauge({ name: 'sluice_webhooks_waiting', help: 'Webhooks that are not delivered yet.' });

const webhooksLateSeconds = new Gauge({ name: 'sluice_webhooks_late_seconds', help: 'For how long the webhook that is due longest has been due.' });

/** What is due later than this gets no timer of its own. */
const NEAR_MS = 10_000;
const STORE_AGAIN_AFTER_MS = 500;
const LONGEST_STOP_MS = 20_000;

/**
 * Sends what waits. Deliveries are stored before they are sent, and sent by the process that holds their endpoint. A process that
 * dies loses nothing: its leases end, and the next holder sends what was not stored as delivered.
 */
@Injectable()
export class Dispatcher implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly tries = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly held: HeldEndpoints,
    private readonly deliveries: DeliveriesRepository,
    private readonly audiences: Audiences,
    private readonly sender: Sender,
    private readonly settings: TenantSettings,
    state: ServiceState,
  ) {
    audiences.onDeleted((tenantId, id) => this.resume(tenantId, [id]));
    state.beforeMetrics(() => this.measure());
    state.whenStarted(() => this.held.start((lane) => this.pump(lane)));
  }

  /** By the wall clock: only a sandbox has others. */
  private async measure(): Promise<void> {
    const { count, oldest } = await this.deliveries.backlog();
    webhooksWaiting.set(count);
    webhooksLateSeconds.set(oldest === null ? 0 : Math.max(Date.now() - oldest.getTime(), 0) / 1_000);
  }

  /** What is in flight is waited for; what is not answered by then is sent again by another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.held.stop();
    const inTime = new AbortController();
    await Promise.race([Promise.all(this.tries), pause(LONGEST_STOP_MS, undefined, { signal: inTime.signal }).catch(() => undefined)]);
    inTime.abort();
    await this.held.release();
  }

  /** Stores deliveries, of which some may be stored already, and has them sent. */
  async deliver(tenantId: string, deliveries: readonly StoredDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const ids = [...new Set(deliveries.map(({ state }) => state.subscriptionId))];
    await this.held.hold(tenantId, ids);
    const existing = await this.deliveries.insert(deliveries);
    for (const delivery of deliveries) {
      const lane = this.held.get(delivery.state.subscriptionId);
      if (lane && existing.has(delivery.id)) lane.hasMore = true;
      else lane?.add(delivery);
    }
    await this.held.resume(tenantId, ids, false);
  }

  /** Continues with endpoints: the database has more for them, or they have changed. */
  resume(tenantId: string, ids: readonly string[]): Promise<void> {
    return this.held.resume(tenantId, ids);
  }

  /** Tries one now, whatever its endpoint waits for. False when it is being sent at this moment. */
  async deliverNow(delivery: StoredDelivery): Promise<boolean> {
    const { id, tenantId, state } = delivery;
    await this.held.hold(tenantId, [state.subscriptionId]);
    const lane = this.held.get(state.subscriptionId);
    if (lane?.endpoint.isInFlight(id)) return false;
    const now = await this.settings.now(tenantId);
    await this.deliveries.resume([id], now, true);
    lane?.addUrgent({ ...delivery, dueAt: now, state: { ...state, status: 'waiting' } });
    await this.held.resume(tenantId, [state.subscriptionId], false, [id]);
    return true;
  }

  /** Begins what can be begun; once more right after, when called while it does. */
  private pump(lane: Lane): void {
    if (this.stopped || this.held.get(lane.id) !== lane) return;
    lane.again = lane.working !== null;
    lane.working ??= outsideOfWork(() => this.work(lane))
      .catch((error: Error) => this.logger.warn(`Deliveries of endpoint ${lane.id} cannot be sent yet: ${error.message}`))
      .finally(() => {
        lane.working = null;
        if (lane.again) this.pump(lane);
      });
  }

  private async work(lane: Lane): Promise<void> {
    const recipient = await this.recipientOf(lane);
    if (recipient === null) return this.end(lane);
    if (lane.wantsMore) await lane.readMore((known, limit) => this.deliveries.due(lane.id, known, limit));
    const now = await this.settings.now(lane.tenantId);
    if (!this.held.isReliable(lane)) return;
    for (const id of lane.endpoint.begin(now)) this.start(lane, lane.get(id), recipient);
    const waitMs = (lane.endpoint.nextAt()?.getTime() ?? Infinity) - now.getTime();
    lane.setTimer(waitMs > NEAR_MS ? null : setTimeout(() => this.pump(lane), Math.max(waitMs, 0)));
  }

  /** Null only when the subscription is certain to be gone or without a secret: what is on its way is dropped then. */
  private async recipientOf({ id, tenantId }: Lane): Promise<Recipient | null> {
    for (const read of [() => this.audiences.recent(tenantId), () => this.audiences.fresh(tenantId)]) {
      const audience = await read();
      const subscription = audience.find(id);
      const secrets = subscription ? audience.secretsOf(subscription, await this.settings.now(tenantId)) : [];
      if (subscription && secrets.length > 0) return { subscription, secrets };
    }
    return null;
  }

  private async end(lane: Lane): Promise<void> {
    const known = new Set(lane.endpoint.ids);
    lane.hasMore = false;
    lane.setTimer(null);
    await this.deliveries.drop(lane.id);
    lane.forget(({ id }) => known.has(id));
  }

  private start(lane: Lane, delivery: StoredDelivery, recipient: Recipient): void {
    const running = this.tryOnce(lane, delivery, recipient)
      .catch((error: Error) => this.logger.error(`A try of ${delivery.id} or its outcome was lost: ${error.message}`))
      .finally(() => {
        this.tries.delete(running);
        this.pump(lane);
      });
    this.tries.add(running);
  }

  private async tryOnce(lane: Lane, delivery: StoredDelivery, recipient: Recipient): Promise<void> {
    const attempt = await this.sender.attempt(delivery, recipient);
    const isFinal = webhookDialects[delivery.state.dialect].isFinal(attempt.status ?? 0);
    const now = await this.settings.now(lane.tenantId);
    const outcome = outcomeOf(delivery.state, attempt, isFinal, now);
    await this.store(delivery.id, attempt, outcome);
    const { status, dueAt } = outcome;
    lane.ended(delivery.id, dueAt && { ...delivery, dueAt, state: { ...delivery.state, attempts: [...delivery.state.attempts, attempt] } });
    if (status === 'delivered' || isFinal) lane.endpoint.answered(delivery.id);
    else if (lane.endpoint.failed(delivery.id, dueAt, now)) await this.giveUpOld(lane, now);
    await this.sender.count(recipient.subscription, attempt);
  }

  /** Until then the try counts as one in flight: while the database is away the endpoint waits, and nothing is sent twice. */
  private async store(id: string, attempt: Try, outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        return await this.deliveries.recordAttempt(id, attempt, outcome);
      } catch (error) {
        if (this.stopped) throw error;
        this.logger.warn(`The outcome of a try of ${id} cannot be stored yet: ${(error as Error).message}`);
        await pause(STORE_AGAIN_AFTER_MS);
      }
    }
  }

  /** Behind a dead endpoint, deliveries older than a day have failed, tried or not. */
  private async giveUpOld(lane: Lane, now: Date): Promise<void> {
    const isOld = ({ state }: StoredDelivery): boolean => isOver(state, now);
    if (!lane.someWaiting(isOld)) return;
    await this.deliveries.giveUp(lane.id, dayBefore(now));
    lane.forget(isOld);
  }
}
