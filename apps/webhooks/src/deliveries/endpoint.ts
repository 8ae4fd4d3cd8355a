import { after, type Duration } from '@sluice/kernel';

/** What an endpoint waits for. */
export interface Waiting {
  readonly id: string;
  readonly dueAt: Date;
  /** Whether it was tried before. */
  readonly isRetry: boolean;
}

/** How many rounds of tries in a row have failed, and when the next one may begin. */
export interface Pause {
  readonly failedRounds: number;
  readonly pausedUntil: Date | null;
}

/** Requests at one endpoint at the same time. */
export const MOST_AT_ONCE = 4;

/** One of them is for what was never tried, so that deliveries that fail again and again hold up none that would not. */
const MOST_RETRIES_AT_ONCE = MOST_AT_ONCE - 1;

/** So many failures in a row, and the endpoint is paused as a whole. */
const FAILURES_OF_A_DEAD_ENDPOINT = 8;

/** Between two rounds of tries at an endpoint with nothing but failures; the last one again and again. */
const pauses: readonly Duration[] = ['5s', '30s', '2m', '10m', '30m'];

/**
 * Decides what is tried at one endpoint, and when. At most four requests at once. One that fails waits for its own time and
 * holds up no other. After nothing but failures, the endpoint pauses as a whole and is then tried with one round of
 * four; what waits behind costs nothing. The first success ends that. All times are on the tenant's clock.
 */
export class Endpoint {
  private readonly waiting = new Map<string, Waiting>();
  private readonly urgent = new Set<string>();
  private readonly inFlight = new Map<string, Waiting>();
  private failures = 0;
  private pausedUntil: Date | null = null;

  private failedRounds = 0;

  /** As an earlier holder left it. */
  constructor({ failedRounds, pausedUntil }: Pause = { failedRounds: 0, pausedUntil: null }) {
    this.failedRounds = failedRounds;
    this.pausedUntil = pausedUntil;
    if (failedRounds > 0) this.failures = FAILURES_OF_A_DEAD_ENDPOINT;
  }

  get waitingCount(): number {
    return this.waiting.size;
  }

  get inFlightCount(): number {
    return this.inFlight.size;
  }

  get pause(): Pause {
    return { failedRounds: this.failedRounds, pausedUntil: this.pausedUntil };
  }

  /** All that is known here: waiting or in flight. */
  get ids(): string[] {
    return [...this.waiting.keys(), ...this.inFlight.keys()];
  }

  isInFlight(id: string): boolean {
    return this.inFlight.has(id);
  }

  /** What is known already stays as it is. What is urgent goes before all others, and does not wait for a pause to end. */
  add(one: Waiting, isUrgent = false): void {
    if (this.inFlight.has(one.id)) return;
    if (isUrgent) this.urgent.add(one.id);
    if (isUrgent || !this.waiting.has(one.id)) this.waiting.set(one.id, one);
  }

  /** Those that wait, and are gone. */
  forget(isGone: (id: string) => boolean): void {
    for (const id of this.waiting.keys()) {
      if (!isGone(id)) continue;
      this.waiting.delete(id);
      this.urgent.delete(id);
    }
  }

  /** Takes out what is tried now. */
  begin(now: Date): string[] {
    const chosen = this.choose(now);
    for (const one of chosen) {
      this.waiting.delete(one.id);
      this.urgent.delete(one.id);
      this.inFlight.set(one.id, one);
    }
    return chosen.map(({ id }) => id);
  }

  /** It was delivered or finally refused: the endpoint is alive. */
  answered(id: string): void {
    this.inFlight.delete(id);
    this.failures = 0;
    this.failedRounds = 0;
    this.pausedUntil = null;
  }

  /** @param dueAt when it is tried again; null when it has failed for good. @returns whether that was the last of a failed round. */
  failed(id: string, dueAt: Date | null, now: Date): boolean {
    this.inFlight.delete(id);
    this.failures += 1;
    if (dueAt) this.waiting.set(id, { id, dueAt, isRetry: true });
    if (!this.looksDead || this.inFlight.size > 0) return false;
    this.pausedUntil = after(now, pauses[Math.min(this.failedRounds, pauses.length - 1)] ?? '30m');
    this.failedRounds += 1;
    return true;
  }

  /** When there is something to begin, if nothing happens before; null when only an answer can change that. */
  nextAt(): Date | null {
    if (this.inFlight.size >= MOST_AT_ONCE) return null;
    const times = [...this.waiting.values()].map(({ id, dueAt }) => (this.urgent.has(id) ? dueAt : this.notBefore(dueAt))).filter((time) => time !== null);
    return times.length === 0 ? null : new Date(Math.min(...times.map((time) => time.getTime())));
  }

  private get looksDead(): boolean {
    return this.failures >= FAILURES_OF_A_DEAD_ENDPOINT;
  }

  private notBefore(dueAt: Date): Date | null {
    if (!this.looksDead) return dueAt;
    if (this.inFlight.size > 0) return null;
    return this.pausedUntil !== null && this.pausedUntil > dueAt ? this.pausedUntil : dueAt;
  }

  private choose(now: Date): Waiting[] {
    const isUrgent = ({ id }: Waiting): boolean => this.urgent.has(id);
    const all = [...this.waiting.values()].sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
    const due = all.filter((one) => !isUrgent(one) && (this.notBefore(one.dueAt) ?? Infinity) <= now);
    const retries = due.filter(({ isRetry }) => isRetry);
    const retriesInFlight = [...this.inFlight.values()].filter(({ isRetry }) => isRetry).length;
    const first = retries.slice(0, Math.max(0, MOST_RETRIES_AT_ONCE - retriesInFlight));
    const inTurn = [...all.filter(isUrgent), ...first, ...due.filter(({ isRetry }) => !isRetry), ...retries.slice(first.length)];
    return inTurn.slice(0, MOST_AT_ONCE - this.inFlight.size);
  }
}
