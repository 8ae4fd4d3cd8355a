import { concat, hexToBigInt, hexToNumber, numberToHex, pad, slice, type Hex } from 'viem';

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
