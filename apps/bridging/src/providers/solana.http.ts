import { Injectable } from '@nestjs/common';
import { Provider } from '@sluice/providers';
import { z } from 'zod';
import { BridgingConfig } from '../bridging.config.js';

const TIMEOUT_MS = 5_000;

const burnedSchema = z.object({ signature: z.string().min(1) }).transform(({ signature }) => signature);

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
  private readonly solana: Provider;

  constructor(private readonly config: BridgingConfig) {
    this.solana = new Provider({ name: 'solana', url: config.solanaUrl, timeoutMs: TIMEOUT_MS });
  }

  get isThere(): boolean {
    return this.config.solanaUrl !== undefined;
  }

  /** The signature of the burn's transaction. @throws OutcomeUnknown; a repeated order names the same burn. */
  burn(burn: SolanaBurn): Promise<string> {
    return this.solana.call({ verb: 'burn', method: 'POST', path: '/solana/burns', body: burn, answer: burnedSchema });
  }
}
