import type { Break } from '@sluice/contract-kit';
import type { WalletView } from '@sluice/contract-liquidity';
import { Money, type MoneyJson } from '@sluice/kernel';
import type { Versioned } from '@sluice/persistence';
import { legHasEnded } from '../withdrawal/legs.js';
import type { Withdrawal } from '../withdrawal/withdrawal.js';

/** Units by which a vault's rounding may make a position less than what was put in (docs/decisions/0082). */
const ROUNDING = 10n;

/** What is on its way out of a wallet: gone from it, or between chains, before the ledger says so. */
export function underWay(withdrawals: readonly Versioned<Withdrawal>[]): bigint {
  const open = withdrawals.flatMap(({ state }) => state.legs.filter((leg) => !legHasEnded(leg)));
  return open.reduce((sum, { details }) => sum + BigInt(details.amount.units), 0n);
}

/** A wallet's value on the chains, less what its positions have earned, against the ledger's account. */
export function compareWallet({ id, total, earned }: WalletView, posted: MoneyJson | null, onItsWay: bigint): Break[] {
  const chain = BigInt(total.units) - BigInt(earned.units);
  const ledger = BigInt(posted?.units ?? '0');
  const missing = ledger - chain;
  if (missing >= -ROUNDING && missing <= onItsWay + ROUNDING) return [];
  const told = (units: bigint): string => `${Money.ofUnits('USDC', units).toDecimal()} USDC`;
  return [{ kind: 'amount', provider: 'chain', reference: id, expected: told(ledger), actual: told(chain) }];
}
