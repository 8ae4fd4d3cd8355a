import { Injectable } from '@nestjs/common';
import { timeSchema } from '@sluice/contract-kit';
import { recordBalance } from '@sluice/contract-webhooks';
import { idFrom } from '@sluice/kernel';
import { aggregate, repositoryOf } from '@sluice/persistence';
import { z } from 'zod';

export type Observation = z.output<typeof recordBalance.body>;

const balanceSchema = recordBalance.body.shape.balance;

/** The newest balance of a wallet that subscribers were sent. */
const walletBalanceSchema = z.object({
  balance: balanceSchema,
  /** When it was first observed to be so. */
  observedAt: timeSchema,
  /** When it was last observed; absent where an older version wrote. */
  seenAt: timeSchema.optional(),
});
export type WalletBalance = z.output<typeof walletBalanceSchema>;

export const walletBalances = aggregate({ collection: 'wallet_balances', state: walletBalanceSchema });

/** One document for each wallet, under the wallet's id. */
@Injectable()
export class WalletBalancesRepository extends repositoryOf(walletBalances) {}

const amountsOf = ({ total, withdrawable, earned }: Observation['balance']): string => [total, withdrawable, earned].map(({ units }) => units).join(' ');

/** The wallet after an observation; null where that changes nothing, because it is older than what is known. Of two at the same moment the later to arrive counts. */
export function afterObservation(last: WalletBalance | undefined, { balance, observedAt }: Observation): WalletBalance | null {
  if (last === undefined) return { balance, observedAt, seenAt: observedAt };
  const seenAt = last.seenAt ?? last.observedAt;
  if (new Date(observedAt) < new Date(seenAt)) return null;
  if (amountsOf(balance) !== amountsOf(last.balance)) return { balance, observedAt, seenAt: observedAt };
  return observedAt === seenAt ? null : { ...last, seenAt: observedAt };
}

/** Whether the wallet's balance is what this observation changed it to: also when it comes again, after its process died. */
export const isFrom = (wallet: WalletBalance, { balance, observedAt }: Observation): boolean => wallet.observedAt === observedAt && amountsOf(wallet.balance) === amountsOf(balance);

/** The same for the same observation, however often it comes. */
export const balanceEventId = ({ walletId, balance, observedAt }: Observation): string => idFrom('balance', walletId, observedAt, amountsOf(balance));
