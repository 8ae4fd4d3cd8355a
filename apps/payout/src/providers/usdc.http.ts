import { Injectable } from '@nestjs/common';
import { Chains, Transactions, transferAuthorization, usdcAbi, type ChainClient, type UsdcAuthorization } from '@sluice/evm';
import type { Cause } from '@sluice/messaging';
import { encodeFunctionData, getAddress, type Address, type Hex } from 'viem';
import type { Fate } from '../chain-payments/chain-leg.transitions.js';
import { OWNER, transactionKeyOf, Usdc, type AuthorizationRef, type Transfer } from './usdc.js';

/** USDC as it stands on the configured chains; transfers are sent by the service's relayers. */
@Injectable()
export class TransactionsUsdc extends Usdc {
  constructor(private readonly chains: Chains, private readonly transactions: Transactions) {
    super();
  }

  override has(chain: string): boolean {
    return this.chains.has(chain);
  }

  override async head(chain: string): Promise<{ block: bigint; time: bigint }> {
    const { number, timestamp } = await this.on(chain).client.getBlock({ blockTag: 'latest' });
    return { block: number, time: timestamp };
  }

  override balance(chain: string, owner: Address): Promise<bigint> {
    const { client, usdc } = this.on(chain);
    return client.readContract({ address: usdc, abi: usdcAbi, functionName: 'balanceOf', args: [owner] });
  }

  override authorization({ chain, to, ...terms }: Transfer): UsdcAuthorization {
    return transferAuthorization(this.on(chain), { ...terms, to: addressOf(to), validAfter: 0n });
  }

  override async fate(ref: AuthorizationRef): Promise<Fate> {
    const { chain, from, nonce, validBefore } = ref;
    const { client, usdc, settings } = this.on(chain);
    const isUsed = await client.readContract({ address: usdc, abi: usdcAbi, functionName: 'authorizationState', args: [from, nonce] });
    const head = await client.getBlockNumber({ cacheTime: 0 });
    if (!isUsed) return (await this.isPast(chain, head - BigInt(settings.finalDepth) + 1n, validBefore)) ? { kind: 'dead' } : { kind: 'unused' };
    const { eventName, blockNumber, transactionHash } = await this.endOf(ref);
    const depth = head - blockNumber + 1n;
    if (depth < BigInt(settings.confirmations)) return { kind: 'unsure' };
    return eventName === 'AuthorizationUsed' ? { kind: 'carried-out', txHash: transactionHash } : { kind: 'dead' };
  }

  override async send(key: string, transfer: Transfer & { signature: Hex; gas?: bigint | undefined }, cause: Cause): Promise<void> {
    const { chain, from, to, value, nonce, validBefore, signature, gas } = transfer;
    const { name, usdc } = this.on(chain);
    const data = encodeFunctionData({ abi: usdcAbi, functionName: 'transferWithAuthorization', args: [from, addressOf(to), value, 0n, validBefore, nonce, signature] });
    await this.transactions.order({ key: transactionKeyOf(key), owner: OWNER, chain: name, from: { relayer: key }, to: usdc, data, gas }, cause);
  }

  override async includedIn(key: string): Promise<Hex | null> {
    return (await this.transactions.find(transactionKeyOf(key)))?.inclusion?.hash ?? null;
  }

  /**
   * The event by which an authorization ended that is used or cancelled: since it was planned, or before. A database that was put back plans again what the chain
   * has carried out already, and who took that for nothing would give the money out a second time.
   * @throws Error when none is found: nothing is known then
   */
  private async endOf({ chain, from, nonce, sinceBlock }: AuthorizationRef) {
    const { client, usdc, settings } = this.on(chain);
    let fromBlock = atLeastZero(sinceBlock - BigInt(settings.finalDepth));
    for (let toBlock: bigint | undefined; ; [toBlock, fromBlock] = [fromBlock - 1n, atLeastZero(fromBlock - BLOCKS_AT_ONCE)]) {
      for (const eventName of ['AuthorizationUsed', 'AuthorizationCanceled'] as const) {
        const [event] = await client.getContractEvents({ address: usdc, abi: usdcAbi, eventName, args: { authorizer: from, nonce }, fromBlock, ...(toBlock === undefined ? {} : { toBlock }) });
        if (event !== undefined) return event;
      }
      if (fromBlock === 0n) throw new Error(`The authorization ${nonce} is used on ${chain}, and no event says by what.`);
    }
  }

  /** Whether this block, which no reorganisation takes back, is later than the time in seconds. */
  private async isPast(chain: string, blockNumber: bigint, seconds: bigint): Promise<boolean> {
    const { timestamp } = await this.on(chain).client.getBlock({ blockNumber: atLeastZero(blockNumber) });
    return timestamp >= seconds;
  }

  private on(chain: string): ChainClient {
    if (!this.chains.has(chain)) throw new RangeError(`The chain ${chain} is not configured.`);
    return this.chains.of(chain);
  }
}

/** As many blocks as nodes list events of at once. */
const BLOCKS_AT_ONCE = 10_000n;

const atLeastZero = (block: bigint): bigint => (block < 0n ? 0n : block);

/** Without its checksum: a wrong one was refused when the address was given. */
const addressOf = (text: string): Address => getAddress(text.toLowerCase());
