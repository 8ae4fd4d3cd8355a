import { parseAbi, type Address } from 'viem';

/** What is used of the contracts of yield positions. */
export const positionAbi = parseAbi([
  'function balanceOf(address owner) view returns (uint256)',
  'function previewRedeem(uint256 shares) view returns (uint256)',
  'function deposit(uint256 assets, address to) returns (uint256)',
  'function mint(uint256 amount, address to)',
  'function convert(uint256 amount, address to)',
  'function withdraw(uint256 assets, address to, address owner) returns (uint256)',
  'function requestRedeem(uint256 shares) returns (uint256)',
  'function claim(uint256 requestId, address to)',
  'function requests(uint256 requestId) view returns (address owner, uint256 assets, uint256 claimableAt, bool claimed)',
  'event RedeemRequested(uint256 indexed requestId, address indexed owner, uint256 assets, uint256 claimableAt)',
]);

export const usdcMintAbi = parseAbi([
  'function mint(address to, uint256 amount) returns (bool)',
  'function isMinter(address account) view returns (bool)',
  'function configureMinter(address minter, uint256 allowance) returns (bool)',
]);

const MOST_TRIES = 3;

/**
 * Calls a node up to three times: one that prunes old blocks may drop the block it was about to answer for, and its next answer is
 * about a newer one. The third failure is thrown.
 */
export async function withRetries<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === MOST_TRIES) throw error;
    }
  }
}

export interface Call {
  readonly to: Address;
  readonly data: `0x${string}`;
}
