import { z } from 'zod';
import { ChainFaults } from './usdc.js';

/** Enough to be taken into a block, too little to carry a transfer out. */
const TOO_LITTLE_GAS = 45_000n;

const TIMEOUT_MS = 5_000;

const strikeSchema = z.object({ mode: z.string().nullable() });

/** No faults are made anywhere but in the sandbox. */
export class NoChainFaults extends ChainFaults {
  override gasFor(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

/** The sandbox's simulators know what is to go wrong. */
export class SimulatedChainFaults extends ChainFaults {
  constructor(private readonly url: string) {
    super();
  }

  override async gasFor(tenantId: string, key: string): Promise<bigint | undefined> {
    const url = new URL(`/chain/tenants/${encodeURIComponent(tenantId)}/strikes`, this.url);
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ key }), signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`The simulators answered ${response.status}.`);
    return strikeSchema.parse(await response.json()).mode === 'revert' ? TOO_LITTLE_GAS : undefined;
  }
}
