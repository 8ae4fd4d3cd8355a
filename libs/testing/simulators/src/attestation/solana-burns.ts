import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Hex } from 'viem';
import { z } from 'zod';
import { JsonLines } from '../json-lines.js';
import { SimulatorsOptions } from '../simulators.options.js';
import { emittedMessage } from './burn-message.js';

export const SOLANA_DOMAIN = 5;

/** USDC's mint on Solana, as 32 bytes. */
const TOKEN = '0xc6fa7af3bedbad3a3d65f36aabc97431b1bbe4c2d2f6e0e47ca60203452f5d61';

const hex = z.custom<Hex>((text) => typeof text === 'string' && /^0x[0-9a-fA-F]*$/.test(text));

/** An order to burn USDC on Solana, once per key. */
export const solanaBurnSchema = z.object({
  key: z.string().min(1).max(200),
  tenantId: z.string().min(1),
  /** USDC units. */
  amount: z.string().regex(/^[1-9]\d*$/),
  destinationDomain: z.int().nonnegative(),
  mintRecipient: hex,
});
export type SolanaBurn = z.output<typeof solanaBurnSchema>;

const lineSchema = z.object({ signature: z.string(), burn: solanaBurnSchema });

/** Burns on Solana, which has no node in the sandbox: what was ordered counts as burned. */
@Injectable()
export class SolanaBurns {
  private readonly bySignature = new Map<string, SolanaBurn>();
  private readonly lines: JsonLines<z.output<typeof lineSchema>>;

  constructor(private readonly options: SimulatorsOptions) {
    this.lines = new JsonLines(options.journalFolder, 'solana', lineSchema);
    for (const { signature, burn } of this.lines.readAll()) this.bySignature.set(signature, burn);
  }

  /** The signature of the burn; the same key has the same one, and the burn that was ordered first. */
  burn(burn: SolanaBurn): { signature: string; burn: SolanaBurn } {
    const signature = createHash('sha512').update(burn.key).digest('base64url');
    const known = this.bySignature.get(signature);
    if (known !== undefined) return { signature, burn: known };
    this.lines.append({ signature, burn });
    this.bySignature.set(signature, burn);
    return { signature, burn };
  }

  /** The messages of a transaction; undefined when it is none of Solana's. */
  find(domain: number, signature: string): Hex[] | undefined {
    const burn = domain === SOLANA_DOMAIN ? this.bySignature.get(signature) : undefined;
    if (burn === undefined) return undefined;
    const destination = Object.values(this.options.chains ?? {}).find(({ cctpDomain }) => cctpDomain === burn.destinationDomain);
    const messenger = (destination?.tokenMessenger ?? '0x') as Hex;
    return [emittedMessage({ sourceDomain: SOLANA_DOMAIN, destinationDomain: burn.destinationDomain, messenger, token: TOKEN, mintRecipient: burn.mintRecipient, amount: BigInt(burn.amount) })];
  }
}
