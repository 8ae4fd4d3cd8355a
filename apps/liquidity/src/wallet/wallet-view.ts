import type { WalletView } from '@sluice/contract-liquidity';
import type { Versioned } from '@sluice/persistence';
import { earnedIn, holdingsOf, type OnChainPositions } from './holdings.js';
import { sum, usdcJson } from './usdc.js';
import type { Wallet } from './wallet.js';

/** A wallet as others see it. Places without value are left out. */
export function viewOfWallet({ id, state }: Versioned<Wallet>, shown: OnChainPositions): WalletView {
  const { label, status, approvalPolicy, createdAt, address, targets } = state;
  const holdings = holdingsOf(state, shown);
  return {
    id, label, status, approvalPolicy, createdAt, depositAddress: address, targets,
    total: usdcJson(sum(holdings.map(({ value }) => value))),
    withdrawable: usdcJson(sum(holdings.map(({ available }) => available))),
    earned: usdcJson(earnedIn(state, shown)),
    holdings: holdings.filter(({ value }) => value > 0n)
      .map(({ key, chain, value, reserved }) => ({ key, chain, value: usdcJson(value), reserved: usdcJson(reserved) })),
  };
}
