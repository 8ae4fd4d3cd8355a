import { chainSchema, send, type RequestOf, type Outgoing } from '@sluice/contract-kit';
import { positionKeySchema, walletDepositSeen, type depositToWallet } from '@sluice/contract-liquidity';
import { DomainError } from '@sluice/kernel';
import type { Change } from '@sluice/persistence';
import { z } from 'zod';
import { yieldSourceOf } from '../wallets/sources.js';
import { flowOf, unitsOf, unitsSchema, usdcJson, withCash, type Wallet } from '../wallets/wallet.js';

/**
 * USDC that has reached a wallet, once for good: its id is the business id under which the ledger books it.
 * - `seen`: final on its chain, or made by the sandbox; announced, so that the ledger books it.
 * - `booked`: in the ledger, and counted in the wallet.
 * - `own_transfer`: the wallet's own cash, which has crossed a bridge or has come back from it. No deposit.
 */
export const walletDepositSchema = z.object({
  walletId: z.string(),
  chain: chainSchema,
  units: unitsSchema,
  positionKey: positionKeySchema.optional(),
  /** Where the watch has seen it; absent as long as only the sandbox says so, which has made it. */
  transfer: z.object({ hash: z.string(), position: z.int().min(0), block: z.int().min(0) }).optional(),
  status: z.enum(['seen', 'booked', 'own_transfer']),
  /** A reorganisation deeper than any should be has taken it off its chain. */
  isGone: z.boolean(),
});
export type WalletDeposit = z.output<typeof walletDepositSchema>;

/** One log of one transaction. */
export interface WalletTransfer {
  readonly hash: string;
  readonly position: number;
  readonly block: number;
  readonly to: string;
  readonly units: bigint;
}

/** A transfer as a list of many shows it: by its log index in the block, from which `positionOf` finds that in its transaction. */
export interface LoggedTransfer extends Omit<WalletTransfer, 'position'> {
  readonly logIndex: number;
}

/** By chain, transaction and log: whoever sees it, and however often, sees the same deposit. */
export const depositIdOf = (chain: WalletDeposit['chain'], { hash, position }: Pick<WalletTransfer, 'hash' | 'position'>): string => `${chain}/${hash}/${position}`;

export function depositSeen(depositId: string, { walletId, chain, units, transfer, positionKey }: WalletDeposit): Outgoing {
  const seenAt = transfer && positionKey === undefined ? { transfer: { chain, txHash: transfer.hash, position: transfer.position } } : {};
  return send(walletDepositSeen, { depositId, walletId, amount: usdcJson(units), ...seenAt });
}

/** The wallet with the deposit in it; `settled` are those of its remembered ones whose own records say so. Null when it is counted. */
export function credited(wallet: Wallet, depositId: string, { chain, units, positionKey }: WalletDeposit, settled: ReadonlySet<string>): Wallet | null {
  if (wallet.countedDeposits.includes(depositId)) return null;
  const counted = { ...wallet, countedDeposits: [...wallet.countedDeposits.filter((id) => !settled.has(id)), depositId] };
  if (positionKey === undefined) return withCash(counted, chain, units);
  const known = flowOf(wallet.flows, positionKey);
  return { ...counted, flows: { ...wallet.flows, [positionKey]: { ...known, paidIn: known.paidIn + units } } };
}

/** Sandbox: USDC made for a wallet. Its id is that of the deposit; the record stands before anything is minted. */
export const depositSchema = z.object({
  walletId: z.string(),
  chain: chainSchema,
  units: unitsSchema,
  positionKey: positionKeySchema.optional(),
  isDone: z.boolean(),
});
export type Deposit = z.output<typeof depositSchema>;

/** The owner of its transactions. */
export const SANDBOX_DEPOSITS = 'deposit';

export const stepKeyOf = (depositId: string, step: string): string => `${SANDBOX_DEPOSITS}/${depositId}/${step}`;

/** The deposit that a transaction was sent for; null when it was sent for something else. */
export const sandboxDepositOf = ({ key, owner }: { readonly key: string; readonly owner: string }): string | null =>
  (owner === SANDBOX_DEPOSITS ? (key.split('/')[1] ?? null) : null);

type DepositRequest = RequestOf<typeof depositToWallet>;

/**
 * What goes into a position goes to the position's own chain, whichever is named: there is no other.
 * @throws DomainError `invalid_request` when it cannot be made, or its id stands for another deposit.
 */
export function intendedDeposit(known: Deposit | null, request: DepositRequest, chains: readonly string[]): Change<Deposit> | null {
  const { walletId, amount, positionKey } = request;
  const chain = (positionKey && yieldSourceOf(positionKey)?.chain) ?? request.chain;
  if (amount.currency !== 'USDC') throw new DomainError('invalid_request', 'A wallet holds USDC only.');
  if (!chains.includes(chain)) throw new DomainError('invalid_request', `Nothing can be deposited on ${chain}.`);
  const deposit: Deposit = { walletId, chain, units: unitsOf(amount), ...(positionKey === undefined ? {} : { positionKey }), isDone: false };
  if (known === null) return { state: deposit };
  const isSame = known.walletId === walletId && known.chain === chain && known.units === deposit.units && known.positionKey === positionKey;
  if (!isSame) throw new DomainError('invalid_request', 'This id stands for another deposit.');
  return null;
}
