import { Injectable } from '@nestjs/common';
import { Chains, type ChainClient } from '@sluice/evm';
import { hexToBigInt, hexToNumber, pad, parseAbi, size, slice, type Address, type Hex } from 'viem';

/** What is used of CCTP v2. */
export const tokenMessengerAbi = parseAbi([
  'function depositForBurn(uint256 amount, uint32 destinationDomain, bytes32 mintRecipient, address burnToken, bytes32 destinationCaller, uint256 maxFee, uint32 minFinalityThreshold)',
]);

export const messageTransmitterAbi = parseAbi([
  'function receiveMessage(bytes message, bytes attestation) returns (bool)',
  'function usedNonces(bytes32 nonce) view returns (uint256)',
  'event MessageReceived(address indexed caller, uint32 sourceDomain, bytes32 indexed nonce, bytes32 sender, uint32 indexed finalityThresholdExecuted, bytes messageBody)',
]);

/** Solana's CCTP domain: a source only, without a chain in the configuration. */
export const SOLANA_DOMAIN = 5;

export interface CctpChain {
  readonly chain: ChainClient;
  readonly domain: number;
  readonly messenger: Address;
  readonly transmitter: Address;
}

/** The chains that the bridge joins. */
@Injectable()
export class CctpChains {
  constructor(private readonly chains: Chains) {}

  /** Null when the bridge does not reach the chain. */
  domainOf(name: string): number | null {
    if (name === 'solana') return SOLANA_DOMAIN;
    return this.chains.has(name) ? this.chains.of(name).settings.cctpDomain : null;
  }

  /** @throws RangeError when the bridge does not reach the chain. */
  of(name: string): CctpChain {
    const chain = this.chains.has(name) ? this.chains.of(name) : null;
    const { cctpDomain: domain, tokenMessenger: messenger, messageTransmitter: transmitter } = chain?.settings ?? {};
    if (!chain || domain === null || domain === undefined || !messenger || !transmitter) throw new RangeError(`The bridge does not reach ${name}.`);
    return { chain, domain, messenger, transmitter };
  }
}

/** Where the body begins in a CCTP v2 message, and fields by byte offset. */
const BODY = 148;

/** What a message must say to be that of our burn. */
export interface Expected {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly mintRecipient: Address;
  readonly amount: bigint;
}

/** Whether an attested message is of this burn: a transaction may hold others' too. */
export function isMessageOf(message: Hex, { sourceDomain, destinationDomain, mintRecipient, amount }: Expected): boolean {
  if ((message.length - 2) / 2 < BODY + 228) return false;
  return hexToNumber(slice(message, 4, 8)) === sourceDomain
    && hexToNumber(slice(message, 8, 12)) === destinationDomain
    && slice(message, BODY + 36, BODY + 68).toLowerCase() === pad(mintRecipient, { size: 32 }).toLowerCase()
    && hexToBigInt(slice(message, BODY + 68, BODY + 100)) === amount;
}

/** What a message's body says of a mint, and who has burned for it. */
export interface Mint {
  readonly recipient: Address;
  readonly amount: bigint;
  readonly burner: Address;
  readonly fee: bigint;
}

const BODY_LENGTH = 228;

/** Null for a body that is none of a mint. */
export function mintOf(body: Hex): Mint | null {
  if (size(body) < BODY_LENGTH) return null;
  return { recipient: slice(body, 48, 68), amount: hexToBigInt(slice(body, 68, 100)), burner: slice(body, 112, 132), fee: hexToBigInt(slice(body, 164, 196)) };
}

/** Nodes answer for so many blocks at once. */
const RANGE = 5_000n;
const MOST_RANGES = 20;

/** Finds mints that another transaction than ours has made. */
@Injectable()
export class MintFinder {
  /** The transaction that used the nonce; the nonce itself when it is too long ago to be found; null when it is unused. */
  async find(chain: ChainClient, transmitter: Address, nonce: Hex): Promise<string | null> {
    const used = await chain.client.readContract({ address: transmitter, abi: messageTransmitterAbi, functionName: 'usedNonces', args: [nonce] });
    if (used === 0n) return null;
    let toBlock = await chain.client.getBlockNumber({ cacheTime: 0 });
    for (let range = 0; range < MOST_RANGES && toBlock >= 0n; range += 1) {
      const fromBlock = toBlock > RANGE ? toBlock - RANGE : 0n;
      const [event] = await chain.client.getContractEvents({ address: transmitter, abi: messageTransmitterAbi, eventName: 'MessageReceived', args: { nonce }, fromBlock, toBlock });
      if (event) return event.transactionHash;
      toBlock = fromBlock - 1n;
    }
    return nonce;
  }
}
