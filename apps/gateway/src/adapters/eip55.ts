import { getAddress } from 'viem/utils';

/**
 * Whether the capitals of an address are its checksum (EIP-55). One without capitals, or without small letters, has none.
 * @param address `0x` and 40 hexadecimal digits
 */
export function hasGoodChecksum(address: string): boolean {
  const digits = address.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return true;
  return getAddress(`0x${digits.toLowerCase()}`) === address;
}
