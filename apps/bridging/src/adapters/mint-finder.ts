import { Injectable } from '@nestjs/common';
import type { ChainClient } from '@sluice/evm';
import type { Address, Hex } from 'viem';
import { messageTransmitterAbi } from './cctp.abi.js';

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
