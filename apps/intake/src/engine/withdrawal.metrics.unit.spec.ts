import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Versioned } from '@sluice/persistence';
import { register } from 'prom-client';
import { countChange, settleSeconds, withdrawalsBegun, withdrawalsEnded } from './withdrawal.metrics.js';
import type { Withdrawal } from './withdrawal.js';

type Phase = Withdrawal['phase'];

/** As it stands after it has gone through these phases. */
function after(...phases: readonly [Phase, ...Phase[]]): Versioned<Withdrawal> {
  const phase = phases.at(-1);
  const hasEnded = phases.some((each) => ['settled', 'failed'].includes(each));
  const state = {
    kind: 'account', dialect: 'bultra', details: { rail: 'ACH' }, phase, createdAt: '2026-01-15T10:00:00Z', updatedAt: '2026-01-15T10:01:00Z', ...(hasEnded && { endedAt: '2026-01-15T10:01:00Z' }),
    history: phases.map((each, index) => ({ version: index + 1, state: each, phase: each, hold: 'none', at: '2026-01-15T10:01:00Z' })),
  };
  return { id: 'w', tenantId: 'acme', version: phases.length, dueAt: null, state: state as unknown as Withdrawal };
}

const numbers = async () => [(await withdrawalsBegun.get()).values, (await withdrawalsEnded.get()).values].map((values) => values.map(({ labels, value }) => ({ ...labels, value })));

describe('the changes of a withdrawal', () => {
  beforeEach(() => register.resetMetrics());

  it('are counted as a beginning', async () => {
    countChange(after('created'));
    expect(await numbers()).toEqual([[{ dialect: 'bultra', rail: 'ACH', value: 1 }], []]);
  });

  it('are not counted while it is under way', async () => {
    countChange(after('created', 'delivering'));
    expect(await numbers()).toEqual([[], []]);
  });

  it('are counted as an end, and how long that took', async () => {
    countChange(after('created', 'settled'));
    expect(await numbers()).toEqual([[], [{ dialect: 'bultra', rail: 'ACH', phase: 'settled', value: 1 }]]);
    expect((await settleSeconds.get()).values.find(({ metricName }) => metricName === 'sluice_withdrawal_settle_seconds_sum')?.value).toBe(60);
  });

  it('after the end are no second one', async () => {
    countChange(after('created', 'settled', 'settled'));
    expect(await numbers()).toEqual([[], []]);
  });

  it('to a failure are an end without a time to settle', async () => {
    countChange(after('created', 'failed'));
    expect(await numbers()).toEqual([[], [{ dialect: 'bultra', rail: 'ACH', phase: 'failed', value: 1 }]]);
    expect((await settleSeconds.get()).values).toEqual([]);
  });
});
