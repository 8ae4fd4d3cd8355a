import { Provider } from '@sluice/providers';
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
  private readonly simulators: Provider;

  constructor(url: string) {
    super();
    this.simulators = new Provider({ name: 'simulators', url, timeoutMs: TIMEOUT_MS });
  }

  override async gasFor(tenantId: string, key: string): Promise<bigint | undefined> {
    const path = `/chain/tenants/${encodeURIComponent(tenantId)}/strikes`;
    const { mode } = await this.simulators.call({ method: 'POST', path, body: { key }, answer: strikeSchema });
    return mode === 'revert' ? TOO_LITTLE_GAS : undefined;
  }
}
