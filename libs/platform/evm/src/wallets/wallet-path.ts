import { createHash } from 'node:crypto';

const MASK_31_BITS = 0x7fff_ffff;

/**
 * Where a wallet's key stands in the tree of keys: two numbers of 31 bits out of the wallet's id, so that everyone who
 * knows the id knows the path, and 62 bits so that no two wallets meet.
 */
export function walletAccountPath(walletId: string): `m/44'/60'/1'/${number}/${number}` {
  const digest = createHash('sha256').update(walletId).digest();
  return `m/44'/60'/1'/${digest.readUInt32BE(0) & MASK_31_BITS}/${digest.readUInt32BE(4) & MASK_31_BITS}`;
}
