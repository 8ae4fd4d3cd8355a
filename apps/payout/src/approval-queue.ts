import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { ApprovalLines, type LineName } from './adapters/approval-lines.store.js';
import { ChainLegs } from './adapters/chain-legs.store.js';
import type { ChainLeg } from './chain-leg/chain-leg.js';
import { outOfLine } from './chain-leg/ends.js';
import { firstInLine, queuedBehind } from './chain-leg/signing-steps.js';
import { quietly } from './chain-leg/telling.js';

/** One approval at a time for each wallet and chain. */
@Injectable()
export class ApprovalQueue {
  constructor(private readonly lines: ApprovalLines, private readonly legs: ChainLegs, private readonly settings: TenantSettings) {}

  /** The place of a leg follows from when it was asked for, so it is taken before anything else. */
  join(name: LineName, key: string): Promise<void> {
    return this.lines.join(name, key);
  }

  /** Whether its turn has come. A leg without a place takes one: its command was interrupted. */
  async look({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    const name = lineOf(tenantId, state);
    await this.lines.join(name, id);
    const [first = id] = await this.lines.waiting(name);
    await this.legs.step(id, (leg) => (first === id ? firstInLine(leg, now) : queuedBehind(leg, legIdOf(first), now)), timer);
  }

  /** Gives up the place of a leg that has ended, and wakes those behind it before that is forgotten. */
  async leave({ id, tenantId, state }: Versioned<ChainLeg>, now: Date, timer: Cause['timer']): Promise<void> {
    if (state.isInLine) await this.giveUp(lineOf(tenantId, state), id);
    await this.legs.step(id, (leg) => outOfLine(leg, now), timer);
  }

  /** Repeatable. */
  async giveUp(name: LineName, key: string): Promise<void> {
    const waiting = await this.lines.leave(name, key);
    for (const other of waiting) await this.wake(other, name.tenantId);
  }

  private async wake(key: string, tenantId: string): Promise<void> {
    const now = await this.settings.now(tenantId);
    await this.legs.step(key, (leg) => (leg.status === 'queued' ? quietly({ ...leg, nextAt: now.toISOString(), fruitless: 0 }) : null));
  }
}

const lineOf = (tenantId: string, { walletId, payment }: ChainLeg): LineName => ({ tenantId, walletId, chain: payment?.chain ?? '' });

const legIdOf = (key: string): string => key.slice(0, key.lastIndexOf('/'));
