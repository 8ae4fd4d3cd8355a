import { timeSchema } from '@sluice/contract-kit';
import { recordBalance } from '@sluice/contract-webhooks';
import { idFrom } from '@sluice/kernel';
import { z } from 'zod';

export type Observation = z.output<typeof recordBalance.body>;

/** What subscribers were last told that a wallet is worth. */
export const walletBalanceSchema = z.object({ balance: recordBalance.body.shape.balance, observedAt: timeSchema });
export type WalletBalance = z.output<typeof walletBalanceSchema>;

const amountsOf = ({ balance: { total, withdrawable, earned } }: WalletBalance): string[] => [total, withdrawable, earned].map(({ units }) => units);

/** Whether an observation is worth telling: it says something else, and is not older. */
export function isChange(observation: Observation, last: WalletBalance | undefined): boolean {
  if (last === undefined) return true;
  return new Date(observation.observedAt) >= new Date(last.observedAt) && amountsOf(observation).join(' ') !== amountsOf(last).join(' ');
}

/** The same for a change that is told again after its process died; another for every change. `version`: of the last balance told, 0 at first. */
export const balanceEventId = (observation: Observation, version: number): string =>
  idFrom('balance', observation.walletId, String(version), ...amountsOf(observation));
