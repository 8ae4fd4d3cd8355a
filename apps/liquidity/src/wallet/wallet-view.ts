import type { WalletView } from '@sluice/contract-liquidity';
import type { Versioned } from '@sluice/persistence';
import { holdingsOf, type Sight } from './holdings.js';
import { atLeastZero, sum, usdcJson } from './usdc.js';
import type { Wallet } from './wallet.js';

/** A wallet as others see it. Places without value are left out. */
export function viewOf({ id, state }: Versioned<Wallet>, sight: Sight): WalletView {
  const { label, status, approvalPolicy, createdAt, address, targets, claims } = state;
  const holdings = holdingsOf(claims, sight);
  return {
    id, label, status, approvalPolicy, createdAt, depositAddress: address, targets,
    total: usdcJson(sum(holdings.map(({ value }) => value))),
    withdrawable: usdcJson(sum(holdings.map(({ available }) => available))),
    earned: usdcJson(earned(state, sight)),
    holdings: holdings.filter(({ value }) => value > 0n)
      .map(({ key, chain, value, reserved }) => ({ key, chain, value: usdcJson(value), reserved: usdcJson(reserved) })),
  };
}

/** What positions are worth and have paid out, beyond what was put in; a loss earns nothing. */
const earned = ({ flows }: Wallet, { positions }: Sight): bigint =>
  sum([...positions].map(([key, { value }]) => atLeastZero(value + (flows[key]?.takenOut ?? 0n) - (flows[key]?.paidIn ?? 0n))));
