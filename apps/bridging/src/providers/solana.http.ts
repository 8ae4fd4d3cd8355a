import { Injectable } from '@nestjs/common';
import { providerCall } from '@sluice/telemetry';
import { z } from 'zod';
import { BridgingConfig } from '../bridging.config.js';

const TIMEOUT_MS = 5_000;

const burnedSchema = z.object({ signature: z.string().min(1) });

export interface SolanaBurn {
  /** The same key is burned once. */
  readonly key: string;
  readonly tenantId: string;
  /** Whose account it is: the wallet's address on the other chains. */
  readonly owner: string;
  readonly amount: string;
  readonly destinationDomain: number;
  readonly mintRecipient: string;
}

/** Burns on Solana, where the sandbox has no node: ordered over HTTP from whoever holds the keys there. */
@Injectable()
export class SolanaSource {
  constructor(private readonly config: BridgingConfig) {}

  get isThere(): boolean {
    return this.config.solanaUrl !== undefined;
  }

  /** The signature of the burn's transaction. @throws Error when its outcome is unknown; a repeated order names the same burn. */
  burn(burn: SolanaBurn): Promise<string> {
    return providerCall('solana.burn', () => this.call(burn));
  }

  private async call(burn: SolanaBurn): Promise<string> {
    const response = await fetch(new URL('/solana/burns', this.config.solanaUrl), {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(burn), redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`The burn on Solana was answered with ${response.status}.`);
    return burnedSchema.parse(await response.json()).signature;
  }
}
