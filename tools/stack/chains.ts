import { messageTransmitter, sandboxChains, tokenMessenger, type SandboxChain } from '../chains/chains.ts';
import { startChains, type RunningChain } from '../chains/start-chains.ts';
import type { StackOptions, StackPlace } from './place.ts';
import { writePrivate } from './private-file.ts';

export type Chains = Readonly<Record<string, RunningChain>>;

/** Local nodes make a block a second and never lose one, so little depth is enough here. */
const sandboxDepths = { confirmations: 1, finalDepth: 5, pollMs: 200 };

/** A chain as the services read it. */
function entryOf({ name, id, cctpDomain }: SandboxChain, chains: Chains): [string, object][] {
  const running = chains[name];
  if (running === undefined) return [];
  const { rpcUrl, usdc, positions } = running;
  const bridge = cctpDomain === null ? {} : { tokenMessenger, messageTransmitter };
  return [[name, { id, rpcUrl, usdc, positions, cctpDomain, ...bridge, ...sandboxDepths }]];
}

/** Starts the local chains and writes the file that tells the services of them. Where there is no program for them, there are no chains. */
export async function startStackChains(place: StackPlace, { fresh, progress, signal }: StackOptions): Promise<Chains> {
  signal.throwIfAborted();
  const hasProgram = process.platform === 'linux' && process.arch === 'x64';
  progress(hasProgram ? 'Starting the local chains.' : 'There are no local chains: their program is for 64-bit Linux.');
  const chains = hasProgram ? await startChains({ stateFolder: place.chainsFolder, fresh }) : {};
  await writePrivate(place.chainsFile, Object.fromEntries(sandboxChains.flatMap((chain) => entryOf(chain, chains))));
  return chains;
}
