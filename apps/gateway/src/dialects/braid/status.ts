import type { Hold, PayoutLegView, Phase, WalletWithdrawalView } from '@sluice/contract-intake';

export const statuses = ['pending', 'processing', 'completed', 'partially_completed', 'failed', 'cancelled'] as const;
export type BraidStatus = (typeof statuses)[number];

const always = (status: BraidStatus): Record<Hold, BraidStatus> => ({ none: status, rfi: status, approval: status, approval_queued: status });

/** spec/canonical.md, state. What is being cancelled shows what it was, which depends on its legs. */
const table: Record<Exclude<Phase, 'cancelling'>, Record<Hold, BraidStatus>> = {
  created: always('pending'),
  authorized: { ...always('processing'), none: 'pending' },
  sourcing: always('processing'),
  bridging: always('processing'),
  delivering: always('processing'),
  settled: always('completed'),
  partial: always('partially_completed'),
  failed: always('failed'),
  rejected: always('failed'),
  cancelled: always('cancelled'),
};

const untouchedSources: readonly string[] = ['pending', 'cancelled'];
const untouchedPayouts: readonly string[] = ['planned', 'cancelled'];

const wasBegun = ({ sourceLegs, payouts }: WalletWithdrawalView): boolean =>
  sourceLegs.some(({ status }) => !untouchedSources.includes(status)) || payouts.some(({ status }) => !untouchedPayouts.includes(status));

export function statusOf(view: WalletWithdrawalView): BraidStatus {
  if (view.phase === 'cancelling') return wasBegun(view) ? 'processing' : 'pending';
  return table[view.phase][view.hold];
}

/** What was refused when it was asked for, or is not decided yet, was never there for its client. */
const unseen: readonly string[] = ['created', 'rejected'];

/** Every phase that may be shown as one of these; some of what is in them may be shown as another. */
export function phasesOf(wanted: readonly BraidStatus[]): Phase[] {
  const isWanted = (byHold: Record<Hold, BraidStatus>): boolean => Object.values(byHold).some((status) => wanted.includes(status));
  const shown = Object.entries(table).flatMap(([phase, byHold]) => (isWanted(byHold) && !unseen.includes(phase) ? [phase as Phase] : []));
  return wanted.includes('pending') || wanted.includes('processing') ? [...shown, 'cancelling'] : shown;
}

export const isTerminal = (status: BraidStatus): boolean => status !== 'pending' && status !== 'processing';

export const payoutStatus = {
  planned: 'planning',
  queued: 'waiting_for_prior_approval',
  awaiting_signature: 'pending_customer_approval',
  signed: 'pending_broadcast',
  sent: 'broadcasted',
  confirming: 'processing',
  delivered: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  not_needed: 'skipped',
} as const satisfies Record<PayoutLegView['status'], string>;

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
