import type { Hold, Phase, WithdrawalView } from '@sluice/contract-intake';
import type { BultraStatus } from './schema.js';

type Shown = Pick<WithdrawalView, 'phase' | 'hold' | 'returned' | 'authorizedAt'>;

const always = (status: BultraStatus): Record<Hold, BultraStatus> => ({ none: status, rfi: status, approval: status, approval_queued: status });
const unlessAsked = (status: BultraStatus): Record<Hold, BultraStatus> => ({ ...always(status), rfi: 'CHANGES_REQUESTED' });

/** spec/canonical.md, state. A cancelling withdrawal keeps its status until it is cancelled, which depends on more than phase and hold. */
const table: Record<Exclude<Phase, 'cancelling' | 'settled'>, Record<Hold, BultraStatus>> = {
  created: unlessAsked('REQUESTED'),
  authorized: unlessAsked('ACCEPTED'),
  sourcing: unlessAsked('IN_PROGRESS'),
  bridging: unlessAsked('IN_PROGRESS'),
  delivering: unlessAsked('IN_PROGRESS'),
  partial: always('FAILED'),
  failed: always('FAILED'),
  rejected: always('FAILED'),
  cancelled: always('CANCELLED'),
};

const cancelling = ({ hold, authorizedAt }: Shown): BultraStatus => {
  if (hold === 'rfi') return 'CHANGES_REQUESTED';
  return authorizedAt === undefined ? 'REQUESTED' : 'ACCEPTED';
};

/** A payment that came back makes a failure of what was executed. */
export function statusOf(view: Shown): BultraStatus {
  if (view.phase === 'cancelling') return cancelling(view);
  if (view.phase === 'settled') return view.returned ? 'FAILED' : 'EXECUTED';
  return table[view.phase][view.hold];
}

interface State {
  readonly phase: Phase;
  readonly hold?: Hold;
  readonly returned?: boolean;
}

/** Every state that may be shown as this status; of those being cancelled, more than are. */
export function statesOf(status: BultraStatus): State[] {
  const plain = Object.entries(table).flatMap(([phase, byHold]) =>
    Object.entries(byHold).flatMap(([hold, shown]): State[] => (shown === status ? [{ phase: phase as Phase, hold: hold as Hold }] : [])),
  );
  const settled: State[] = status === 'EXECUTED' ? [{ phase: 'settled', returned: false }] : status === 'FAILED' ? [{ phase: 'settled', returned: true }] : [];
  const beingCancelled: State[] = status === 'REQUESTED' || status === 'ACCEPTED' || status === 'CHANGES_REQUESTED' ? [{ phase: 'cancelling' }] : [];
  return [...plain, ...settled, ...beingCancelled];
}
