import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { end } from '../infra/state/processes.ts';
import { readState } from '../infra/state/state-file.ts';
import { root } from '../workspace.ts';
import { startNode } from './anvil.ts';
import { sandboxChains, type PositionKey, type SandboxChain } from './chains.ts';
import { plant } from './plant.ts';

export interface PreparedChain {
  readonly stateFile: string;
  readonly positions: Partial<Record<PositionKey, string>>;
}

/** State files with every contract in its place: made once for these contracts, kept beside the stack's state. */
export async function preparedChains(): Promise<Record<string, PreparedChain>> {
  const folder = join(root, '.local/chains', await keyOfContracts());
  const known = await readPrepared(folder);
  return known ?? prepare(folder);
}

/** Changes when an artifact, the list of chains or the way of planting changes. */
async function keyOfContracts(): Promise<string> {
  const artifacts = (await readdir(join(import.meta.dirname, 'artifacts'))).map((name) => join('artifacts', name));
  const texts = await Promise.all([...artifacts.sort(), 'chains.ts', 'plant.ts'].map((name) => readFile(join(import.meta.dirname, name))));
  return texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex').slice(0, 16);
}

async function readPrepared(folder: string): Promise<Record<string, PreparedChain> | null> {
  const text = await readFile(join(folder, 'positions.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const positions = JSON.parse(text) as Record<string, PreparedChain['positions']>;
  return Object.fromEntries(sandboxChains.map(({ name }) => [name, { stateFile: join(folder, `${name}.json`), positions: positions[name] ?? {} }]));
}

/** Built aside and moved into place whole, so that an interruption leaves nothing half made. */
async function prepare(folder: string): Promise<Record<string, PreparedChain>> {
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(join(dirname(folder), 'new-'));
  const positions = Object.fromEntries(await Promise.all(sandboxChains.map(async (chain) => [chain.name, await prepareOne(aside, chain)] as const)));
  await writeFile(join(aside, 'positions.json'), JSON.stringify(positions));
  await rename(aside, folder).catch(async () => {
    // Another start was faster; its states are as good as ours.
    await rm(aside, { recursive: true, force: true });
  });
  const prepared = await readPrepared(folder);
  if (prepared === null) throw new Error(`The chains could not be prepared in ${folder}.`);
  return prepared;
}

async function prepareOne(folder: string, chain: SandboxChain): Promise<PreparedChain['positions']> {
  const stateFolder = join(folder, `node-${chain.name}`);
  await mkdir(stateFolder);
  const { rpcUrl } = await startNode({ stateFolder, chain, dumpTo: join(folder, `${chain.name}.json`) });
  const stop = async () => Promise.all(Object.values((await readState(stateFolder)).processes).map((process) => end(process)));
  const positions = await plant(rpcUrl, chain).finally(stop);
  await rm(stateFolder, { recursive: true });
  return positions;
}
