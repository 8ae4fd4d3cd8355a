import { Injectable } from '@nestjs/common';
import type { Cause } from '@sluice/messaging';
import type { AggregateStore } from './aggregate.store.js';
import type { Versioned } from './versioned.js';

@Injectable()
export class Timers {
  watch<S extends object>(store: AggregateStore<S>, fire: (due: Versioned<S>, cause: Cause) => Promise<unknown>): void {
    throw new Error(`not there yet: ${String(store)} ${String(fire)}`);
  }
}
