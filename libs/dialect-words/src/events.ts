import { bultraStatuses, type BultraStatus } from './bultra.js';
import type { WealthkernelStatus } from './wealthkernel.js';

/** What subscribers of WealthKernel hear of, by the status that a withdrawal has come to. */
export const wealthkernelEventOf: Record<WealthkernelStatus, string> = {
  Pending: 'withdrawals.withdrawal_requested',
  Active: 'withdrawals.withdrawal_activated',
  Settled: 'withdrawals.withdrawal_settled',
  Rejected: 'withdrawals.withdrawal_rejected',
  Cancelling: 'withdrawals.withdrawal_cancelling',
  Cancelled: 'withdrawals.withdrawal_cancelled',
};
export const WEALTHKERNEL_TEST = 'webhooks.test';
export const wealthkernelEvents: readonly string[] = [...Object.values(wealthkernelEventOf), WEALTHKERNEL_TEST];

export const bultraEventOf = <Status extends BultraStatus>(status: Status) => `WITHDRAWAL_${status}` as const;
export const bultraEvents = bultraStatuses.map(bultraEventOf);

/** What subscribers of Braid hear of, by what has changed. */
export const braidEventOf = {
  withdrawal: 'portfolio_wallet.withdrawal.status_changed',
  payout: 'portfolio_wallet.withdrawal.payout.status_changed',
  balance: 'portfolio_wallet.balance.updated',
} as const;
export const braidEvents = Object.values(braidEventOf);
