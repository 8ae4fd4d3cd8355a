/** The sandbox's chains: ids, CCTP domains and token addresses are those of production, so only URLs differ from there. */
export interface SandboxChain {
  readonly name: string;
  readonly id: number;
  /** Null: on no bridge, a domain of its own. */
  readonly cctpDomain: number | null;
  readonly usdc: `0x${string}`;
}

export const sandboxChains: readonly SandboxChain[] = [
  { name: 'ethereum', id: 1, cctpDomain: 0, usdc: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48' },
  { name: 'optimism', id: 10, cctpDomain: 2, usdc: '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85' },
  { name: 'arbitrum', id: 42161, cctpDomain: 3, usdc: '0xaf88d065e77c8cC2239327C5EDb3A432268e5831' },
  { name: 'base', id: 8453, cctpDomain: 6, usdc: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913' },
  { name: 'polygon', id: 137, cctpDomain: 7, usdc: '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359' },
  { name: 'bsc', id: 56, cctpDomain: null, usdc: '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d' },
];

/** CCTP v2 on every chain of the bridge. */
export const tokenMessenger = '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d';
export const messageTransmitter = '0x81D40F21F12A8F0E3252Bccb954D722d4c464B64';

/** Solana is a source only and has no node here; its messages come from the bridge's simulator. */
export const solanaDomain = 5;

const DAY_SECONDS = 86_400;

export type PositionKey = 'usdz' | 'syrupUsdc' | 'rlp' | 'ustb';

/** Positions by the chain that they stand on. The window is that of their contract. */
export const sandboxPositions: readonly { readonly key: PositionKey; readonly chain: string; readonly windowSeconds: number }[] = [
  { key: 'usdz', chain: 'arbitrum', windowSeconds: 0 },
  { key: 'syrupUsdc', chain: 'ethereum', windowSeconds: 0 },
  { key: 'rlp', chain: 'ethereum', windowSeconds: DAY_SECONDS },
  { key: 'ustb', chain: 'ethereum', windowSeconds: 2 * DAY_SECONDS },
];

/** The phrase that every development chain is born with; what it owns is worth nothing anywhere. */
export const sandboxMnemonic = 'test test test test test test test test test test test junk';

/** Which account of the phrase does what. Relayers follow from `relayer` on. */
export const sandboxAccounts = { minter: 0, attester: 1, feeRecipient: 2, funder: 3, relayer: 10 } as const;
