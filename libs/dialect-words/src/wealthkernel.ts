import { phases, type Hold, type Phase } from '@sluice/kernel';

export const wealthkernelStatuses = ['Pending', 'Active', 'Settled', 'Rejected', 'Cancelling', 'Cancelled'] as const;
export type WealthkernelStatus = (typeof wealthkernelStatuses)[number];

/** The canonical table. What is waited for shows in no status; a payment that came back leaves it as it is. */
const table: Record<Phase, WealthkernelStatus> = {
  created: 'Pending',
  authorized: 'Active',
  sourcing: 'Active',
  bridging: 'Active',
  delivering: 'Active',
  cancelling: 'Cancelling',
  settled: 'Settled',
  partial: 'Settled',
  failed: 'Rejected',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
};

export const wealthkernelStatusOf = ({ phase }: { readonly phase: Phase; readonly hold: Hold }): WealthkernelStatus => table[phase];

/** Exactly the phases that are shown as this status. */
export const wealthkernelPhasesOf = (status: WealthkernelStatus): Phase[] => phases.filter((phase) => table[phase] === status);

/** The events that subscribers of WealthKernel are sent, by the status that a withdrawal has come to. */
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
