import { always, type Hold, type Phase } from './states.js';

export const braidStatuses = ['pending', 'processing', 'completed', 'partially_completed', 'failed', 'cancelled'] as const;
export type BraidStatus = (typeof braidStatuses)[number];

/** The canonical statuses of a payout leg in Braid's words. */
export const braidPayoutStatus = {
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
} as const;
export type BraidLegStatus = keyof typeof braidPayoutStatus;

/** What a status follows from. */
export interface BraidShown {
  readonly phase: Phase;
  readonly hold: Hold;
  readonly payouts: readonly { readonly status: BraidLegStatus }[];
  readonly sourceLegs: readonly { readonly status: string }[];
}

/** The canonical table. What is being cancelled shows what it was, which depends on its legs. */
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

const wasBegun = ({ sourceLegs, payouts }: BraidShown): boolean =>
  sourceLegs.some(({ status }) => !untouchedSources.includes(status)) || payouts.some(({ status }) => !untouchedPayouts.includes(status));

export function braidStatusOf(view: BraidShown): BraidStatus {
  if (view.phase === 'cancelling') return wasBegun(view) ? 'processing' : 'pending';
  return table[view.phase][view.hold];
}

/** What was refused when it was asked for, or is not decided yet, was never there for its client. */
const unseen: readonly string[] = ['created', 'rejected'];

/** Whether a withdrawal in this phase is there for its client at all. */
export const isSeenInBraid = ({ phase }: { readonly phase: Phase }): boolean => !unseen.includes(phase);

/** Every phase that may be shown as one of these; some of what is in them may be shown as another. */
export function braidPhasesOf(wanted: readonly BraidStatus[]): Phase[] {
  const isWanted = (byHold: Record<Hold, BraidStatus>): boolean => Object.values(byHold).some((status) => wanted.includes(status));
  const shown = Object.entries(table).flatMap(([phase, byHold]) => (isWanted(byHold) && !unseen.includes(phase) ? [phase as Phase] : []));
  return wanted.includes('pending') || wanted.includes('processing') ? [...shown, 'cancelling'] : shown;
}

export const isBraidEnd = (status: BraidStatus): boolean => status !== 'pending' && status !== 'processing';
