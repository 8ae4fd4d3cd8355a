import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Chains, chainTransport, EvmConfig, usdcAbi, type ChainClient } from '@sluice/evm';
import { createWalletClient, encodeFunctionData, maxUint256, type Address } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { yieldSourceOf, type Chain, type PositionKey } from '../planner/yield-sources.js';
import type { Call } from '../ports/positions.js';
import { SandboxMint } from '../ports/sandbox-mint.js';
import { withRetries } from './asked-again.js';
import { positionAbi, usdcMintAbi } from './position.abi.js';

/** The account of the sandbox's phrase that may name minters. */
const MASTER_MINTER = 0;

const TIMEOUT_MS = 5_000;
const TRY_EVERY_MS = 30;

/** Mints on the sandbox's own chains. */
@Injectable()
export class ViemSandboxMint extends SandboxMint {
  constructor(private readonly chains: Chains, private readonly config: EvmConfig) {
    super();
  }

  /** Naming a minter twice is the same as once, so it is simply done until the chain shows it, whoever else does it meanwhile. */
  override async allow(name: Chain, minter: Address): Promise<void> {
    const chain = this.chainNamed(name);
    let cause: unknown;
    for (const deadline = Date.now() + TIMEOUT_MS; !(await this.mayMint(chain, minter)); await pause(TRY_EVERY_MS)) {
      if (Date.now() > deadline) throw new Error(`${minter} could not be made a minter on ${name}.`, { cause });
      await this.name(chain, minter).catch((error: unknown) => (cause = error));
    }
  }

  override minting(name: Chain, to: Address, units: bigint): Call {
    return { to: this.chainNamed(name).usdc, data: encodeFunctionData({ abi: usdcMintAbi, functionName: 'mint', args: [to, units] }) };
  }

  /** Approved without an end, and so never again: deposits side by side would overwrite each other's exact amounts. */
  override async approving(key: PositionKey, from: Address, units: bigint): Promise<Call | null> {
    const chain = this.chainNamed(yieldSourceOf(key)?.chain);
    const spender = this.contractOf(key);
    const approved = await withRetries(() => chain.client.readContract({ address: chain.usdc, abi: usdcAbi, functionName: 'allowance', args: [from, spender] }));
    return approved >= units ? null : { to: chain.usdc, data: encodeFunctionData({ abi: usdcAbi, functionName: 'approve', args: [spender, maxUint256] }) };
  }

  override puttingIn(key: PositionKey, wallet: Address, units: bigint): Call {
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
