import { hexToBigInt, hexToNumber, pad, size, slice, type Address, type Hex } from 'viem';

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
