import { Injectable } from '@nestjs/common';
import { idFrom } from '@sluice/kernel';
import { RetryLater, type Cause } from '@sluice/messaging';
import { aggregate, repositoryOf, type Change, type Versioned } from '@sluice/persistence';
import { chainLegSchema, keyOf, latestEvent, type ChainLeg, type LegChange } from './chain-leg.js';

/** Races that one step may lose before it is tried again later. */
const MOST_RACES = 20;

type Timer = Cause['timer'];

export const chainLegs = aggregate({
  collection: 'chain_legs', state: chainLegSchema, storedNames: { failedAttempts: 'fruitless', lastEvent: 'told', replyAddress: 'asker' },
  indexes: [
    { legId: 1, attempt: -1 },
    { tenantId: 1, status: 1, _id: -1 },
    [{ tenantId: 1, goneSince: 1 }, { partialFilterExpression: { goneSince: { $exists: true } } }],
  ],
});

/** Legs paid on a chain, by leg and attempt. */
@Injectable()
export class ChainLegs extends repositoryOf(chainLegs) {
  /** Every attempt of a tenant's leg, the latest first. */
  async attempts(legId: string, tenantId: string): Promise<Versioned<ChainLeg>[]> {
    return this.findWhere({ legId, tenantId }, { sort: { attempt: -1 } });
  }

  /** Stores a leg that was not there; null when it was. */
  async open(tenantId: string, change: LegChange): Promise<Versioned<ChainLeg> | null> {
    const id = keyOf(change.leg);
    let isOpened = false;
    const result = await this.change(id, causeOf(tenantId, change), (current) => {
      isOpened = current === null;
      return current ? null : changeTo(change);
    });
    return isOpened ? result : null;
  }

  /**
   * One step of a leg that exists, decided on its newest version. With a timer it is that timer's version or nothing.
   * @returns the leg after the step; null when `decide` found nothing to do or the timer's version has passed.
   */
  async step(id: string, decide: (leg: ChainLeg) => LegChange | null, timer?: Timer): Promise<Versioned<ChainLeg> | null> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const found = await this.find(id);
      if (found === null || (timer && timer.version !== found.version)) return null;
      const change = decide(found.state);
      if (change === null) return null;
      const written = await this.take(found, change, timer);
      if (written) return written;
    }
    throw new RetryLater(`The leg ${id} changes too fast.`);
  }

  /** Sends the newest event once more: the same message. */
  async sendLatestEvent({ id, tenantId, state }: Versioned<ChainLeg>): Promise<void> {
    const event = latestEvent(state);
    if (event) await this.change(id, causeOf(tenantId, { leg: state }), () => ({ send: [event] }));
  }

  /** An event's number is part of its cause, so a change counts only on the version that it was decided on. */
  private async take({ id, tenantId, version }: Versioned<ChainLeg>, change: LegChange, timer: Timer): Promise<Versioned<ChainLeg> | null> {
    let isTaken = false;
    const result = await this.change(id, causeOf(tenantId, change, timer), (current) => {
      isTaken = current?.version === version;
      return isTaken ? changeTo(change) : null;
    });
    return isTaken && result?.version === version + 1 ? result : null;
  }
}

const changeTo = ({ leg, event }: LegChange): Change<ChainLeg> => ({ state: leg, dueAt: leg.nextAt === undefined ? null : new Date(leg.nextAt), send: event ? [event] : [] });

/** The same for the same event, however it comes about and however often it is sent. */
const causeOf = (tenantId: string, { leg }: LegChange, timer?: Timer): Cause => ({
  id: idFrom('chain-leg', keyOf(leg), String(leg.turn)), tenantId, withdrawalId: leg.withdrawalId, timer, ...leg.replyAddress,
});
