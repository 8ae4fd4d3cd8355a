import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Provider } from '@sluice/providers';
import { z } from 'zod';
import { GatewayConfig } from '../../gateway.config.js';
import { SimulatorsFailed } from './simulators.http.js';

const TIMEOUT_MS = 5_000;

/** Between two blocks a chain stands still while clocks go on, so it is put that much ahead. */
const LEAD_SECONDS = 2;

/** What is needed of the file that names the chains to the services. */
const chainsFileSchema = z.record(z.string(), z.object({ rpcUrl: z.url({ protocol: /^https?$/ }) }));
const answerSchema = z.object({ result: z.unknown(), error: z.object({ message: z.string() }).optional() });
const blockSchema = z.object({ timestamp: z.string().regex(/^0x[0-9a-f]+$/i).transform(Number) });

/** The sandbox's own chains: development nodes whose time is moved on by `evm_increaseTime` and a block. It never goes back. */
@Injectable()
export class LocalChains {
  /** One at a time: two that measured the same distance would both go it. */
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly config: GatewayConfig) {}

  /** Sees to it that every chain's latest block is not before this time. @throws SimulatorsFailed */
  bringTo(time: Date): Promise<void> {
    const file = this.config.chainsFile;
    if (file === undefined) return Promise.resolve();
    const move = (): Promise<void> => moveAll(file, Math.ceil(time.getTime() / 1_000));
    const moved = this.last.then(move, move);
    this.last = moved;
    return moved;
  }
}

async function moveAll(file: string, timeSeconds: number): Promise<void> {
  try {
    const chains = chainsFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    await Promise.all(Object.values(chains).map(({ rpcUrl }) => moveOne(rpcUrl, timeSeconds)));
  } catch (error) {
    throw new SimulatorsFailed('The local chains cannot be moved on.', { cause: error });
  }
}

async function moveOne(rpcUrl: string, timeSeconds: number): Promise<void> {
  const { timestamp } = blockSchema.parse(await call(rpcUrl, 'eth_getBlockByNumber', ['latest', false]));
  if (timestamp >= timeSeconds) return;
  await call(rpcUrl, 'evm_increaseTime', [timeSeconds + LEAD_SECONDS - timestamp]);
  await call(rpcUrl, 'evm_mine', []);
}

const nodes = new Map<string, Provider>();

function nodeAt(url: string): Provider {
  const node = nodes.get(url) ?? new Provider({ name: 'local-chain', url, timeoutMs: TIMEOUT_MS });
  nodes.set(url, node);
  return node;
}

async function call(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = { jsonrpc: '2.0', id: 1, method, params };
  const { result, error } = await nodeAt(rpcUrl).call({ method: 'POST', path: '', body, answer: answerSchema });
  if (error) throw new Error(`${method} was refused: ${error.message}`);
  return result;
}
