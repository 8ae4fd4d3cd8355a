import type { UsdcAuthorization } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import type { Address, Hex } from 'viem';
import type { Fate } from '../chain-payments/chain-leg.transitions.js';

/** Whose transactions these are. */
export const OWNER = 'payout';

const PREFIX = 'leg:';
export const transactionKeyOf = (legKey: string): string => `${PREFIX}${legKey}`;
export const legKeyOf = (transactionKey: string): string => transactionKey.slice(PREFIX.length);

/** A transfer that a wallet is to allow. `value` in USDC units. */
export interface Transfer {
  readonly chain: string;
  readonly from: Address;
  /** Upper and lower case mean the same. */
  readonly to: string;
  readonly value: bigint;
  readonly nonce: Hex;
  /** Seconds of the chain's clock. */
  readonly validBefore: bigint;
}

export interface AuthorizationRef {
  readonly chain: string;
  readonly from: Address;
  readonly nonce: Hex;
  readonly validBefore: bigint;
  /** Nothing of it is older than this block. */
  readonly sinceBlock: bigint;
}

/** USDC on its chains. Every call may throw; nothing is then known, and it is made again. */
export abstract class Usdc {
  abstract has(chain: string): boolean;
  /** Number and time in seconds of the head. */
  abstract head(chain: string): Promise<{ readonly block: bigint; readonly time: bigint }>;
  abstract balance(chain: string, owner: Address): Promise<bigint>;
  /** What the wallet signs. */
  abstract authorization(transfer: Transfer): UsdcAuthorization;
  /** What became of an authorization, whoever executed it. */
  abstract fate(allowed: AuthorizationRef): Promise<Fate>;
  /** Carries it out, once for this key. Repeatable. */
  abstract send(key: string, transfer: Transfer & { readonly signature: Hex; readonly gas?: bigint | undefined }, cause: Cause): Promise<void>;
  /** The transaction of this key, once it is in a block of the present chain. */
  abstract includedIn(key: string): Promise<Hex | null>;
}

/** The sandbox's faults of a chain, as far as they are made here: a transaction with too little gas reverts for real. */
export abstract class ChainFaults {
  /** Gas to send this leg with; undefined: what it needs. The same answer for the same key. */
  abstract gasFor(tenantId: string, key: string): Promise<bigint | undefined>;
}
