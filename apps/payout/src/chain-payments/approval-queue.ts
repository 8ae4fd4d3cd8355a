import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { ApprovalLines, type LineName } from './approval-lines.repository.js';
import { withoutEvent, type ChainLeg } from './chain-leg.js';
import { firstInQueue, outOfQueue, queuedBehind } from './chain-leg.transitions.js';
import { ChainLegs } from './chain-legs.repository.js';

/** One approval at a time for each wallet and chain. */
@Injectable()
export class ApprovalQueue {
  constructor(private readonly lines: ApprovalLines, private readonly legs: ChainLegs, private readonly settings: TenantSettings) {}

  /** The order of the legs follows from when they were ordered, so a leg joins before anything else is done. */
  join(name: LineName, key: string): Promise<void> {
    return this.lines.join(name, key);
  }

  /** Whether the leg is first. One that is not in the queue joins it: its command was interrupted. */
  async recheck({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const name = lineOf(tenantId, state);
    await this.lines.join(name, id);
    const [first = id] = await this.lines.waiting(name);
    await this.legs.step(id, (leg) => (first === id ? firstInQueue(leg, now) : queuedBehind(leg, legIdOf(first), now)), timer);
  }

  /** Removes a leg that has ended, and wakes those behind it before the leg forgets that it was in the queue. */
  async leave({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    if (state.isInLine) await this.remove(lineOf(tenantId, state), id);
    await this.legs.step(id, (leg) => outOfQueue(leg, now), timer);
  }

  /** Repeatable. */
  async remove(name: LineName, key: string): Promise<void> {
    const waiting = await this.lines.leave(name, key);
    for (const other of waiting) await this.wake(other, name.tenantId);
  }

  private async wake(key: string, tenantId: string): Promise<void> {
    const now = await this.settings.now(tenantId);
    await this.legs.step(key, (leg) => (leg.status === 'queued' ? withoutEvent({ ...leg, nextAt: now.toISOString(), failedAttempts: 0 }) : null));
  }
}

const lineOf = (tenantId: string, { walletId, payment }: ChainLeg): LineName => ({ tenantId, walletId, chain: payment?.chain ?? '' });

const legIdOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));
