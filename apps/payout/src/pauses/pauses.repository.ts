import { Injectable } from '@nestjs/common';
import { Broadcasts } from '@sluice/messaging';
import { aggregate, LeasedReadings, repositoryOf, type Versioned } from '@sluice/persistence';
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

/** Whether a payout may begin now. */
@Injectable()
export class PauseGuard {
  private readonly leased: LeasedReadings<readonly Versioned<Pause>[]>;

  constructor(private readonly stored: Pauses, broadcasts: Broadcasts) {
    this.leased = new LeasedReadings('pauses', broadcasts);
  }

  async stops(tenantId: string, way: Way): Promise<boolean> {
    const inForce = await this.leased.read(tenantId, () => this.stored.inForce(tenantId));
    return inForce.some(({ state }) => stops(state, way));
  }

  /** Resolves when no instance goes by what was before. */
  changed(): Promise<void> {
    this.leased.changed();
    return this.leased.overEverywhere();
  }
}
