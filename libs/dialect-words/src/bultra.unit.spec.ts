import { describe, expect, it } from '@jest/globals';
import { holds, phases } from '@sluice/kernel';
import { bultraStatesOf as statesOf, bultraStatuses as statuses, bultraStatusOf as statusOf } from './bultra.js';

const at = '2026-01-15T10:30:00.000Z';

describe('the status of a withdrawal', () => {
  it('is as the canonical table says, for every phase and hold', () => {
    const shown = phases.map((phase) => `${phase}: ${holds.map((hold) => statusOf({ phase, hold })).join(' ')}`);
    expect(shown).toEqual([
      'created: REQUESTED CHANGES_REQUESTED REQUESTED REQUESTED',
      'authorized: ACCEPTED CHANGES_REQUESTED ACCEPTED ACCEPTED',
      'sourcing: IN_PROGRESS CHANGES_REQUESTED IN_PROGRESS IN_PROGRESS',
      'bridging: IN_PROGRESS CHANGES_REQUESTED IN_PROGRESS IN_PROGRESS',
      'delivering: IN_PROGRESS CHANGES_REQUESTED IN_PROGRESS IN_PROGRESS',
      'cancelling: REQUESTED CHANGES_REQUESTED REQUESTED REQUESTED',
      'settled: EXECUTED EXECUTED EXECUTED EXECUTED',
      'partial: FAILED FAILED FAILED FAILED',
      'failed: FAILED FAILED FAILED FAILED',
      'rejected: FAILED FAILED FAILED FAILED',
      'cancelled: CANCELLED CANCELLED CANCELLED CANCELLED',
    ]);
  });

  it('stays what it was while it is cancelled', () => {
    expect(statusOf({ phase: 'cancelling', hold: 'none', authorizedAt: at })).toBe('ACCEPTED');
    expect(statusOf({ phase: 'cancelling', hold: 'none' })).toBe('REQUESTED');
  });

  it('is a failure once the payment came back', () => {
    expect(statusOf({ phase: 'settled', hold: 'none', authorizedAt: at, returned: { code: 'R03', at } })).toBe('FAILED');
  });
});

describe('a filter by status', () => {
  const every = phases.flatMap((phase) => holds.flatMap((hold) => [{ phase, hold }, { phase, hold, authorizedAt: at }, { phase, hold, authorizedAt: at, returned: { code: 'R03', at } }]));

  it.each(statuses)('finds every withdrawal that is %s', (status) => {
    const states = statesOf(status);
    const found = every.filter((view) => states.some(({ phase, hold, returned }) => phase === view.phase && (hold ?? view.hold) === view.hold && (returned ?? 'returned' in view) === 'returned' in view));
    const missed = every.filter((view) => statusOf(view) === status && !found.includes(view));
    expect(missed).toEqual([]);
    expect(found.filter((view) => view.phase !== 'cancelling' && statusOf(view) !== status)).toEqual([]);
  });
});
