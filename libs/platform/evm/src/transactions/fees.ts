/** In wei per unit of gas (EIP-1559). */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Nodes take a replacement that pays at least a tenth more in both fees; an eighth is safe. */
const raised = (fee: bigint): bigint => (fee * 9n) / 8n + 1n;
const leastRaised = (fee: bigint): bigint => (fee * 11n) / 10n + 1n;

/** A form that offers this many times what the chain asks does not wait for its fee: a dearer one would change nothing. */
const NEVER_NEEDED = 10n;

const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

export interface Limits {
  readonly most: bigint | undefined;
  /** The node has refused the form before for its fee, whatever it says that the chain asks: the ceiling doubles. */
  readonly isTooLow: boolean;
}

/** Fees of a replacement: what the chain asks now, and enough more than before. Null when that is beyond the limit, or beyond all need. */
export function replacementFees(before: Fees, now: Fees, { most, isTooLow }: Limits): Fees | null {
  if (!isTooLow && before.maxFeePerGas > now.maxFeePerGas * NEVER_NEEDED && before.maxPriorityFeePerGas >= now.maxPriorityFeePerGas) return null;
  const wanted = larger(isTooLow ? before.maxFeePerGas * 2n + 1n : raised(before.maxFeePerGas), now.maxFeePerGas);
  const maxFeePerGas = most === undefined ? wanted : smaller(wanted, most);
  if (maxFeePerGas < leastRaised(before.maxFeePerGas)) return null;
  const maxPriorityFeePerGas = larger(raised(before.maxPriorityFeePerGas), now.maxPriorityFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: smaller(maxPriorityFeePerGas, maxFeePerGas) };
}

/** Fees of a first sending, within the limit. */
export function firstFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees, most: bigint | undefined): Fees {
  const limited = most === undefined ? maxFeePerGas : smaller(maxFeePerGas, most);
  return { maxFeePerGas: limited, maxPriorityFeePerGas: smaller(maxPriorityFeePerGas, limited) };
}
