import { Injectable, Logger } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { answering, Deliveries, tellingReturn } from './adapters/deliveries.store.js';
import { legByKey, withLeg, type Delivery } from './delivery/delivery.js';
import { factsOf } from './delivery/facts-of.js';
import { contradicts, learn, type Fact } from './delivery/leg-steps.js';
import { changeTo } from './delivery/orders.js';
import { newReturns } from './delivery/outcome.js';
import type { BankReport } from './ports/bank-rail.js';

/** A leg of a delivery as it was when the bank was asked or spoke. */
export interface About {
  readonly delivery: Versioned<Delivery>;
  readonly key: string;
  /** Of the timer that made us ask: what it learns counts only if nobody learnt more meanwhile. */
  readonly timer?: Cause['timer'];
}

/** Records what is learnt about legs, however it was learnt: each fact is one change of the delivery. */
@Injectable()
export class Reports {
  private readonly logger = new Logger(Reports.name);

  constructor(
    private readonly deliveries: Deliveries,
    private readonly settings: TenantSettings,
  ) {}

  /** The bank's word on a leg. A return is told after the settlement before it, in a change of its own. */
  async heard(about: About, report: BankReport): Promise<void> {
    for (const fact of factsOf(report)) await this.record(about, fact);
  }

  async record({ delivery, key, timer }: About, fact: Fact): Promise<void> {
    const { id, tenantId, state } = delivery;
    const now = await this.settings.now(tenantId);
    const cause = fact.kind === 'returned' && legByKey(state, key) !== undefined
      ? tellingReturn(id, key, fact.code, tenantId, state.asker)
      : answering(id, state.round, { tenantId, timer }, state.asker);
    await this.deliveries.step(id, cause, (current) => this.learnt(current, key, fact, now));
  }

  private learnt(delivery: Delivery, key: string, fact: Fact, now: Date) {
    const leg = legByKey(delivery, key);
    if (leg === undefined) return null;
    if (contradicts(leg, fact)) this.logger.error(`The bank says ${fact.kind} of ${key}, which is ${leg.status} here.`);
    const next = learn(leg, fact, now);
    if (next === null) return null;
    const change = changeTo(withLeg(delivery, next), delivery, now);
    return { ...change, send: [...(change.send ?? []), ...newReturns(leg, next)] };
  }
}
