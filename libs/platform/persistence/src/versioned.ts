import type { Sent } from '@sluice/messaging';

/** An aggregate as it stands. `dueAt` is on the tenant's clock. */
export interface Versioned<S> {
  readonly id: string;
  readonly tenantId: string;
  /** Grows by one with every change. */
  readonly version: number;
  readonly dueAt: Date | null;
  readonly state: S;
}

/**
 * What a decision comes to. Without `state` and `dueAt` nothing is written, and `send` is only published (again): the answer
 * to a repeated command. An absent `dueAt` stays as it was.
 */
export interface Change<S> {
  readonly state?: S | undefined;
  readonly send?: readonly Sent[] | undefined;
  readonly dueAt?: Date | null | undefined;
}
