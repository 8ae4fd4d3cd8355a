import { Injectable } from '@nestjs/common';
import { createPublicClient, http, parseAbi, parseEventLogs, TransactionReceiptNotFoundError, type Hex } from 'viem';
import { SimulatorsOptions } from '../simulators.options.js';
import type { BridgeChain } from './bridge-chain.js';

const transmitterAbi = parseAbi(['event MessageSent(bytes message)']);

/** Reads the messages that a transaction has emitted, from the chain itself. */
@Injectable()
export class BurnSource {
  constructor(private readonly options: SimulatorsOptions) {}

  /** The chain of this domain; undefined when there is none with a node. */
  chainOf(domain: number): BridgeChain | undefined {
    return Object.values(this.options.chains ?? {}).find(({ cctpDomain }) => cctpDomain === domain);
  }

  /** The messages in order; none while the transaction is in no block. */
  async messagesOf(domain: number, transaction: string): Promise<Hex[]> {
    const chain = this.chainOf(domain);
    if (chain === undefined || !/^0x[0-9a-f]{64}$/i.test(transaction)) return [];
    try {
      const { logs } = await createPublicClient({ transport: http(chain.rpcUrl) }).getTransactionReceipt({ hash: transaction as Hex });
      const own = logs.filter(({ address }) => address.toLowerCase() === chain.messageTransmitter?.toLowerCase());
      return parseEventLogs({ abi: transmitterAbi, logs: own }).map(({ args }) => args.message);
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return [];
      throw error;
    }
  }
}
