import { phases, type Hold, type Phase } from './states.js';

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
