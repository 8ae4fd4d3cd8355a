import { positionKeySchema, type depositToWallet } from '@sluice/contract-liquidity';
import { chainSchema, type AskOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import { z } from 'zod';
import { yieldSourceOf } from '../planner/yield-sources.js';
import { unitsOf, unitsSchema } from '../wallet/usdc.js';

/** Sandbox: USDC made for a wallet. Its id is that of the deposit; the record stands before anything is minted. */
export const depositSchema = z.object({
  walletId: z.string(),
  chain: chainSchema,
  units: unitsSchema,
  positionKey: positionKeySchema.optional(),
  isDone: z.boolean(),
});
export type Deposit = z.output<typeof depositSchema>;

/** Whose its transactions are. */
export const SANDBOX_DEPOSITS = 'deposit';

export const stepKeyOf = (depositId: string, step: string): string => `${SANDBOX_DEPOSITS}/${depositId}/${step}`;

/** The deposit that a transaction was sent for; null when it was sent for something else. */
export const sandboxDepositOf = ({ key, owner }: { readonly key: string; readonly owner: string }): string | null =>
  (owner === SANDBOX_DEPOSITS ? (key.split('/')[1] ?? null) : null);

type DepositRequest = AskOf<typeof depositToWallet>;

/**
 * What goes into a position goes to the position's own chain, whichever is named: there is no other.
 * @throws DomainError `invalid_request` when it cannot be made, or its id stands for another deposit.
 */
export function intendedDeposit(known: Deposit | null, asked: DepositRequest, chains: readonly string[]): Change<Deposit> | null {
  const { walletId, amount, positionKey } = asked;
  const chain = (positionKey && yieldSourceOf(positionKey)?.chain) ?? asked.chain;
  if (amount.currency !== 'USDC') throw new DomainError('invalid_request', 'A wallet holds USDC only.');
  if (!chains.includes(chain)) throw new DomainError('invalid_request', `Nothing can be deposited on ${chain}.`);
  const deposit: Deposit = { walletId, chain, units: unitsOf(amount), ...(positionKey === undefined ? {} : { positionKey }), isDone: false };
  if (known === null) return { state: deposit };
  const isSame = known.walletId === walletId && known.chain === chain && known.units === deposit.units && known.positionKey === positionKey;
  if (!isSame) throw new DomainError('invalid_request', 'This id stands for another deposit.');
  return null;
}
