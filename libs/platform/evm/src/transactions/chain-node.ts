import { Injectable } from '@nestjs/common';
import { providerCall } from '@sluice/telemetry';
import { type Address, BaseError, BlockNotFoundError, ExecutionRevertedError, type Hex, RpcRequestError, TransactionReceiptNotFoundError } from 'viem';
import type { ChainName } from '../chains/chain.js';
import { type ChainClient, Chains } from '../chains/chains.js';

/** In wei per unit of gas (EIP-1559). */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Nodes take a replacement that pays at least a tenth more in both fees; an eighth is safe. */
const raised = (fee: bigint): bigint => (fee * 9n) / 8n + 1n;
const leastRaised = (fee: bigint): bigint => (fee * 11n) / 10n + 1n;

/** A form that offers this many times what the chain asks does not wait for its fee: a dearer one would change nothing. */
const NEVER_NEEDED = 10n;

const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

export interface Limits {
  readonly most: bigint | undefined;
  /** The node has refused the form before for its fee, whatever it says that the chain asks: the ceiling doubles. */
  readonly isTooLow: boolean;
}

/** Fees of a replacement: what the chain asks now, and enough more than before. Null when that is beyond the limit, or beyond all need. */
export function replacementFees(before: Fees, now: Fees, { most, isTooLow }: Limits): Fees | null {
  if (!isTooLow && before.maxFeePerGas > now.maxFeePerGas * NEVER_NEEDED && before.maxPriorityFeePerGas >= now.maxPriorityFeePerGas) return null;
  const wanted = larger(isTooLow ? before.maxFeePerGas * 2n + 1n : raised(before.maxFeePerGas), now.maxFeePerGas);
  const maxFeePerGas = most === undefined ? wanted : smaller(wanted, most);
  if (maxFeePerGas < leastRaised(before.maxFeePerGas)) return null;
  const maxPriorityFeePerGas = larger(raised(before.maxPriorityFeePerGas), now.maxPriorityFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: smaller(maxPriorityFeePerGas, maxFeePerGas) };
}

/** Fees of a first sending, within the limit. */
export function firstFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees, most: bigint | undefined): Fees {
  const limited = most === undefined ? maxFeePerGas : smaller(maxFeePerGas, most);
  return { maxFeePerGas: limited, maxPriorityFeePerGas: smaller(maxPriorityFeePerGas, limited) };
}

export interface Call {
  readonly from: Address;
  readonly to: Address;
  readonly callData: Hex;
  readonly value: bigint;
}

/** That a transaction is in a block, and what came of it. */
export interface Receipt {
  readonly hash: Hex;
  readonly blockHash: Hex;
  readonly block: number;
  readonly succeeded: boolean;
}

export type TryOut = { readonly gas: bigint } | { readonly revert: string };

/** What transactions need of a chain. Every method throws when the node cannot be asked; nothing is then known. */
export abstract class ChainNode {
  /** What the call would do at the head. */
  abstract tryOut(call: Call): Promise<TryOut>;
  /** Why a call that reverted did so, as far as the head can tell. */
  abstract revertReason(call: Call): Promise<string>;
  abstract fees(): Promise<Fees>;
  abstract head(): Promise<number>;
  /** Null: the present chain does not reach so far. */
  abstract blockHash(block: number): Promise<Hex | null>;
  /** How many nonces the account has used up at the head. */
  abstract used(account: Address): Promise<number>;
  /** Null: in no block of the present chain. */
  abstract receipt(hash: Hex): Promise<Receipt | null>;
  /** Hands it to the chain. Taken is also what it has already, and what has used its nonce: the receipts tell. */
  abstract broadcast(raw: Hex): Promise<BroadcastAnswer>;
}

/** Why a node does not take a transaction: `fee`: a dearer form may help; `funds`: the account cannot pay for it; `other`: its words are not known. */
export const refusals = ['fee', 'funds', 'other'] as const;
export type Refusal = (typeof refusals)[number];

/** What a node answers to a transaction: it has it, or it will not have it in this form. */
export type BroadcastAnswer = { readonly kind: 'taken' } | { readonly kind: 'not-taken'; readonly because: Refusal; readonly words: string };

/** It has this very form, or the nonce is used up: what came of it is in the receipts. */
const HAS_IT = /already known|already imported|known transaction|already exists|already in mempool|nonce (is )?too low/i;

/**
 * Geth: `replacement transaction underpriced`, `transaction underpriced: gas tip cap …`, `max fee per gas less than block base fee`;
 * Nethermind and Erigon: `FeeTooLow`, `fee too low`; rollups: `max fee per gas less than …`, `fee cap … too low`.
 */
const FEE = /underpriced|less than (the )?(block )?base fee|(fee|tip|gas ?price)( cap)? ?(is )?too ?low|min(imum)? (gas ?price|tip|priority fee)/i;

const FUNDS = /insufficient (funds|balance)|exceeds (the )?balance|not enough (funds|balance)/i;

/** The meaning of a node's refusal. Words that nobody knows count as a refusal too: the transaction is looked for and offered again. */
export function answerOf(words: string): BroadcastAnswer {
  if (HAS_IT.test(words)) return { kind: 'taken' };
  if (FUNDS.test(words)) return { kind: 'not-taken', because: 'funds', words };
  return { kind: 'not-taken', because: FEE.test(words) ? 'fee' : 'other', words };
}

/** The node asks to wait: it says nothing about the transaction. */
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

/** The node of each chain. */
@Injectable()
export class ChainNodes {
  private readonly nodes = new Map<ChainName, ChainNode>();

  constructor(private readonly chains: Chains) {}

  of(chain: ChainName): ChainNode {
    const node = this.nodes.get(chain) ?? new ViemNode(this.chains.of(chain));
    this.nodes.set(chain, node);
    return node;
  }
}
