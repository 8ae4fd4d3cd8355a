import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Broadcasts } from '@sluice/messaging';
import { aggregate, repositoryOf, type Versioned } from '@sluice/persistence';
import { outsideOfWork } from '@sluice/telemetry';
import { pauseSchema, stops, type Pause, type Way } from './pause.js';

export const pauses = aggregate({ collection: 'payout_pauses', state: pauseSchema, thing: 'pause', indexes: [{ tenantId: 1, since: 1 }] });

/** Pauses by their id. */
@Injectable()
export class Pauses extends repositoryOf(pauses) {
  /** Oldest first. */
  inForce(tenantId: string): Promise<Versioned<Pause>[]> {
    return this.findWhere({ tenantId, releasedAt: { $exists: false } }, { sort: { since: 1 } });
  }
}

/** How long an instance goes by what it read. A pause is answered when that is over everywhere. */
const LEASE_MS = 1_000;
const TOPIC = 'pauses';

interface Known {
  readonly pauses: Promise<readonly Versioned<Pause>[]>;
  /** Of this process's own clock, which nobody moves. */
  readonly until: number;
}

/** Whether a payout may begin now. Read once a second where payouts begin, not once a payout, as the clients of the gateway are (docs/decisions/0135). */
@Injectable()
export class PauseGuard {
  private readonly known = new Map<string, Known>();

  constructor(private readonly stored: Pauses, private readonly broadcasts: Broadcasts) {
    broadcasts.listen(TOPIC, () => this.known.clear());
  }

  async stops(tenantId: string, way: Way): Promise<boolean> {
    return (await this.inForce(tenantId)).some(({ state }) => stops(state, way));
  }

  /** Resolves when no instance goes by what was before. */
  async changed(): Promise<void> {
    this.known.clear();
    this.broadcasts.send(TOPIC, {});
    await wait(LEASE_MS);
  }

  /** The lease begins before the reading: what is written after it is seen at most one lease later. */
  private inForce(tenantId: string): Promise<readonly Versioned<Pause>[]> {
    const now = performance.now();
    const known = this.known.get(tenantId);
    if (known !== undefined && now < known.until) return known.pauses;
    const read = outsideOfWork(() => this.stored.inForce(tenantId));
    this.known.set(tenantId, { pauses: read, until: now + LEASE_MS });
    read.catch(() => this.known.delete(tenantId)); // Whoever waits for it is told; the next one reads anew.
    return read;
  }
}
