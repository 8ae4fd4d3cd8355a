import { Injectable, Logger } from '@nestjs/common';
import { Broadcasts, RetryLater } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { outsideOfWork } from '@sluice/telemetry';
import { z } from 'zod';
import { DeliveriesRepository } from './deliveries.repository.js';
import { EndpointLeases, type Held, type Left } from './endpoint-leases.repository.js';
import { Lane } from './lane.js';

const TICK_MS = 1_000;
const RENEW_EVERY_MS = 4_000;
const TAKE_DUE_EVERY_MS = 5_000;

/** An endpoint on which nothing happens for longer is left alone until then, once nothing has been added for a moment. */
const LONGEST_WAIT_MS = 10_000;
const A_MOMENT_MS = 2_000;
const MOST_HANDOVERS = 5;

/** Broadcast: deliveries were written for these endpoints by others. A lost one delays some seconds. */
const MARKED = 'endpoints-marked';
const markedSchema = z.object({ ids: z.array(z.string()) });

/**
 * The endpoints that this process sends to, each under a lease. One that nothing waits for is given up, and one that is
 * paused for long is left alone; so what waits behind a dead endpoint costs nothing. Any process takes it when it is due.
 */
@Injectable()
export class HeldEndpoints {
  private readonly logger = new Logger(HeldEndpoints.name);
  private readonly lanes = new Map<string, Lane>();
  private readonly timers: NodeJS.Timeout[] = [];
  private pump: (lane: Lane) => void = () => undefined;
  private renewedAt = 0;
  private reliableUntil = 0;
  private ticking: Promise<void> | null = null;
  private takingDue: Promise<void> | null = null;
  private leaving: Promise<void> | null = null;
  private mayBeMarked = false;
  private olderInserted: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly leases: EndpointLeases,
    private readonly deliveries: DeliveriesRepository,
    private readonly settings: TenantSettings,
    private readonly broadcasts: Broadcasts,
  ) {}

  /** @param pump is called whenever there may be something to do for an endpoint. */
  start(pump: (lane: Lane) => void): void {
    this.pump = pump;
    this.timers.push(setInterval(() => this.tick(), TICK_MS), setInterval(() => this.takeDueInBackground(), TAKE_DUE_EVERY_MS * (0.9 + Math.random() / 5)));
    this.settings.onChanged(() => {
      this.tick();
      this.takeDueInBackground();
    });
    this.broadcasts.listen(MARKED, (body) => {
      if (!markedSchema.parse(body).ids.some((id) => this.lanes.has(id))) return;
      this.mayBeMarked = true;
      this.tick();
    });
    this.takeDueInBackground();
  }

  /** From here on nothing is held or begun. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all([this.ticking, this.takingDue]);
  }

  /** Gives all up, so that others continue at once. */
  async release(): Promise<void> {
    const all = [...this.lanes.values()];
    for (const lane of all) this.remove(lane.id);
    await this.leases.releaseAll(all.filter((lane) => lane.isIdle).map(({ id }) => id));
  }

  get(id: string): Lane | undefined {
    return this.lanes.get(id);
  }

  /** Whether we may begin a try: the lease is certain to last a while. */
  isReliable(lane: Lane): boolean {
    return !this.stopped && this.lanes.get(lane.id) === lane && performance.now() < this.reliableUntil;
  }

  /** Holds those of them that no other process holds. */
  async hold(tenantId: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.lanes.get(id)?.touch();
    const unknown = ids.filter((id) => !this.lanes.has(id));
    if (unknown.length > 0) for (const held of await this.acquire(tenantId, unknown)) this.open(held, !held.isNew);
  }

  /** Continues with endpoints, whichever process holds them: the database has more for them, or they have changed. */
  async resume(tenantId: string, ids: readonly string[], hasMore = true, urgent: readonly string[] = []): Promise<void> {
    for (const lane of ids.flatMap((id) => this.lanes.get(id) ?? [])) {
      lane.hasMore ||= hasMore;
      this.pump(lane);
    }
    let others = ids.filter((id) => !this.lanes.has(id));
    for (let handover = 0; others.length > 0; handover += 1) {
      if (handover === MOST_HANDOVERS) throw new RetryLater('The endpoints change hands too fast.');
      const marked = await this.leases.mark(others, await this.settings.now(tenantId), urgent);
      this.broadcasts.send(MARKED, { ids: others });
      if (marked === others.length) return;
      for (const held of await this.acquire(tenantId, others)) await this.takeIn(held);
      others = others.filter((id) => !this.lanes.has(id));
    }
  }

  /** Not while endpoints are given up: one that is acquired must not be given up by what was decided before. */
  private async acquire(tenantId: string, ids: readonly string[]): Promise<Held[]> {
    await this.insertEndpointsOfOlder();
    while (this.leaving) await this.leaving;
    return this.leases.acquire(tenantId, ids);
  }

  private open({ id, tenantId, pause }: Held, hasMore: boolean): Lane {
    if (this.lanes.size === 0) {
      this.renewedAt = performance.now();
      this.reliableUntil = this.leases.reliableUntil();
    }
    const lane = this.lanes.get(id) ?? new Lane(id, tenantId, pause, hasMore);
    lane.hasMore ||= hasMore;
    this.lanes.set(id, lane);
    return lane;
  }

  private remove(id: string): void {
    this.lanes.get(id)?.setTimer(null);
    this.lanes.delete(id);
  }

  private async takeIn(held: Held): Promise<void> {
    const lane = this.open(held, true);
    if (held.urgent.length > 0) {
      for (const delivery of await this.deliveries.find(held.urgent)) if (delivery.dueAt !== null) lane.addUrgent(delivery);
      await this.leases.seen(held);
    }
    this.pump(lane);
  }

  /** Keeps the leases, gives up those without work, and reads what others have written. */
  private tick(): void {
    if (this.stopped || this.lanes.size === 0) return;
    this.ticking ??= outsideOfWork(() => this.keepLeases())
      .catch((error: Error) => this.logger.warn(`The leases of endpoints could not be kept: ${error.message}`))
      .finally(() => (this.ticking = null));
  }

  private async keepLeases(): Promise<void> {
    if (performance.now() - this.renewedAt >= RENEW_EVERY_MS) await this.renew();
    const clocks = await this.clocks();
    await this.leaveAlone(clocks);
    if (this.lanes.size === 0) return;
    if (this.mayBeMarked) {
      this.mayBeMarked = false;
      for (const held of await this.leases.marked()) await this.takeIn(held);
    }
    for (const lane of this.lanes.values()) {
      const next = lane.endpoint.nextAt();
      const now = clocks.get(lane.tenantId);
      if (lane.wantsMore || (next !== null && now !== undefined && next <= now)) this.pump(lane);
    }
  }

  private async renew(): Promise<void> {
    const reliableUntil = this.leases.reliableUntil();
    const ids = [...this.lanes.keys()];
    const held = await this.leases.renew(ids);
    this.renewedAt = performance.now();
    this.reliableUntil = reliableUntil;
    this.mayBeMarked = true;
    for (const id of ids) if (!held.has(id)) this.remove(id);
  }

  private async clocks(): Promise<Map<string, Date>> {
    const tenants = new Set([...this.lanes.values()].map(({ tenantId }) => tenantId));
    return new Map(await Promise.all([...tenants].map(async (id) => [id, await this.settings.now(id)] as const)));
  }

  private async leaveAlone(clocks: ReadonlyMap<string, Date>): Promise<void> {
    const idle: string[] = [];
    const waiting: Left[] = [];
    for (const lane of this.lanes.values()) {
      if (!lane.isQuiet || performance.now() - lane.usedAt < A_MOMENT_MS) continue;
      const next = lane.endpoint.nextAt();
      const now = clocks.get(lane.tenantId);
      if (lane.isIdle) idle.push(lane.id);
      else if (next !== null && now !== undefined && next.getTime() - now.getTime() > LONGEST_WAIT_MS) waiting.push({ id: lane.id, dueAt: next, pause: lane.endpoint.pause });
    }
    if (idle.length + waiting.length === 0) return;
    this.leaving = this.giveUp(idle, waiting).finally(() => (this.leaving = null));
    await this.leaving;
  }

  /** A lease that could not be given up is not renewed, and so ends by itself. */
  private async giveUp(idle: readonly string[], waiting: readonly Left[]): Promise<void> {
    for (const id of [...idle, ...waiting.map((left) => left.id)]) this.remove(id);
    const marked = [...(idle.length === 0 ? [] : await this.leases.release(idle)), ...(waiting.length === 0 ? [] : await this.leases.leave(waiting))];
    for (const held of await this.leases.takeOver(marked)) await this.takeIn(held);
  }

  /** Takes endpoints that are due, and those of dead processes. */
  private takeDueInBackground(): void {
    if (this.stopped) return;
    this.takingDue ??= outsideOfWork(() => this.takeDue())
      .catch((error: Error) => this.logger.warn(`Due endpoints could not be taken: ${error.message}`))
      .finally(() => (this.takingDue = null));
  }

  /**
   * Older versions stored deliveries without their endpoints. These are made before any endpoint is acquired: one that is
   * then made anew has nothing else waiting for it, and what the database has is not read.
   */
  private insertEndpointsOfOlder(): Promise<void> {
    this.olderInserted ??= this.insertOlder().catch((error: unknown) => {
      this.olderInserted = null;
      throw error;
    });
    return this.olderInserted;
  }

  private async insertOlder(): Promise<void> {
    await this.leases.insertDue(await this.deliveries.endpoints());
  }

  private async takeDue(): Promise<void> {
    await this.insertEndpointsOfOlder();
    const ids = await this.leases.due();
    while (this.leaving) await this.leaving;
    for (const held of await this.leases.takeOver(ids.filter((id) => !this.lanes.has(id)))) await this.takeIn(held);
  }
}
