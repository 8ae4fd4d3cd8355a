import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Chains, chainTransport, EvmConfig, usdcAbi, type ChainClient } from '@sluice/evm';
import { createTestClient, createWalletClient, encodeAbiParameters, encodeFunctionData, http, keccak256, maxUint256, numberToHex, type Address } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { yieldSourceOf, type Chain, type PositionKey } from '../wallets/sources.js';
import { positionAbi, usdcMintAbi, withRetries, type Call } from './position-contracts.http.js';

/** The account of the sandbox's phrase that may name minters. */
const MASTER_MINTER = 0;

const TIMEOUT_MS = 5_000;
const TRY_EVERY_MS = 30;

/** Sandbox only: mints test USDC on the sandbox's own chains. */
@Injectable()
export class SandboxMint {
  constructor(private readonly chains: Chains, private readonly config: EvmConfig) {}

  /** Naming a minter twice is the same as once, so it is simply done until the chain shows it, whoever else does it meanwhile. */
  async allow(name: Chain, minter: Address): Promise<void> {
    const chain = this.chainNamed(name);
    let cause: unknown;
    for (const deadline = Date.now() + TIMEOUT_MS; !(await this.mayMint(chain, minter)); await pause(TRY_EVERY_MS)) {
      if (Date.now() > deadline) throw new Error(`${minter} could not be made a minter on ${name}.`, { cause });
      await this.name(chain, minter).catch((error: unknown) => (cause = error));
    }
  }

  minting(name: Chain, to: Address, units: bigint): Call {
    return { to: this.chainNamed(name).usdc, data: encodeFunctionData({ abi: usdcMintAbi, functionName: 'mint', args: [to, units] }) };
  }

  /** Approved without an end, and so never again: deposits side by side would overwrite each other's exact amounts. */
  async approving(key: PositionKey, from: Address, units: bigint): Promise<Call | null> {
    const chain = this.chainNamed(yieldSourceOf(key)?.chain);
    const spender = this.contractOf(key);
    const approved = await withRetries(() => chain.client.readContract({ address: chain.usdc, abi: usdcAbi, functionName: 'allowance', args: [from, spender] }));
    return approved >= units ? null : { to: chain.usdc, data: encodeFunctionData({ abi: usdcAbi, functionName: 'approve', args: [spender, maxUint256] }) };
  }

  /** Puts USDC of the sender's into a position, for a wallet. */
  puttingIn(key: PositionKey, wallet: Address, units: bigint): Call {
    const functionName = key === 'usdz' ? 'mint' : 'deposit';
    return { to: this.contractOf(key), data: encodeFunctionData({ abi: positionAbi, functionName, args: [units, wallet] }) };
  }

  private mayMint({ client, usdc }: ChainClient, minter: Address): Promise<boolean> {
    return withRetries(() => client.readContract({ address: usdc, abi: usdcMintAbi, functionName: 'isMinter', args: [minter] }));
  }

  private async name({ client, usdc, settings }: ChainClient, minter: Address): Promise<void> {
    if (this.config.mnemonic === undefined) throw new RangeError('Only the sandbox mints.');
    const account = mnemonicToAccount(this.config.mnemonic, { addressIndex: MASTER_MINTER });
    const wallet = createWalletClient({ account, transport: chainTransport(settings.rpcUrl) });
    const hash = await wallet.writeContract({ chain: null, address: usdc, abi: usdcMintAbi, functionName: 'configureMinter', args: [minter, maxUint256] });
    await client.waitForTransactionReceipt({ hash, timeout: TIMEOUT_MS });
  }

  private chainNamed(name: Chain | undefined): ChainClient {
    if (name === undefined || !this.chains.has(name)) throw new RangeError(`The chain ${name ?? 'of nothing'} is not configured.`);
    return this.chains.of(name);
  }

  private contractOf(key: PositionKey): Address {
    const contract = this.chainNamed(yieldSourceOf(key)?.chain).settings.positions[key];
    if (contract === undefined) throw new RangeError(`The contract of ${key} is not configured.`);
    return contract;
  }
}

/** Where the sandbox's contract keeps its list of requests, after the five fields of ERC-20, and what one request takes up. */
const REQUESTS_SLOT = 5n;
const WORDS_PER_REQUEST = 4n;
const CLAIMABLE_AT_WORD = 2n;

/**
 * Sandbox: lets the window of one request be over now. Moving the chain's time instead would let the authorizations of
 * everyone else's payments on that chain expire. @throws when the contract is not laid out as this expects.
 */
export async function endWindow(chain: ChainClient, position: Address, requestId: bigint): Promise<void> {
  const now = await chain.headTime();
  const list = BigInt(keccak256(encodeAbiParameters([{ type: 'uint256' }], [REQUESTS_SLOT])));
  const index = numberToHex(list + requestId * WORDS_PER_REQUEST + CLAIMABLE_AT_WORD, { size: 32 });
  const node = createTestClient({ mode: 'anvil', transport: http(chain.settings.rpcUrl) });
  await node.setStorageAt({ address: position, index, value: numberToHex(now, { size: 32 }) });
  const [, , claimableAt] = await withRetries(() => chain.client.readContract({ address: position, abi: positionAbi, functionName: 'requests', args: [requestId] }));
  if (claimableAt !== now) throw new Error(`The window of request ${requestId} at ${position} cannot be ended.`);
}
