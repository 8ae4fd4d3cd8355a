import { Injectable } from '@nestjs/common';
import {
  concat, createPublicClient, type Hex, hexToBigInt, hexToNumber, http, numberToHex, pad, parseAbi, parseEventLogs, slice,
  TransactionReceiptNotFoundError,
} from 'viem';
import { SimulatorsOptions, type BridgeChain } from '../simulators.options.js';

/** Header and body of a CCTP v2 message, by byte offset. */
const NONCE = 12;
const AFTER_NONCE = 44;
const MIN_FINALITY = 140;
const EXECUTED_FINALITY = 144;
const BODY = 148;
const AMOUNT = BODY + 68;
const MAX_FEE = BODY + 132;
const FEE = BODY + 164;
const HOOK = BODY + 228;

export const minFinalityOf = (message: Hex): number => hexToNumber(slice(message, MIN_FINALITY, EXECUTED_FINALITY));
export const amountOf = (message: Hex): bigint => hexToBigInt(slice(message, AMOUNT, AMOUNT + 32));
export const maxFeeOf = (message: Hex): bigint => hexToBigInt(slice(message, MAX_FEE, MAX_FEE + 32));

export interface Executed {
  readonly nonce: Hex;
  readonly finality: number;
  /** In USDC units, kept back from what is minted. */
  readonly fee: bigint;
  /** Block of the destination's chain from which on it cannot be used any more; 0: never. */
  readonly expirationBlock: bigint;
}

const rest = (message: Hex, from: number): Hex => (message.length > 2 + from * 2 ? slice(message, from) : '0x');

/** The message as it is attested: the emitted one has neither nonce nor what was executed. */
export const executedMessage = (emitted: Hex, { nonce, finality, fee, expirationBlock }: Executed): Hex =>
  concat([
    slice(emitted, 0, NONCE), nonce, slice(emitted, AFTER_NONCE, EXECUTED_FINALITY), numberToHex(finality, { size: 4 }),
    slice(emitted, BODY, FEE), numberToHex(fee, { size: 32 }), numberToHex(expirationBlock, { size: 32 }), rest(emitted, HOOK),
  ]);

export interface Burn {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly messenger: Hex;
  readonly token: Hex;
  readonly mintRecipient: Hex;
  readonly amount: bigint;
}

/** The message of a burn on a chain that has no node here. */
export function emittedMessage({ sourceDomain, destinationDomain, messenger, token, mintRecipient, amount }: Burn): Hex {
  const word = (value: Hex | bigint): Hex => (typeof value === 'bigint' ? numberToHex(value, { size: 32 }) : pad(value, { size: 32 }));
  const four = (value: number): Hex => numberToHex(value, { size: 4 });
  const header = [four(1), four(sourceDomain), four(destinationDomain), word(0n), word(messenger), word(messenger), word(0n), four(2000), four(0)];
  return concat([...header, four(1), word(token), word(mintRecipient), word(amount), word('0x'), word(0n), word(0n), word(0n)]);
}

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
