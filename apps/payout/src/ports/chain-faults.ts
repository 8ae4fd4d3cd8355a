/** The sandbox's faults of a chain, as far as they are made here: a transaction with too little gas reverts for real. */
export abstract class ChainFaults {
  /** Gas to send this leg with; undefined: what it needs. The same answer for the same key. */
  abstract gasFor(tenantId: string, key: string): Promise<bigint | undefined>;
}
