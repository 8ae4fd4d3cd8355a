import type { chainSchema } from '@sluice/contract-kit';
import type { positionKeySchema, sourceKeySchema } from '@sluice/contract-liquidity';
import type { z } from 'zod';

export type Chain = z.output<typeof chainSchema>;
export type PositionKey = z.output<typeof positionKeySchema>;
export type SourceKey = z.output<typeof sourceKeySchema>;

export interface YieldSource {
  readonly positionKey: PositionKey;
  readonly name: string;
  readonly chain: Chain;
  /** How long value takes to come out, on the tenant's clock; zero: it comes out in the transaction that redeems it. */
  readonly windowSeconds: number;
  /** The same as an ISO 8601 duration, as it is published. */
  readonly unwindTime: string;
  readonly type: string;
}

const HOUR_SECONDS = 3_600;

/** Every yield position, in the order in which they are unwound: what comes out sooner goes first. */
export const yieldSources: readonly YieldSource[] = [
  { positionKey: 'usdz', name: 'USDZ', chain: 'arbitrum', windowSeconds: 0, unwindTime: 'PT0H', type: 'stablecoin' },
  { positionKey: 'syrupUsdc', name: 'Syrup USDC', chain: 'ethereum', windowSeconds: 0, unwindTime: 'PT0H', type: 'erc4626' },
  { positionKey: 'rlp', name: 'Resolv Liquidity Pool', chain: 'ethereum', windowSeconds: 24 * HOUR_SECONDS, unwindTime: 'PT24H', type: 'async_redemption' },
  { positionKey: 'ustb', name: 'Superstate Short Duration US Government Securities Fund', chain: 'ethereum', windowSeconds: 48 * HOUR_SECONDS, unwindTime: 'P2D', type: 'async_redemption' },
];

export function yieldSourceOf(key: SourceKey): YieldSource | undefined {
  return yieldSources.find(({ positionKey }) => positionKey === key);
}

export const isWindowed = (key: SourceKey): boolean => (yieldSourceOf(key)?.windowSeconds ?? 0) > 0;

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
