/** In wei per unit of gas (EIP-1559). */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Nodes take a replacement that pays at least a tenth more; an eighth is safe. */
const raised = (fee: bigint): bigint => (fee * 9n) / 8n + 1n;

const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);

/** Fees of a replacement: what the chain asks now, and enough more than before. Null when that is beyond the limit. */
export function replacementFees(before: Fees, now: Fees, most: bigint | undefined): Fees | null {
  const maxFeePerGas = larger(raised(before.maxFeePerGas), now.maxFeePerGas);
  const maxPriorityFeePerGas = larger(raised(before.maxPriorityFeePerGas), now.maxPriorityFeePerGas);
  if (most !== undefined && maxFeePerGas > most) return null;
  return { maxFeePerGas: larger(maxFeePerGas, maxPriorityFeePerGas), maxPriorityFeePerGas };
}

/** Fees of a first sending, within the limit. */
export function firstFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees, most: bigint | undefined): Fees {
  if (most === undefined || maxFeePerGas <= most) return { maxFeePerGas, maxPriorityFeePerGas };
  return { maxFeePerGas: most, maxPriorityFeePerGas: maxPriorityFeePerGas < most ? maxPriorityFeePerGas : most };
}
