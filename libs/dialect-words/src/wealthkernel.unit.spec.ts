import { describe, expect, it } from '@jest/globals';
import { holds, phases } from '@sluice/kernel';
import { wealthkernelPhasesOf, wealthkernelStatuses, wealthkernelStatusOf } from './wealthkernel.js';

describe('the status of a withdrawal in WealthKernel', () => {
  it('is as the canonical table says, whatever is waited for', () => {
    expect(phases.map((phase) => `${phase}: ${[...new Set(holds.map((hold) => wealthkernelStatusOf({ phase, hold })))].join(' ')}`)).toEqual([
      'created: Pending', 'authorized: Active', 'sourcing: Active', 'bridging: Active', 'delivering: Active', 'cancelling: Cancelling',
      'settled: Settled', 'partial: Settled', 'failed: Rejected', 'rejected: Rejected', 'cancelled: Cancelled',
    ]);
  });
});

describe('a filter by status', () => {
  it.each(wealthkernelStatuses)('finds every withdrawal that is %s, and none that is not', (status) => {
    const found = wealthkernelPhasesOf(status);
    for (const phase of phases) expect([phase, found.includes(phase)]).toEqual([phase, wealthkernelStatusOf({ phase, hold: 'none' }) === status]);
  });

  it('leaves no phase out', () => {
    expect(wealthkernelStatuses.flatMap(wealthkernelPhasesOf).sort((a, b) => a.localeCompare(b))).toEqual([...phases].sort((a, b) => a.localeCompare(b)));
  });
});
