import { Injectable } from '@nestjs/common';
import { Chains, Transactions, usdcAbi, type ChainClient, type ChainName } from '@sluice/evm';
import { TransactionReceiptNotFoundError, type Address, type Hex } from 'viem';
import type { OnChainPositions, OnChainWallet } from '../wallets/holdings.js';
import { yieldSources, type Chain, type PositionKey } from '../wallets/sources.js';
import type { Allocation } from '../wallets/wallet.js';
import { ChainBalances, type WalletOnChain } from './chain-balances.js';
import { positionAbi, withRetries } from './position-contracts.http.js';
import { Solana, type SolanaAccount } from './solana.http.js';

/** Reads that may coincide with a transaction before the read fails and is left to a later try. */
const MOST_READS = 5;

/** Wallets that one call reads. */
const WALLETS_PER_CALL = 50;

/** Balances over JSON-RPC: one call for each chain, which shows everything there as of one block. */
@Injectable()
export class HttpChainBalances extends ChainBalances {
  constructor(private readonly chains: Chains, private readonly transactions: Transactions, private readonly solana: Solana) {
    super();
  }

  override balancesOf(wallets: readonly WalletOnChain[]): Promise<OnChainWallet[]> {
    return this.readAll(wallets, this.chains.names(), (some) => this.readSolana(some));
  }

  override readPositions(wallets: readonly WalletOnChain[]): Promise<OnChainPositions[]> {
    return this.readAll(wallets, this.chains.names().filter((name) => yieldSources.some(({ chain }) => chain === name)), () => Promise.resolve([]));
  }

  private async readAll(wallets: readonly WalletOnChain[], names: readonly ChainName[], solana: (some: readonly WalletOnChain[]) => Promise<ChainPart[]>): Promise<OnChainWallet[]> {
    const parts = [];
    for (let at = 0; at < wallets.length; at += WALLETS_PER_CALL) {
      const some = wallets.slice(at, at + WALLETS_PER_CALL);
      parts.push(await this.readSome(some, () => Promise.all([...names.map((name) => withRetries(() => this.readChain(name, some))), solana(some)])));
    }
    return parts.flat();
  }

  /** Receipts are read before and after the balances: when nothing was mined in between, they belong together. */
  private async readSome(wallets: readonly WalletOnChain[], look: () => Promise<ChainPart[][]>): Promise<OnChainWallet[]> {
    const allocations = wallets.flatMap((wallet) => wallet.allocations);
    let before = await this.doneTransactions(allocations);
    for (let looks = 0; looks < MOST_READS; looks += 1) {
      const seen = await look();
      const after = await this.doneTransactions(allocations);
      if (after.size === before.size) return wallets.map((_, index) => onChainWalletOf(seen.map((chain) => chain[index]), before));
      before = after;
    }
    throw new Error('Balances changed during every read of them.');
  }

  private async doneTransactions(allocations: readonly Allocation[]): Promise<ReadonlySet<string>> {
    const keys = allocations.flatMap(({ moving, chain }) => (moving && this.chains.has(chain) ? [{ key: moving.transaction, chain: this.chains.of(chain) }] : []));
    const done = await Promise.all(keys.map(async ({ key, chain }) => ((await this.isDone(key, chain)) ? [key] : [])));
    return new Set(done.flat());
  }

  private async isDone(key: string, { client }: ChainClient): Promise<boolean> {
    const hashes = (await this.transactions.find(key))?.hashes ?? [];
    const receipts = await Promise.all(hashes.map((hash) => client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return null;
      throw error;
    })));
    return receipts.some((receipt) => receipt?.status === 'success');
  }

  private async readSolana(wallets: readonly WalletOnChain[]): Promise<ChainPart[]> {
    if (!this.solana.isThere) return [];
    const accounts = await withRetries(() => this.solana.accounts(wallets.map(({ address }) => address)));
    return wallets.flatMap((wallet, index) => accounts.slice(index, index + 1).map((account) => partOnSolana(wallet, account)));
  }

  private async readChain(name: ChainName, wallets: readonly WalletOnChain[]): Promise<ChainPart[]> {
    const chain = this.chains.of(name);
    const questions = wallets.map((wallet) => callsFor(chain, wallet));
    const answers = (await chain.client.multicall({ deployless: true, allowFailure: false, contracts: questions.flatMap(({ calls }) => calls) as never })) as unknown[];
    let at = 0;
    const parts = questions.map(({ calls, read }) => read(answers.slice(at, (at += calls.length))));
    return Promise.all(parts.map((part) => priced(chain, part)));
  }
}

