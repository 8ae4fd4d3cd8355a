import { createHash } from 'node:crypto';
import type { Rail } from '@sluice/kernel';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Letters and digits that are not mistaken for one another (RFC 4648), five bits of each byte of a digest. */
export const base32Letters = (digest: Uint8Array, length: number): string =>
  Array.from(digest.subarray(0, length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

/** The narrowest field that must hold it is NACHA's identification number. */
const ID_LENGTH = 15;
const TRACE_SEQUENCES = 9_999_999n;

const digest = (use: string, key: string): Buffer => createHash('sha256').update(JSON.stringify([use, key])).digest();

/**
 * The id of a payment on every rail: fifteen characters (75 bits) that follow from our key alone. It is
 * stored beside the key, and found again when a report names it.
 */
export const paymentIdOf = (key: string): string =>
  base32Letters(digest('payment id', key), ID_LENGTH);

/** Unique end-to-end transaction reference: an id in the form of a random UUID, which the scheme demands, yet the same for the same key. */
export function uetrOf(key: string): string {
  const hex = digest('uetr', key).toString('hex');
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A wire's message id in the form that Fedwire's usage guideline demands: its day, eight letters and digits, six digits. It follows from the
 * key, as every id of ours does; the bank that hands it to Fedwire puts its own source and sequence there.
 */
export function wireMessageIdOf(key: string, day: string): string {
  const bytes = digest('wire message', key);
  const number = bytes.readBigUInt64BE(8) % 1_000_000n;
  return `${day.replaceAll('-', '')}${base32Letters(bytes, 8)}${number.toString().padStart(6, '0')}`;
}

/** What a payment is traced by between banks when their report does not say: a wire's UETR, elsewhere the id that travels end to end. */
export const traceOf = (key: string, rail: Rail): string => (rail === 'WIRE' ? uetrOf(key) : paymentIdOf(key));

/**
 * ACH trace number: our bank's eight digits and seven that follow from the key. Seven digits repeat sooner or later,
 * so a payment is found by its payment id, and the trace number only confirms it.
 */
export function achTraceOf(key: string, routingNumber: string): string {
  const sequence = (digest('ach trace', key).readBigUInt64BE() % TRACE_SEQUENCES) + 1n;
  return `${routingNumber.slice(0, 8)}${sequence.toString().padStart(7, '0')}`;
}
