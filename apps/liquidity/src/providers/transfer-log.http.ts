import { Injectable } from '@nestjs/common';
import { Chains, usdcAbi, type ChainClient, type ChainName } from '@sluice/evm';
import { BlockNotFoundError, TransactionReceiptNotFoundError, type Hex } from 'viem';
import type { LoggedTransfer } from '../wallet-deposits/wallet-deposit.js';
import type { Chain } from '../wallets/sources.js';
import { sum } from '../wallets/wallet.js';
import { Solana } from './solana.http.js';

/** The block at a height, and the one that it follows. */
export interface Block {
  readonly hash: string;
  readonly parentHash: string;
}

const SOLANA_SCAN_MS = 3_000;

const event = usdcAbi.find((item) => item.type === 'event' && item.name === 'Transfer') as Extract<(typeof usdcAbi)[number], { name: 'Transfer' }>;

/** USDC's logs over JSON-RPC, and Solana's list over HTTP, where a transfer is a block by itself. */
@Injectable()
export class TransferLog {
  constructor(private readonly configured: Chains, private readonly solana: Solana) {}

  chains(): Chain[] {
    return [...this.configured.names(), ...(this.solana.isThere ? ['solana' as const] : [])];
  }

  scanMs(chain: Chain): number {
    return chain === 'solana' ? SOLANA_SCAN_MS : this.on(chain).settings.scanMs;
  }

  /** The highest block that no reorganisation should reach; below zero while there is none. */
  async finalBlock(chain: Chain): Promise<number> {
    if (chain === 'solana') return this.solana.height();
    const { client, settings } = this.on(chain);
    return Number(await client.getBlockNumber({ cacheTime: 0 })) - settings.finalDepth + 1;
  }

  /** Null: there is no such block, or it is not remembered. */
  async block(chain: Chain, block: number): Promise<Block | null> {
    if (chain === 'solana') return block <= (await this.solana.height()) ? { hash: `${block}`, parentHash: `${block - 1}` } : null;
    try {
      const { hash, parentHash } = await this.on(chain).client.getBlock({ blockNumber: BigInt(block) });
      return { hash, parentHash };
    } catch (error) {
      if (error instanceof BlockNotFoundError) return null;
      throw error;
    }
  }

  /** Every transfer in these blocks, both included. @throws also when that is more than a node will list at once. */
  async transfers(chain: Chain, fromBlock: number, toBlock: number): Promise<LoggedTransfer[]> {
    if (chain === 'solana') return this.solana.transfers(fromBlock, toBlock);
    return logged(this.on(chain), { fromBlock: BigInt(fromBlock), toBlock: BigInt(toBlock) });
  }

  /** Of those to these addresses in blocks that are not final yet: the sum for each, by address in lower case. */
  async coming(chain: Chain, addresses: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    if (chain === 'solana' || addresses.length === 0) return new Map();
    const found = await logged(this.on(chain), { to: addresses as Hex[], fromBlock: BigInt(Math.max((await this.finalBlock(chain)) + 1, 0)), toBlock: 'latest' });
    return new Map(addresses.map((address) => [address.toLowerCase(), sum(found.filter(({ to }) => to.toLowerCase() === address.toLowerCase()).map(({ units }) => units))]));
  }

  /** The position of a log in its transaction. @throws when the transaction is not there. */
  async positionOf(chain: Chain, { hash, logIndex }: Pick<LoggedTransfer, 'hash' | 'logIndex'>): Promise<number> {
    if (chain === 'solana') return 0;
    const { logs } = await this.on(chain).client.getTransactionReceipt({ hash: hash as Hex });
    const position = logs.findIndex((log) => log.logIndex === logIndex);
    if (position < 0) throw new Error(`${hash} on ${chain} has no log ${logIndex}.`);
    return position;
  }

  /** The block that the transaction is in now; null: in none. */
  async blockOf(chain: Chain, hash: string): Promise<number | null> {
    if (chain === 'solana') return (await this.solana.transfers(1, await this.solana.height())).find((transfer) => transfer.hash === hash)?.block ?? null;
    try {
      const { blockNumber, status } = await this.on(chain).client.getTransactionReceipt({ hash: hash as Hex });
      return status === 'success' ? Number(blockNumber) : null;
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return null;
      throw error;
    }
  }

  private on(chain: Chain): ChainClient {
    return this.configured.of(chain as ChainName);
  }
}

interface Where {
  readonly to?: readonly Hex[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint | 'latest';
}

async function logged({ client, usdc }: ChainClient, { to, fromBlock, toBlock }: Where): Promise<LoggedTransfer[]> {
  const logs = await client.getLogs({ address: usdc, event, args: to === undefined ? {} : { to: [...to] }, fromBlock, toBlock, strict: true });
  return logs.map(({ transactionHash, blockNumber, logIndex, args }) => ({ hash: transactionHash, block: Number(blockNumber), logIndex, to: args.to, units: args.value }));
}
