import { setTimeout as pause } from 'node:timers/promises';

/** After it was asked too often, the service answers nobody for this long. */
const BLOCKED_MS = 300_000;

/** Spreads requests evenly, so many a second. */
export class RequestBudget {
  private nextAtMs = 0;
  private blockedUntilMs = 0;

  constructor(private readonly perSecond: number) {}

  /** Resolves when the next request may be made. @throws Error while the service answers nobody. */
  async take(): Promise<void> {
    const now = Date.now();
    if (now < this.blockedUntilMs) throw new Error('The attestation service was asked too often and is left alone for a while.');
    const at = Math.max(this.nextAtMs, now);
    this.nextAtMs = at + 1_000 / this.perSecond;
    if (at > now) await pause(at - now);
  }

  wasLimited(): void {
    this.blockedUntilMs = Date.now() + BLOCKED_MS;
  }
}
