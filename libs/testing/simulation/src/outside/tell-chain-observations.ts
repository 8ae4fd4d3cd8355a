import type { ChainObservation } from '@sluice/evm';
import { TENANT } from '../story/client.js';
import { observationHandlerOf, observationOf } from '../world/chain-outside.js';
import type { World } from '../world/world.js';

const REPEATED_AFTER_MS = 3_000;
const ON_ITS_WAY_MS = 20;

/** Tells the news of each transaction in their order, each until it is taken, and now and then twice. */
export class ChainObservationTeller {
  private readonly waiting = new Map<string, ChainObservation[]>();
  private sequence = 0;

  constructor(private readonly world: World) {}

  tell(key: string, item: ChainObservation): void {
    const items = this.waiting.get(key);
    if (items !== undefined) return void items.push(item);
    this.waiting.set(key, [item]);
    this.next(key);
  }

  private next(key: string): void {
    const [item] = this.waiting.get(key) ?? [];
    if (item === undefined) return void this.waiting.delete(key);
    this.sequence += 1;
    const { sequence } = this;
    let isTaken = false;
    const taken = (): void => {
      if (isTaken) return;
      isTaken = true;
      this.waiting.get(key)?.shift();
      this.world.scheduler.after(ON_ITS_WAY_MS, null, () => this.next(key));
    };
    this.world.scheduler.after(REPEATED_AFTER_MS, null, () => (isTaken ? undefined : this.next(key)));
    const process = this.world.processOf('payout');
    const hear = process && observationHandlerOf(process);
    if (process === undefined || hear === undefined) return;
    this.world.scheduler.after(ON_ITS_WAY_MS, process, () => {
      hear(observationOf(key, item, sequence), { id: `news ${key} ${item.kind}`, tenantId: TENANT }).then(taken, () => undefined);
    });
  }
}
