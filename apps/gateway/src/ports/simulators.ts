import type { Sandbox } from '../sandbox/sandbox.js';

export const faultPorts = ['bank', 'chain', 'attestation', 'custodian', 'signer', 'screening'] as const;
export const faultModes = ['reject', 'fail', 'slow', 'silent', 'duplicate', 'fail_after_success', 'revert', 'expire'] as const;

export interface Fault {
  readonly id: string;
  readonly port: (typeof faultPorts)[number];
  readonly mode: (typeof faultModes)[number];
  readonly code?: string | undefined;
  /** How many calls it spoils; all of them when absent. */
  readonly count?: number | undefined;
  readonly delayMs?: number | undefined;
}

/** What one unit of an instrument costs a portfolio, in plain decimals. */
export interface Price {
  readonly portfolioId: string;
  readonly isin: string;
  readonly price: string;
  readonly currency: string;
}

/** The simulated outside world cannot be reached, or failed. */
export class SimulatorsFailed extends Error {
  override readonly name = 'SimulatorsFailed';
}

/** The outside world of the sandbox, as far as it can be told how to behave. Every method throws `SimulatorsFailed`. */
export abstract class Simulators {
  abstract setTenant(tenantId: string, settings: Pick<Sandbox, 'revision' | 'clockOffsetMs' | 'pace'>): Promise<void>;
  abstract addFault(tenantId: string, fault: Fault): Promise<void>;
  abstract clearFaults(tenantId: string): Promise<void>;
  /** What the custodian sells a portfolio's units of an instrument at from now on. */
  abstract setPrice(tenantId: string, price: Price): Promise<void>;
  /** Lets the bank send a delivered payment back; false when it knows of no such payment that could come back. */
  abstract returnPayment(tenantId: string, payment: { readonly reference: string; readonly code: string }): Promise<boolean>;
}
