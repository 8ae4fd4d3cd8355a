import { Injectable } from '@nestjs/common';
import { Chains, type ChainClient } from '@sluice/evm';
import { ServiceConfig } from '@sluice/service-host';
import { encodeFunctionData, parseEventLogs, type Address, type Hex } from 'viem';
import { isWindowed, yieldSourceOf, type PositionKey } from '../planner/yield-sources.js';
import { Positions, type Call } from '../ports/positions.js';
import { sharesFor } from '../sourcing/redemption-size.js';
import { withRetries } from './asked-again.js';
import { positionAbi } from './position.abi.js';
import { endWindow } from './sandbox-window.js';

/** The contracts of the positions, over JSON-RPC. */
@Injectable()
export class ViemPositions extends Positions {
  constructor(private readonly chains: Chains, private readonly config: ServiceConfig) {
    super();
  }

  override async takingOut(key: PositionKey, owner: Address, units: bigint): Promise<Call | null> {
    if (isWindowed(key)) return this.requesting(key, owner, units);
    if (key === 'usdz') return this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'convert', args: [units, owner] }));
    // A vault's `withdraw` pays out exactly this much and takes as many shares as its previewWithdraw says.
    return this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'withdraw', args: [units, owner, owner] }));
  }

  override fetching(key: PositionKey, owner: Address, requestId: string): Call {
    return this.call(key, encodeFunctionData({ abi: positionAbi, functionName: 'claim', args: [BigInt(requestId), owner] }));
  }

  override async requestMadeIn(key: PositionKey, transactionHash: Hex): Promise<string> {
    const { logs } = await this.chain(key).client.getTransactionReceipt({ hash: transactionHash });
    const [made] = parseEventLogs({ abi: positionAbi, eventName: 'RedeemRequested', logs });
    if (made === undefined) throw new Error(`${transactionHash} has asked ${key} for nothing.`);
    return made.args.requestId.toString();
  }

  override async isReady(key: PositionKey, requestId: string): Promise<boolean> {
    const chain = this.chain(key);
    const contract = { address: this.addressOf(key), abi: positionAbi } as const;
    const [, , claimableAt] = await withRetries(() => chain.client.readContract({ ...contract, functionName: 'requests', args: [BigInt(requestId)] }));
    if (claimableAt <= (await chain.headTime())) return true;
    if (this.config.sandbox) await endWindow(chain, contract.address, BigInt(requestId));
    return this.config.sandbox;
  }

  override chainOf(key: PositionKey): ChainClient['name'] {
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
