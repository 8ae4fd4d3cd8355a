/** What shares of a position would pay out, in USDC units. Never less for more shares. */
export type PreviewRedeem = (shares: bigint) => Promise<bigint>;

/**
 * The fewest shares that pay out at least what is needed, asked of the position itself: shares times a price would come a
 * micro-unit short wherever the position rounds. Null when all of the shares pay out less.
 */
export async function sharesFor(needed: bigint, held: bigint, previewRedeem: PreviewRedeem): Promise<bigint | null> {
  if ((await previewRedeem(held)) < needed) return null;
  let enough = held;
  let short = 0n;
  while (enough - short > 1n) {
    const middle = (enough + short) / 2n;
    if ((await previewRedeem(middle)) >= needed) enough = middle;
    else short = middle;
  }
  return enough;
}
