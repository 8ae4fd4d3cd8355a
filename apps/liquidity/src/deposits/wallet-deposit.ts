import { positionKeySchema, walletDepositSeen } from '@sluice/contract-liquidity';
import { chainSchema, send, type Outgoing } from '@sluice/contract-kit';
import { z } from 'zod';
import { unitsSchema, usdcJson } from '../wallet/usdc.js';
import { flowOf, withCash, type Wallet } from '../wallet/wallet.js';

/**
 * USDC that has reached a wallet, once for good: its id is the business id under which the ledger books it.
 * - `seen`: final on its chain, or made by the sandbox; the ledger is asked to book it.
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
