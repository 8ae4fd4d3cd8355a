const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Letters and digits that nobody mistakes for one another (RFC 4648), five bits of each byte of a digest. */
export const base32Letters = (digest: Uint8Array, length: number): string =>
  Array.from(digest.subarray(0, length), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
