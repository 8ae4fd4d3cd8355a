import type { ClosedHold } from '../account/hold.js';

/** Names a hold. It is unique within its account, whose version decides about it. */
export interface HoldName {
  readonly tenantId: string;
  readonly accountId: string;
  readonly holdId: string;
}

/** Every hold that has ended, for good: written once and never changed. */
export abstract class ClosedHolds {
  /** Puts holds in; those that are there already stay as they are. Resolves when they are durable. */
  abstract file(tenantId: string, accountId: string, holds: readonly ClosedHold[]): Promise<void>;
  abstract find(name: HoldName): Promise<ClosedHold | null>;
}
