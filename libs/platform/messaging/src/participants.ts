import { ServiceAway } from './failures.js';

/**
 * Requests of one kind to one service that may wait at once. What is slow fills its own share: one service's is nobody else's, and orders that
 * wait for a third service keep out no reads.
 */
const MOST_WAITING = 100;

/** What one tenant leaves of that to the others. */
const MOST_OF_ONE_TENANT = 75;

/** So many that have waited for so long, and no reply to anyone meanwhile: the service is away. */
const SILENT_FOR_MS = 3_000;
const SILENT_REQUESTS = 5;

/** While it is away one request goes out now and then, to find out that it is back. */
const PROBE_EVERY_MS = 1_000;

/** How many requests of one kind wait, by tenant. */
class Shares {
  private total = 0;
  private readonly byTenant = new Map<string, number>();

  areFull(tenantId: string): boolean {
    return this.total >= MOST_WAITING || (this.byTenant.get(tenantId) ?? 0) >= MOST_OF_ONE_TENANT;
  }

  add(tenantId: string, change: 1 | -1): void {
    this.total += change;
    const count = (this.byTenant.get(tenantId) ?? 0) + change;
    if (count === 0) this.byTenant.delete(tenantId);
    else this.byTenant.set(tenantId, count);
  }
}

/** What one process sees of one service that it makes requests to. */
class Participant {
  private readonly waitingSince = new Set<{ readonly at: number }>();
  private readonly waitingByKind = new Map<string, Shares>();
  private lastReplyAt = 0;
  private nextProbeAt = 0;

  constructor(private readonly service: string) {}

  /** @throws ServiceAway at once when the service is away, or has enough requests of this kind to answer. */
  async during<T>(kind: string, tenantId: string, work: () => Promise<T>, now = performance.now()): Promise<T> {
    const alike = this.waitingByKind.get(kind) ?? new Shares();
    this.waitingByKind.set(kind, alike);
    if (alike.areFull(tenantId)) throw new ServiceAway(`Too many requests ${kind} are waiting already.`);
    if (this.isSilent(now)) {
      if (now < this.nextProbeAt) throw new ServiceAway(`${this.service} has not replied to anybody for ${Math.round(now - this.silentSince())} ms.`);
      this.nextProbeAt = now + PROBE_EVERY_MS;
    }
    const waiting = { at: now };
    this.waitingSince.add(waiting);
    alike.add(tenantId, 1);
    return work().finally(() => {
      this.waitingSince.delete(waiting);
      alike.add(tenantId, -1);
    });
  }

  replied(now = performance.now()): void {
    this.lastReplyAt = now;
  }

  /** Sets keep their order, so the first ones have waited the longest. */
  private isSilent(now: number): boolean {
    if (now - this.lastReplyAt < SILENT_FOR_MS) return false;
    const [fifth] = [...this.waitingSince].slice(SILENT_REQUESTS - 1, SILENT_REQUESTS);
    return fifth !== undefined && now - fifth.at >= SILENT_FOR_MS;
  }

  private silentSince(): number {
    const [first] = this.waitingSince;
    return Math.max(this.lastReplyAt, first?.at ?? 0);
  }
}

/** The services that this one makes requests to, with a share for each kind of request and a circuit breaker for each service. */
export class Participants {
  private readonly known = new Map<string, Participant>();

  of(service: string): Participant {
    const participant = this.known.get(service) ?? new Participant(service);
    this.known.set(service, participant);
    return participant;
  }
}
