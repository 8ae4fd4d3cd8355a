import { Injectable } from '@nestjs/common';
import { Chains, type ChainClient } from '@sluice/evm';
import { ServiceConfig } from '@sluice/service-host';
import { encodeFunctionData, parseEventLogs, type Address, type Hex } from 'viem';
import { isWindowed, yieldSourceOf, type PositionKey } from '../wallets/sources.js';
import { positionAbi, withRetries, type Call } from './position-contracts.http.js';
import { endWindow } from './sandbox-chains.http.js';

/** What shares of a position would pay out, in USDC units. Never less for more shares. */
export type PreviewRedeem = (shares: bigint) => Promise<bigint>;

/**
 * The fewest shares that pay out at least what is needed, by the position's own preview: shares times a price would come a
 * micro-unit short wherever the position rounds. Null when all of the shares pay out less.
 */
export async function sharesFor(needed: bigint, held: bigint, previewRedeem: PreviewRedeem): Promise<bigint | null> {
  if ((await previewRedeem(held)) < needed) return null;
  let enough = held;
  let short = 0n;
  while (enough - short > 1n) {
    const middle = (enough + short) / 2n;
    if ((await previewRedeem(middle)) >= needed) enough = middle;
    else short = middle;
  }
  return enough;
}

/** How value gets into and out of the yield positions: calls of their contracts over JSON-RPC. */
@Injectable()
export class Positions {
  constructor(private readonly chains: Chains, private readonly config: ServiceConfig) {}

  /**
   * Takes USDC units out of a position: converted or withdrawn at once, or requested where there is a redemption window. What comes
   * out is never less than the units; sized by the position's own previews. Null when it holds less.
   */
  async takingOut(key: PositionKey, owner: Address, units: bigint): Promise<Call | null> {
    if (isWindowed(key)) return this.requesting(key, owner, units);
    if (key === 'usdz') return this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'convert', args: [units, owner] }));
    // A vault's `withdraw` pays out exactly this much and takes as many shares as its previewWithdraw says.
    return this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'withdraw', args: [units, owner, owner] }));
  }

  /** Fetches a requested redemption once its window is over. */
  fetching(key: PositionKey, owner: Address, requestId: string): Call {
    return this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'claim', args: [BigInt(requestId), owner] }));
  }

  /** The number under which a position keeps the request that this transaction made. */
  async requestMadeIn(key: PositionKey, transactionHash: Hex): Promise<string> {
    const { logs } = await this.chain(key).client.getTransactionReceipt({ hash: transactionHash });
    const [made] = parseEventLogs({ abi: positionAbi, eventName: 'RedeemRequested', logs });
    if (made === undefined) throw new Error(`${transactionHash} has requested nothing of ${key}.`);
    return made.args.requestId.toString();
  }

  /**
   * Whether the position would pay a request out now. In the sandbox its window is ended here if the tenant's own time has
   * passed it: the chain's time is everyone's.
   */
  async isReady(key: PositionKey, requestId: string): Promise<boolean> {
    const chain = this.chain(key);
    const contract = { address: this.addressOf(key), abi: positionAbi } as const;
    const [, , claimableAt] = await withRetries(() => chain.client.readContract({ ...contract, functionName: 'requests', args: [BigInt(requestId)] }));
    if (claimableAt <= (await chain.headTime())) return true;
    if (this.config.sandbox) await endWindow(chain, contract.address, BigInt(requestId));
    return this.config.sandbox;
  }

  chainOf(key: PositionKey): ChainClient['name'] {
    const name = yieldSourceOf(key)?.chain;
    if (name === undefined || !this.chains.has(name)) throw new RangeError(`The chain of ${key} is not configured.`);
    return name;
  }

  private async requesting(key: PositionKey, owner: Address, units: bigint): Promise<Call | null> {
    const read = { address: this.addressOf(key), abi: positionAbi } as const;
    const { client } = this.chain(key);
    const held = await withRetries(() => client.readContract({ ...read, functionName: 'balanceOf', args: [owner] }));
    const shares = await sharesFor(units, held, (some) => withRetries(() => client.readContract({ ...read, functionName: 'previewRedeem', args: [some] })));
    return shares === null ? null : this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'requestRedeem', args: [shares] }));
  }

  private call(key: PositionKey, data: Hex): Call {
    return { to: this.addressOf(key), data };
  }

  private chain(key: PositionKey): ChainClient {
    return this.chains.of(this.chainOf(key));
  }

  private addressOf(key: PositionKey): Address {
    const address = this.chain(key).settings.positions[key];
    if (address === undefined) throw new RangeError(`The contract of ${key} is not configured.`);
    return address;
  }
}
