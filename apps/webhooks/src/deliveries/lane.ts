import type { StoredDelivery } from './delivery.js';
import { Endpoint, type Pause } from './endpoint.js';

/** Deliveries of one endpoint that are in memory; what is more stays in the database. */
const MOST_IN_MEMORY = 100;
const FEW = 20;

/** An endpoint that this process sends to, with as much of what waits for it as is needed soon. */
export class Lane {
  readonly endpoint: Endpoint;
  /** The database may hold more than what is here. */
  hasMore: boolean;
  /** When something was last added to it. */
  usedAt = performance.now();
  working: Promise<void> | null = null;
  again = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly deliveries = new Map<string, StoredDelivery>();
  private endedWhileReading: Set<string> | null = null;

  constructor(readonly id: string, readonly tenantId: string, pause: Pause, hasMore: boolean) {
    this.endpoint = new Endpoint(pause);
    this.hasMore = hasMore;
  }

  get isQuiet(): boolean {
    return this.working === null && this.endpoint.inFlightCount === 0;
  }

  get isIdle(): boolean {
    return this.isQuiet && !this.hasMore && this.endpoint.waitingCount === 0;
  }

  get wantsMore(): boolean {
    return this.hasMore && this.endpoint.waitingCount < FEW;
  }

  touch(): void {
    this.usedAt = performance.now();
  }

  /** Instead of the one before. */
  setTimer(timer: NodeJS.Timeout | null): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = timer;
  }

  get(id: string): StoredDelivery {
    const found = this.deliveries.get(id);
    if (!found) throw new Error(`Delivery ${id} is not in memory.`);
    return found;
  }

  /** Behind what is in the database already it stays there, so that what is older comes first. */
  add(delivery: StoredDelivery): void {
    this.touch();
    if (this.hasMore || this.endpoint.waitingCount >= MOST_IN_MEMORY) this.hasMore = true;
    else this.put(delivery, false);
  }

  addUrgent(delivery: StoredDelivery): void {
    if (!this.endpoint.isInFlight(delivery.id)) this.put(delivery, true);
  }

  /** Reads what the database has more. A delivery that ends while that is read may be in the answer as it was before. */
  async readMore(read: (known: readonly string[], limit: number) => Promise<StoredDelivery[]>): Promise<void> {
    const limit = MOST_IN_MEMORY - this.endpoint.waitingCount;
    const ended = new Set<string>();
    this.endedWhileReading = ended;
    this.hasMore = false;
    try {
      const found = await read(this.endpoint.ids, limit);
      if (found.length === limit) this.hasMore = true;
      const known = new Set([...ended, ...this.endpoint.ids]);
      for (const delivery of found) if (!known.has(delivery.id)) this.put(delivery, false);
    } catch (error) {
      this.hasMore = true;
      throw error;
    } finally {
      this.endedWhileReading = null;
    }
  }

  /** A try has ended, and this is what the delivery is after it; null when it waits no more. */
  ended(id: string, after: StoredDelivery | null): void {
    this.endedWhileReading?.add(id);
    if (after) this.deliveries.set(id, after);
    else this.deliveries.delete(id);
  }

  forget(isGone: (delivery: StoredDelivery) => boolean): void {
    this.endpoint.forget((id) => isGone(this.get(id)));
    const left = new Set(this.endpoint.ids);
    for (const id of this.deliveries.keys()) if (!left.has(id)) this.deliveries.delete(id);
  }

  someWaiting(is: (delivery: StoredDelivery) => boolean): boolean {
    return [...this.deliveries].some(([id, delivery]) => !this.endpoint.isInFlight(id) && is(delivery));
  }

  private put(delivery: StoredDelivery, isUrgent: boolean): void {
    const { id, dueAt, state } = delivery;
    this.deliveries.set(id, delivery);
    this.endpoint.add({ id, dueAt: dueAt ?? new Date(0), isRetry: state.attempts.length > 0 }, isUrgent);
  }
}
