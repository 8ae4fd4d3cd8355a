import { providerCall } from '@sluice/telemetry';
import { BaseError, BlockNotFoundError, ExecutionRevertedError, RpcRequestError, TransactionReceiptNotFoundError, type Address, type Hex } from 'viem';
import type { ChainClient } from '../chains/chain-client.js';
import { answerOf, type BroadcastAnswer } from './broadcast-answer.js';
import { ChainNode, type Call, type Receipt, type TryOut } from './chain-node.js';
import type { Fees } from './fees.js';

/** The node asks for patience: it says nothing about the transaction. */
const OVERLOADED = new Set([-32005, 429]);

/** A real node over JSON-RPC. */
export class ViemNode extends ChainNode {
  constructor(private readonly chain: ChainClient) {
    super();
  }

  override async tryOut({ from, to, callData, value }: Call): Promise<TryOut> {
    try {
      return { gas: await this.chain.client.estimateGas({ account: from, to, data: callData, value }) };
    } catch (error) {
      const revert = revertReasonOf(error);
      if (revert === null) throw error;
      return { revert };
    }
  }

  override async revertReason({ from, to, callData, value }: Call): Promise<string> {
    try {
      await this.chain.client.call({ account: from, to, data: callData, value });
      return 'reverted; the same call would go through now';
    } catch (error) {
      const reason = revertReasonOf(error);
      if (reason === null) throw error;
      return reason;
    }
  }

  override async fees(): Promise<Fees> {
    const { maxFeePerGas, maxPriorityFeePerGas } = await this.chain.client.estimateFeesPerGas();
    return { maxFeePerGas, maxPriorityFeePerGas };
  }

  override async head(): Promise<number> {
    return Number(await this.chain.client.getBlockNumber({ cacheTime: 0 }));
  }

  override used(account: Address): Promise<number> {
    return this.chain.client.getTransactionCount({ address: account, blockTag: 'latest' });
  }

  override async receipt(hash: Hex): Promise<Receipt | null> {
    try {
      const { transactionHash, blockHash, blockNumber, status } = await this.chain.client.getTransactionReceipt({ hash });
      return { hash: transactionHash, blockHash, block: Number(blockNumber), succeeded: status === 'success' };
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return null;
      throw error;
    }
  }

  override async blockHash(block: number): Promise<Hex | null> {
    try {
      return (await this.chain.client.getBlock({ blockNumber: BigInt(block) })).hash;
    } catch (error) {
      if (error instanceof BlockNotFoundError) return null;
      throw error;
    }
  }

  override broadcast(raw: Hex): Promise<BroadcastAnswer> {
    return providerCall(`${this.chain.name}.broadcast`, () => this.send(raw), (answer) => (answer.kind === 'taken' ? 'taken' : `not taken: ${answer.because}`));
  }

  /** Only what the node itself says is an answer; a connection that fails says nothing. */
  private async send(raw: Hex): Promise<BroadcastAnswer> {
    try {
      await this.chain.client.sendRawTransaction({ serializedTransaction: raw });
      return { kind: 'taken' };
    } catch (error) {
      const said = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null;
      if (!(said instanceof RpcRequestError) || OVERLOADED.has(said.code)) throw error;
      return answerOf(said.details);
    }
  }
}

/** The contract's own words; null when the error is not the contract's. */
export function revertReasonOf(error: unknown): string | null {
  if (!(error instanceof BaseError)) return null;
  const isRevert = error.walk((cause) => cause instanceof ExecutionRevertedError) !== null || /execution reverted|VM Exception/i.test(detailsOf(error));
  if (!isRevert) return null;
  return /(?:execution reverted|revert(?:ed with reason string)?):?\s*(.*?)(?:, data: .*)?$/is.exec(detailsOf(error))?.[1]?.trim() || 'execution reverted';
}

/** What the node itself said: viem's own text around it repeats the whole call. */
function detailsOf(error: unknown): string {
  if (!(error instanceof BaseError)) return String(error);
  const rpc = error.walk((cause) => cause instanceof RpcRequestError);
  return rpc instanceof BaseError ? rpc.details : error.details;
}
