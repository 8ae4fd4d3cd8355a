import type { Cause } from '@sluice/messaging';
import type { Observation } from '../legs/facts.js';
import type { Step, Transfer } from '../legs/transfer.js';

/** A transfer with what its leg says of it. */
export interface LegTransfer {
  readonly legKey: string;
  readonly walletId: string;
  readonly toChain: string;
  readonly transfer: Transfer;
  readonly tenantId: string;
}

/** Which transaction is spoken of. */
export interface StepAttempt {
  readonly legKey: string;
  readonly transferId: string;
  readonly step: Step;
  readonly attempt: number;
}

export type TransactionObservation = Extract<Observation, { sequence: number }>;

/**
 * A bridge between chains that burns on one and mints on another. What is ordered under the same step and attempt is done
 * once, however often it is ordered; what became of it is told to `watch`, at least once and in order.
 */
export abstract class Bridge {
  /** Units to be burned beyond the amount, as a digit string; null when there is no way between these chains. */
  abstract feeOf(legTransfer: LegTransfer): Promise<string | null>;
  abstract orderPull(legTransfer: LegTransfer, cause: Cause): Promise<void>;
  /** `delayed`: not yet possible, to be tried again soon. A fact: done at once. */
  abstract orderBurn(legTransfer: LegTransfer, cause: Cause): Promise<'ordered' | 'delayed' | Observation>;
  abstract orderMint(legTransfer: LegTransfer, cause: Cause): Promise<void>;
  abstract orderReturn(legTransfer: LegTransfer, cause: Cause): Promise<void>;
  /** What the bridge's service says of the burn. */
  abstract inquireAttestation(legTransfer: LegTransfer): Promise<Extract<Observation, { kind: 'attested' | 'unattested' }>>;
  abstract reattest(legTransfer: LegTransfer): Promise<void>;
  /** The transaction that has used up the message's nonce on the destination's chain; null when none has. */
  abstract findMint(legTransfer: LegTransfer): Promise<string | null>;
  abstract watch(hear: (about: StepAttempt, news: TransactionObservation, cause: Cause) => Promise<unknown>): void;
}
