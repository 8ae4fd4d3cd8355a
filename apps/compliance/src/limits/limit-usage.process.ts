import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { emptyCounter, givenBack, taken, type LimitRefusal, type Part } from './counter.js';
import type { LimitUsage } from './limit.js';
import { LimitCounters } from './limits.repository.js';

/** Counts a withdrawal against the limits and gives its usage back: each once, however often it is called. */
@Injectable()
export class LimitUsages {
  constructor(private readonly counters: LimitCounters) {}

  /** Null when every limit had room. What was taken before one had none is for `giveBack`. */
  async take(usage: LimitUsage, withdrawalId: string, cause: Cause): Promise<LimitRefusal | null> {
    for (const { counterId, limit } of usage.counters) {
      const refusal = await this.takeFrom(counterId, cause, (counter) => taken(counter, partOf(usage, withdrawalId), limit, usage.currency));
      if (refusal !== null) return refusal;
    }
    return null;
  }

  async giveBack(usage: LimitUsage, withdrawalId: string, cause: Cause): Promise<void> {
    for (const { counterId } of usage.counters) {
      await this.counters.change(counterId, cause, (current) => {
        const counter = current?.state ?? emptyCounter;
        const next = givenBack(counter, partOf(usage, withdrawalId), usage.wasCounted);
        return next === counter ? null : { state: next };
      });
    }
  }

  private async takeFrom(counterId: string, cause: Cause, take: (counter: typeof emptyCounter) => typeof emptyCounter | LimitRefusal): Promise<LimitRefusal | null> {
    let refusal: LimitRefusal | null = null;
    await this.counters.change(counterId, cause, (current) => {
      const counter = current?.state ?? emptyCounter;
      const next = take(counter);
      refusal = typeof next === 'string' ? next : null;
      return typeof next === 'string' || next === counter ? null : { state: next };
    });
    return refusal;
  }
}

const partOf = ({ day, units }: LimitUsage, withdrawalId: string): Part => ({ withdrawalId, day, units: BigInt(units), at: new Date() });
