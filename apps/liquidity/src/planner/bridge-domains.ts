import type { Chain, SourceKey } from './yield-sources.js';

/** The chains of each bridge domain, in the order in which sources of the same size are taken. */
const domains = {
  'usdc:unified': ['ethereum', 'arbitrum', 'base', 'polygon', 'optimism', 'solana'],
  'usdc:bsc': ['bsc'],
} as const satisfies Record<string, readonly Chain[]>;

export type BridgeDomain = keyof typeof domains;

export const domainOf = (chain: Chain): BridgeDomain => (chain === 'bsc' ? 'usdc:bsc' : 'usdc:unified');

/** Cash has one key for each domain: within a domain it is the same money wherever it lies. */
export const cashKeyOf = (chain: Chain): SourceKey => (domainOf(chain) === 'usdc:bsc' ? 'cash_usdc:bsc' : 'cash_usdc:cctp');

export const isCash = (key: SourceKey): boolean => key.startsWith('cash_');

export const orderInDomain = (chain: Chain): number => (domains[domainOf(chain)] as readonly Chain[]).indexOf(chain);
