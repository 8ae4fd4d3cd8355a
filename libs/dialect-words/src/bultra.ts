import { forEveryHold, type Hold, type Phase } from '@sluice/kernel';

export const bultraStatuses = ['REQUESTED', 'ACCEPTED', 'CHANGES_REQUESTED', 'IN_PROGRESS', 'EXECUTED', 'FAILED', 'CANCELLED'] as const;
export type BultraStatus = (typeof bultraStatuses)[number];

/** What a status follows from. `returned`: the payment came back after it was executed. */
export interface BultraShown {
  readonly phase: Phase;
  readonly hold: Hold;
  readonly authorizedAt?: string | undefined;
  readonly returned?: object | undefined;
}

const unlessRfi = (status: BultraStatus): Record<Hold, BultraStatus> => ({ ...forEveryHold(status), rfi: 'CHANGES_REQUESTED' });

/** The canonical table. A cancelling withdrawal keeps its status until it is cancelled, which depends on more than phase and hold. */
const table: Record<Exclude<Phase, 'cancelling' | 'settled'>, Record<Hold, BultraStatus>> = {
  created: unlessRfi('REQUESTED'),
  authorized: unlessRfi('ACCEPTED'),
  sourcing: unlessRfi('IN_PROGRESS'),
  bridging: unlessRfi('IN_PROGRESS'),
  delivering: unlessRfi('IN_PROGRESS'),
  partial: forEveryHold('FAILED'),
  failed: forEveryHold('FAILED'),
  rejected: forEveryHold('FAILED'),
  cancelled: forEveryHold('CANCELLED'),
};

const cancelling = ({ hold, authorizedAt }: BultraShown): BultraStatus => {
  if (hold === 'rfi') return 'CHANGES_REQUESTED';
  return authorizedAt === undefined ? 'REQUESTED' : 'ACCEPTED';
};

/** A payment that came back makes a failure of what was executed. */
export function bultraStatusOf(view: BultraShown): BultraStatus {
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
export function bultraStatesOf(status: BultraStatus): State[] {
  const plain = Object.entries(table).flatMap(([phase, byHold]) =>
    Object.entries(byHold).flatMap(([hold, shown]): State[] => (shown === status ? [{ phase: phase as Phase, hold: hold as Hold }] : [])),
  );
  const settled: State[] = status === 'EXECUTED' ? [{ phase: 'settled', returned: false }] : status === 'FAILED' ? [{ phase: 'settled', returned: true }] : [];
  const beingCancelled: State[] = status === 'REQUESTED' || status === 'ACCEPTED' || status === 'CHANGES_REQUESTED' ? [{ phase: 'cancelling' }] : [];
  return [...plain, ...settled, ...beingCancelled];
}

export const bultraEventOf = <Status extends BultraStatus>(status: Status) => `WITHDRAWAL_${status}` as const;
export const bultraEvents = bultraStatuses.map(bultraEventOf);
