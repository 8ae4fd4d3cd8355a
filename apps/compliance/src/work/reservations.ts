import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import { LimitCounters } from '../adapters/limit-counters.store.js';
import { emptyCounter, givenBack, taken, type LimitRefusal, type Part } from '../limits/counter.js';
import type { Reservation } from '../limits/reservation.js';

/** Takes a withdrawal's parts out of the limits' counters and puts them back: each once, however often it is called. */
@Injectable()
export class Reservations {
  constructor(private readonly counters: LimitCounters) {}

  /** Null when every limit had room. What was taken before one had none is for `giveBack`. */
  async take(reservation: Reservation, withdrawalId: string, cause: Cause): Promise<LimitRefusal | null> {
    for (const { counterId, limit } of reservation.claims) {
      const refusal = await this.takeFrom(counterId, cause, (counter) => taken(counter, partOf(reservation, withdrawalId), limit, reservation.currency));
      if (refusal !== null) return refusal;
    }
    return null;
  }

  async giveBack(reservation: Reservation, withdrawalId: string, cause: Cause): Promise<void> {
    for (const { counterId } of reservation.claims) {
      await this.counters.change(counterId, cause, (current) => {
        const counter = current?.state ?? emptyCounter;
        const next = givenBack(counter, partOf(reservation, withdrawalId), reservation.wasCounted);
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

const partOf = ({ day, units }: Reservation, withdrawalId: string): Part => ({ withdrawalId, day, units: BigInt(units), at: new Date() });
