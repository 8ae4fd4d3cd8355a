import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { end } from '../infra/state/processes.ts';
import { changeState, readState } from '../infra/state/state-file.ts';
import { startNode } from './anvil.ts';
import { sandboxChains, type PositionKey } from './chains.ts';
import { preparedChains } from './prepared-chains.ts';

export interface RunningChain {
  readonly rpcUrl: string;
  readonly usdc: string;
  readonly positions: Partial<Record<PositionKey, string>>;
  readonly pid: number;
}

export interface ChainsOptions {
  /** Where state, ports and logs live. */
  readonly stateFolder: string;
  /** True: what happened on the chains before is forgotten. */
  readonly fresh: boolean;
}

/** Starts every chain of the sandbox from its prepared state, or from where an earlier stop left it. */
export async function startChains({ stateFolder, fresh }: ChainsOptions): Promise<Record<string, RunningChain>> {
  await stopChains(stateFolder);
  const prepared = await preparedChains();
  await mkdir(stateFolder, { recursive: true });
  const started = await Promise.all(sandboxChains.map(async (chain) => {
    const dumpTo = join(stateFolder, `${chain.name}.state.json`);
    if (fresh) await rm(dumpTo, { force: true });
    const { stateFile, positions } = prepared[chain.name] ?? { stateFile: dumpTo, positions: {} };
    const node = await startNode({ stateFolder, chain, loadFrom: existsSync(dumpTo) ? dumpTo : stateFile, dumpTo });
    return [chain.name, { ...node, usdc: chain.usdc, positions }] as const;
  }));
  return Object.fromEntries(started);
}

/** Ends every chain that was started from this folder; each writes its state first. */
export async function stopChains(stateFolder: string): Promise<void> {
  const { processes } = await readState(stateFolder);
  await Promise.all(Object.values(processes).map((process) => end(process)));
  if (Object.keys(processes).length > 0) await changeState(stateFolder, (state) => (state.processes = {}));
}
