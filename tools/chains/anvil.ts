import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../infra/setup-error.ts';
import { waitUntilAnswers } from '../infra/system/wait-until.ts';
import { checkPortIsFree, portFor } from '../infra/state/ports.ts';
import { launchRemembered } from '../infra/state/processes.ts';
import { root } from '../workspace.ts';
import type { SandboxChain } from './chains.ts';

export interface NodeRun {
  readonly stateFolder: string;
  readonly chain: SandboxChain;
  /** What the chain begins with; absent: nothing. */
  readonly loadFrom?: string;
  /** Where its state is written when it ends. */
  readonly dumpTo: string;
}

const STARTS_WITHIN_MS = 20_000;

/** The node's own binary: the package's command is a wrapper, whose death would leave the node behind. */
export function anvilBinary(): string {
  const machine = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = join(root, `node_modules/@foundry-rs/anvil-${process.platform}-${machine}/bin/anvil`);
  if (!existsSync(file)) throw new SetupError(`The local chains have no program for ${process.platform} on ${process.arch}: ${file} is missing.`);
  return file;
}

/**
 * How every node of ours runs. No state is kept but the latest: with a number of states to keep, however small, a node grows by some
 * 40 MB a minute while blocks hold transactions. A read of the latest block can therefore miss it.
 */
export const nodeArguments = ({ id }: SandboxChain, { port, host }: { readonly port: number; readonly host: string }): string[] =>
  ['--chain-id', String(id), '--port', String(port), '--host', host, '--silent', '--mixed-mining', '--block-time', '1', '--prune-history'];

/** Starts one chain and waits until it answers. */
export async function startNode({ stateFolder, chain, loadFrom, dumpTo }: NodeRun): Promise<{ rpcUrl: string; pid: number }> {
  const port = await portFor(stateFolder, chain.name);
  await checkPortIsFree(port, `the ${chain.name} chain`);
  const logFile = join(stateFolder, `${chain.name}.log`);
  const args = [...nodeArguments(chain, { port, host: '127.0.0.1' }), '--dump-state', dumpTo, ...(loadFrom === undefined ? [] : ['--load-state', loadFrom])];
  const launched = await launchRemembered(stateFolder, { name: chain.name, command: anvilBinary(), args, env: { HOME: stateFolder }, cwd: stateFolder, logFile });
  const rpcUrl = `http://127.0.0.1:${port}`;
  await waitUntilAnswers({ name: `The ${chain.name} chain`, launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => answers(rpcUrl, chain) });
  return { rpcUrl, pid: launched.pid };
}

async function answers(rpcUrl: string, chain: SandboxChain): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
  const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => null);
  const reply = response?.ok ? ((await response.json()) as { result?: string }) : {};
  return Number(reply.result) === chain.id;
}
