import { setTimeout as pause } from 'node:timers/promises';
import type { Broadcasts } from '@sluice/messaging';
import { outsideOfWork } from '@sluice/telemetry';

/** How long an instance goes by what it has read. */
const LEASE_MS = 1_000;

const MOST_KEPT = 10_000;

interface Leased<Value> {
  readonly reading: Promise<Value>;
  /** Of this process's own clock, which nobody moves. */
  readonly until: number;
}

/**
 * What every request or payment needs, read once a second and not once for each. A change is broadcast to all instances; one that misses the
 * broadcast has read anew by the time that `overEverywhere` resolves (docs/decisions/0135).
 */
export class LeasedReadings<Value> {
  private readonly leased = new Map<string, Leased<Value>>();

  constructor(private readonly topic: string, private readonly broadcasts: Broadcasts) {
    broadcasts.listen(topic, () => this.leased.clear());
  }

  /** The lease begins before the reading: what is written after it is seen at most one lease later. What is not found is read each time. */
  read(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = performance.now();
    const known = this.leased.get(key);
    if (known !== undefined && now < known.until) return known.reading;
    this.leased.delete(key);
    const reading = outsideOfWork(load);
    this.leased.set(key, { reading, until: now + LEASE_MS });
    this.forgetOldest();
    const forget = (): void => {
      if (this.leased.get(key)?.reading === reading) this.leased.delete(key);
    };
    reading.then((found) => (found === null ? forget() : undefined), forget);
    return reading;
  }

  /** To be called after every write. */
  changed(): void {
    this.leased.clear();
    this.broadcasts.send(this.topic, {});
  }

  /** Resolves when no instance goes by what was before the change. */
  overEverywhere(): Promise<void> {
    return pause(LEASE_MS);
  }

  private forgetOldest(): void {
    const [oldest] = this.leased.size > MOST_KEPT ? this.leased.keys() : [];
    if (oldest !== undefined) this.leased.delete(oldest);
  }
}
