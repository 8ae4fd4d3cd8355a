import type { WalletWithdrawalView } from '@sluice/contract-intake';

export interface Approval {
  readonly customerApprovalState: 'required' | 'queued' | 'not_required';
  readonly blockedBy: string | null;
}

/** What the customer has to do for the withdrawal, by its legs: one that awaits a vote counts before one that waits for its turn. */
export function approvalOf({ payouts }: WalletWithdrawalView): Approval {
  if (payouts.some(({ status }) => status === 'awaiting_signature')) return { customerApprovalState: 'required', blockedBy: null };
  const queued = payouts.find(({ status }) => status === 'queued');
  return queued ? { customerApprovalState: 'queued', blockedBy: queued.blockedBy ?? null } : { customerApprovalState: 'not_required', blockedBy: null };
}
