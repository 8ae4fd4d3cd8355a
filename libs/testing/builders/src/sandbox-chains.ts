import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface RunningChain {
  readonly rpcUrl: string;
  readonly usdc: string;
  readonly positions: Record<string, string>;
}

/** One chain as a service's chains file describes it. */
export interface SandboxChainEntry extends RunningChain {
  readonly id: number;
  readonly cctpDomain: number | null;
  readonly tokenMessenger?: string;
  readonly messageTransmitter?: string;
  readonly confirmations: number;
  readonly finalDepth: number;
  readonly pollMs: number;
  readonly scanMs: number;
}

export interface SandboxChains {
  /** The phrase that owns the chains' roles, relayers and wallets. */
  readonly mnemonic: string;
  /** What the file named by SLUICE_CHAINS_FILE would hold. */
  readonly chains: Readonly<Record<string, SandboxChainEntry>>;
  /** One JSON-RPC call to a chain's node. @throws Error with what the node says. */
  rpc(chain: string, method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Ends the nodes and forgets the chains. */
  stop(): Promise<void>;
}

interface ChainTools {
  readonly startChains: (options: { stateFolder: string; fresh: boolean }) => Promise<Record<string, RunningChain>>;
  readonly stopChains: (stateFolder: string) => Promise<void>;
}

interface ChainFacts {
  readonly sandboxMnemonic: string;
  readonly sandboxChains: readonly { readonly name: string; readonly id: number; readonly cctpDomain: number | null }[];
  readonly tokenMessenger: string;
  readonly messageTransmitter: string;
}

const toolsFolder = new URL('../../../../tools/chains/', import.meta.url);

/** Found by place: tests of a service start the chains, while nothing of the tools is part of what a service is built from. */
const load = async <T>(file: string): Promise<T> => (await import(new URL(file, toolsFolder).href)) as T;

/** Starts chains of their own for one test file, with every contract in its place; about two seconds. */
export async function startSandboxChains(): Promise<SandboxChains> {
  const [{ startChains, stopChains }, facts] = await Promise.all([load<ChainTools>('start-chains.ts'), load<ChainFacts>('chains.ts')]);
  const stateFolder = await mkdtemp(join(tmpdir(), 'sluice-chains-'));
  const running = await startChains({ stateFolder, fresh: true });
  const chains = Object.fromEntries(facts.sandboxChains.map((chain) => [chain.name, entryOf(chain, running[chain.name], facts)]));
  return {
    mnemonic: facts.sandboxMnemonic,
    chains,
    rpc: (chain, method, params = []) => call(chains[chain]?.rpcUrl ?? chain, method, params),
    stop: async () => {
      await stopChains(stateFolder);
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

function entryOf({ name, id, cctpDomain }: ChainFacts['sandboxChains'][number], running: RunningChain | undefined, facts: ChainFacts): SandboxChainEntry {
  if (running === undefined) throw new Error(`The chain ${name} did not start.`);
  const { rpcUrl, usdc, positions } = running;
  const bridge = cctpDomain === null ? {} : { tokenMessenger: facts.tokenMessenger, messageTransmitter: facts.messageTransmitter };
  return { id, rpcUrl, usdc, positions, cctpDomain, ...bridge, confirmations: 1, finalDepth: 5, pollMs: 200, scanMs: 500 };
}

async function call(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) });
  const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}
