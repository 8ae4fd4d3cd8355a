/** How a provider has lately answered one tenant, as this process saw it. */
export interface ProviderCalls {
  readonly provider: string;
  readonly calls: number;
  /** Calls without a readable answer. */
  readonly failed: number;
  readonly lastAt: Date;
  readonly lastOutcome: string;
}

type Counted = Omit<ProviderCalls, 'provider'>;

/** Counts begin anew after this: what was wrong an hour ago is not the provider's health. */
const SPAN_MS = 5 * 60_000;

/** Counts of the span that goes on, and of the one before it, so that there is always some minutes' worth of them. */
export class RecentProviderCalls {
  private began = 0;
  private current = new Map<string, Counted>();
  private before = new Map<string, Counted>();

  count(tenantId: string, call: string, outcome: string, at: Date): void {
    this.turn(at);
    const key = `${tenantId} ${call.replace(/\..*$/s, '')}`;
    const known = this.current.get(key);
    this.current.set(key, { calls: (known?.calls ?? 0) + 1, failed: (known?.failed ?? 0) + (outcome === 'failed' ? 1 : 0), lastAt: at, lastOutcome: outcome });
  }

  of(tenantId: string, now: Date): ProviderCalls[] {
    this.turn(now);
    const keys = [...new Set([...this.before.keys(), ...this.current.keys()])].filter((key) => key.startsWith(`${tenantId} `));
    return keys.flatMap((key) => {
      const [earlier, later] = [this.before.get(key), this.current.get(key)];
      const last = later ?? earlier;
      return last === undefined ? [] : [{ ...last, provider: key.slice(tenantId.length + 1), calls: (earlier?.calls ?? 0) + (later?.calls ?? 0), failed: (earlier?.failed ?? 0) + (later?.failed ?? 0) }];
    });
  }

  private turn(now: Date): void {
    const spans = Math.floor((now.getTime() - this.began) / SPAN_MS);
    if (spans < 1) return;
    this.before = spans === 1 ? this.current : new Map<string, Counted>();
    this.current = new Map();
    this.began = spans === 1 ? this.began + SPAN_MS : now.getTime();
  }
}

/** Of this process. */
export const recentProviderCalls = new RecentProviderCalls();
