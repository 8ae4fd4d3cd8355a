import type { Break, ReplyOf } from '@sluice/contract-kit';
import type { reconcileWallets } from '@sluice/contract-liquidity';
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

export type ShownWallet = ReplyOf<typeof reconcileWallets>['wallets'][number];

/**
 * The ledger's account against what the chains show of a wallet and against liquidity's own record of it. The chains may have more by what
 * is coming, and less by what is on its way; liquidity books what comes after the ledger, and what has left, too.
 */
export function compareWallet({ id, onChain, booked, coming, gone }: ShownWallet, posted: MoneyJson | null, onItsWay: bigint): Break[] {
  const ledger = BigInt(posted?.units ?? '0');
  const lost = gone.map(({ depositId, amount }): Break => ({ kind: 'missing', provider: 'chain', reference: depositId, expected: told(BigInt(amount.units)), actual: null }));
  const expected = ledger - gone.reduce((sum, { amount }) => sum + BigInt(amount.units), 0n);
  const missing = expected - BigInt(onChain.units);
  const differs = missing < -ROUNDING - BigInt(coming.units) || missing > onItsWay + ROUNDING;
  const unrecorded = ledger - BigInt(booked.units);
  const isRecorded = unrecorded >= -onItsWay && unrecorded <= BigInt(coming.units);
  return [
    ...lost,
    ...(differs ? [breakOf(id, expected, BigInt(onChain.units))] : []),
    ...(isRecorded ? [] : [breakOf(`${id} as planned from`, ledger, BigInt(booked.units))]),
  ];
}

const breakOf = (reference: string, expected: bigint, actual: bigint): Break => ({ kind: 'amount', provider: 'chain', reference, expected: told(expected), actual: told(actual) });

const told = (units: bigint): string => `${Money.ofUnits('USDC', units).toDecimal()} USDC`;
