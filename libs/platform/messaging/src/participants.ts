import { ServiceAway } from './errors.js';

/**
 * Requests of one kind to one service that may wait at once. What is slow fills its own share: one service's is nobody else's, and orders that
 * wait for a third service keep out no reads.
 */
const MOST_WAITING = 100;

/** So many that have waited for so long, and no reply to anyone meanwhile: the service is away. */
const SILENT_FOR_MS = 3_000;
const SILENT_REQUESTS = 5;

/** While it is away one request goes out now and then, to find out that it is back. */
const PROBE_EVERY_MS = 1_000;

/** What one process sees of one service that it makes requests to. */
class Participant {
  private readonly waitingSince = new Set<{ readonly at: number }>();
  private readonly waitingByKind = new Map<string, number>();
  private lastReplyAt = 0;
  private nextProbeAt = 0;

  constructor(private readonly service: string) {}

  /** @throws ServiceAway at once when the service is away, or has enough requests of this kind to answer. */
  async during<T>(kind: string, work: () => Promise<T>, now = Date.now()): Promise<T> {
    const alike = this.waitingByKind.get(kind) ?? 0;
    if (alike >= MOST_WAITING) throw new ServiceAway(`${MOST_WAITING} requests ${kind} are waiting already.`);
    if (this.isSilent(now)) {
      if (now < this.nextProbeAt) throw new ServiceAway(`${this.service} has not replied to anybody for ${now - this.silentSince()} ms.`);
      this.nextProbeAt = now + PROBE_EVERY_MS;
    }
    const waiting = { at: now };
    this.waitingSince.add(waiting);
    this.waitingByKind.set(kind, alike + 1);
    return work().finally(() => {
      this.waitingSince.delete(waiting);
      this.waitingByKind.set(kind, (this.waitingByKind.get(kind) ?? 1) - 1);
    });
  }

  replied(now = Date.now()): void {
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
