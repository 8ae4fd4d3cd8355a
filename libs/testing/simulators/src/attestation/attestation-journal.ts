import { z } from 'zod';
import type { Hex } from 'viem';

const hex = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-f]*$/i.test(text));
const time = z.iso.datetime();

/** A burn as the service has seen it. */
export const burnSchema = z.object({
  domain: z.int(),
  /** A hash, or on Solana a signature. */
  transaction: z.string(),
  nonce: hex,
  emitted: hex,
  tenantId: z.string().optional(),
  /** Times on the tenant's clock; absent: it is never ready by itself. */
  seenAt: time,
  readyAt: time.optional(),
  delayReason: z.string().optional(),
  /** Attested only for blocks that have passed. */
  expires: z.boolean(),
});
export type Burn = z.output<typeof burnSchema>;

/** What happens to burns, one line each, in order. */
export const attestationLineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('seen'), burn: burnSchema }),
  z.object({ event: z.literal('reattested'), nonce: hex, readyAt: time }),
]);
export type AttestationLine = z.output<typeof attestationLineSchema>;

/** Every burn by its nonce, as the journal's lines make them. */
export class Burns {
  private readonly byNonce = new Map<Hex, Burn>();

  find(nonce: Hex): Burn | undefined {
    return this.byNonce.get(nonce);
  }

  apply(line: AttestationLine): void {
    if (line.event === 'seen') this.byNonce.set(line.burn.nonce, line.burn);
    const known = line.event === 'reattested' ? this.byNonce.get(line.nonce) : undefined;
    if (line.event !== 'reattested' || known === undefined) return;
    const { delayReason: _, ...burn } = known;
    this.byNonce.set(line.nonce, { ...burn, readyAt: line.readyAt, expires: false });
  }
}