/** What one chain shows of one wallet. */
interface ChainPart {
  readonly chain: Chain;
  readonly cash: bigint;
  readonly shares: ReadonlyMap<PositionKey, bigint>;
  readonly values: ReadonlyMap<PositionKey, bigint>;
  readonly left: readonly string[];
  readonly paid: readonly string[];
}

function callsFor({ name, usdc, settings }: ChainClient, { address, allocations }: WalletOnChain) {
  const positions = yieldSources.flatMap(({ positionKey, chain }) => {
    const contract = chain === name ? settings.positions[positionKey] : undefined;
    return contract === undefined ? [] : [{ key: positionKey, contract }];
  });
  const over = allocations.flatMap(({ id, chain, handedOver }) => (handedOver ? [{ id, chain, ...handedOver }] : []));
  const leaving = over.filter(({ chain, destinationChain }) => chain === name && destinationChain !== name);
  const paying = over.filter(({ destinationChain }) => destinationChain === name)
    .flatMap(({ id, paymentNonce, earlierNonces = [] }) => [paymentNonce, ...earlierNonces].map((nonce) => ({ id, nonce })));
  const balance = (contract: Address) => ({ address: contract, abi: usdcAbi, functionName: 'balanceOf', args: [address] });
  const isUsed = (nonce: Hex) => ({ address: usdc, abi: usdcAbi, functionName: 'authorizationState', args: [address, nonce] });
  const pulled = leaving.flatMap(({ id, pullNonces }) => pullNonces.map((nonce) => ({ id, nonce })));
  const calls = [balance(usdc), ...positions.map(({ contract }) => balance(contract)), ...pulled.map(({ nonce }) => isUsed(nonce)), ...paying.map(({ nonce }) => isUsed(nonce))];
  const read = ([cash, ...rest]: readonly unknown[]): ChainPart => {
    const used = rest.slice(positions.length) as boolean[];
    return {
      chain: name, cash: cash as bigint, values: new Map(),
      shares: new Map(positions.map(({ key }, index) => [key, rest[index] as bigint])),
      left: pulled.filter((_, index) => used[index]).map(({ id }) => id),
      paid: paying.filter((_, index) => used[pulled.length + index]).map(({ id }) => id),
    };
  };
  return { calls, read };
}

const partOnSolana = ({ allocations }: WalletOnChain, { units, burned }: SolanaAccount): ChainPart => ({
  chain: 'solana', cash: units, shares: new Map(), values: new Map(), paid: [],
  left: allocations.filter(({ chain, handedOver }) => chain === 'solana' && handedOver?.pullNonces.some((nonce) => burned.has(nonce))).map(({ id }) => id),
});

/** What the shares would pay out, read only where there are some. A converted dollar is worth a dollar. */
async function priced({ client, settings }: ChainClient, part: ChainPart): Promise<ChainPart> {
  const values = await Promise.all([...part.shares].map(async ([key, shares]): Promise<[PositionKey, bigint]> => {
    const contract = settings.positions[key];
    if (shares === 0n || key === 'usdz' || contract === undefined) return [key, shares];
    return [key, await client.readContract({ address: contract, abi: positionAbi, functionName: 'previewRedeem', args: [shares] })];
  }));
  return { ...part, values: new Map(values) };
}

function onChainWalletOf(parts: readonly (ChainPart | undefined)[], doneTransactions: ReadonlySet<string>): OnChainWallet {
  const known = parts.filter((part) => part !== undefined);
  return {
    cash: new Map(known.map(({ chain, cash }) => [chain, cash])),
    positions: new Map(known.flatMap(({ shares, values }) => [...shares].map(([key, held]) => [key, { shares: held, value: values.get(key) ?? 0n }] as const))),
    doneTransactions,
    leftAllocations: new Set(known.flatMap(({ left }) => left)),
    paidAllocations: new Set(known.flatMap(({ paid }) => paid)),
  };
}
