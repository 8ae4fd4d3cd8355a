import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../infra/setup-error.ts';
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
    const dumpTo = dumpOf(stateFolder, chain.name);
    if (fresh) await rm(dumpTo, { force: true });
    const { stateFile, positions } = prepared[chain.name] ?? { stateFile: dumpTo, positions: {} };
    const node = await startNode({ stateFolder, chain, loadFrom: existsSync(dumpTo) ? dumpTo : stateFile, dumpTo });
    return [chain.name, { ...node, usdc: chain.usdc, positions }] as const;
  }));
  return Object.fromEntries(started);
}

const dumpOf = (stateFolder: string, name: string): string => join(stateFolder, `${name}.state.json`);

/** Ends one chain, which writes its state first. */
export async function stopChain(stateFolder: string, name: string): Promise<void> {
  const process = (await readState(stateFolder)).processes[name];
  if (process !== undefined) await end(process);
}

/** Starts one chain that was stopped, from where it was. */
export async function startChain(stateFolder: string, name: string): Promise<{ readonly pid: number }> {
  const chain = sandboxChains.find((known) => known.name === name);
  if (chain === undefined) throw new SetupError(`There is no chain ${name}.`);
  const dumpTo = dumpOf(stateFolder, name);
  return startNode({ stateFolder, chain, loadFrom: dumpTo, dumpTo });
}

/** Ends every chain that was started from this folder; each writes its state first. */
export async function stopChains(stateFolder: string): Promise<void> {
  const { processes } = await readState(stateFolder);
  await Promise.all(Object.values(processes).map((process) => end(process)));
  if (Object.keys(processes).length > 0) await changeState(stateFolder, (state) => (state.processes = {}));
}
