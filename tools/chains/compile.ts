/**
 * Compiles the sandbox's contracts into `artifacts/`: `node tools/chains/compile.ts`, or `--check` to fail when they are stale.
 * The compiler is solc in WebAssembly, so the result is the same on every machine.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface Output {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Record<string, Record<string, { readonly abi: unknown; readonly evm: { readonly bytecode: { readonly object: string } } }>>;
}
interface Compiler {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

const contractsFolder = new URL('./contracts/', import.meta.url);
const artifactsFolder = new URL('./artifacts/', import.meta.url);

/** Contracts that are planted or deployed; what they inherit has no artifact of its own. */
const wanted = ['TestUsdc', 'TokenMessenger', 'MessageTransmitter', 'SyrupVault', 'Usdz', 'WindowedPosition'];

function importing(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(path.startsWith('@') ? require.resolve(path) : new URL(path, contractsFolder), 'utf8') };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Artifact texts by contract name. */
export function compiled(): Map<string, string> {
  const names = readdirSync(contractsFolder).filter((name) => name.endsWith('.sol'));
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(names.map((name) => [name, { content: readFileSync(new URL(name, contractsFolder), 'utf8') }])),
    settings: {
      optimizer: { enabled: true, runs: 200 }, evmVersion: 'cancun', metadata: { bytecodeHash: 'none' },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const solc = require('solc') as Compiler;
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: importing })) as Output;
  const failures = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (failures.length > 0) throw new Error(failures.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const contracts = Object.values(output.contracts).flatMap((inFile) => Object.entries(inFile));
  return new Map(contracts.filter(([name]) => wanted.includes(name)).map(([name, { abi, evm }]) => [
    name, `${JSON.stringify({ abi, bytecode: `0x${evm.bytecode.object}` }, null, 1)}\n`,
  ]));
}

function main(check: boolean): void {
  const artifacts = compiled();
  const stale = [...artifacts].filter(([name, text]) => read(name) !== text).map(([name]) => name);
  if (check && stale.length > 0) throw new Error(`Compile the contracts again (node tools/chains/compile.ts): ${stale.join(', ')} changed.`);
  mkdirSync(artifactsFolder, { recursive: true });
  for (const name of check ? [] : stale) writeFileSync(new URL(`${name}.json`, artifactsFolder), artifacts.get(name) ?? '');
}

function read(name: string): string | null {
  const file = new URL(`${name}.json`, artifactsFolder);
  return readdirSync(new URL('.', import.meta.url)).includes('artifacts') && readdirSync(artifactsFolder).includes(`${name}.json`) ? readFileSync(file, 'utf8') : null;
}

if (import.meta.main) main(process.argv.includes('--check'));
