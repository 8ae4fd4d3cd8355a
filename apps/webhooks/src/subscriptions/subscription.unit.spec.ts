import { describe, expect, it } from '@jest/globals';
import { counted, enabled, noticeOf, type Subscription } from './subscription.js';

const begun = new Date('2026-01-15T10:30:00.000Z');
const hours = (count: number): Date => new Date(begun.getTime() + count * 3_600_000);
const failed = { at: begun.toISOString(), status: 503, tookMs: 3 };
const answered = { ...failed, status: 200 };
const fresh: Subscription = {
  dialect: 'bultra', url: 'https://hooks.partner.com:8443/sluice?token=t0p#s3cret', events: ['WITHDRAWAL_FAILED'], active: true, createdAt: begun.toISOString(), failures: 0, disablings: 0,
};

/** So many failed tries, spread evenly over so many hours. */
function failing(tries: number, overHours: number, from: Subscription = fresh): Subscription {
  let subscription = from;
  for (let n = 0; n < tries; n += 1) subscription = counted(subscription, failed, hours((overHours * n) / (tries - 1))) ?? subscription;
  return subscription;
}

describe('an endpoint that fails', () => {
  it('a hundred times and more within its day of retries stays active', () => {
    expect(failing(1_000, 23.9)).toMatchObject({ active: true, failures: 1_000, failingSince: begun.toISOString() });
  });

  it('for days, but not often, stays active', () => {
    expect(failing(99, 200)).toMatchObject({ active: true, failures: 99 });
  });

  it('a hundred times over a day is disabled at that try', () => {
    const before = failing(99, 23);
    expect(before.active).toBe(true);
    expect(counted(before, failed, hours(24))).toMatchObject({ active: false, disabledAt: hours(24).toISOString(), failures: 100, disablings: 1 });
  });

  it('and answers once begins anew', () => {
    const mended = counted(failing(99, 23), answered, hours(23.5));
    expect(mended).toEqual(fresh);
    expect(counted(fresh, answered, hours(24))).toBeNull();
    expect(counted(mended ?? fresh, failed, hours(25))).toMatchObject({ active: true, failures: 1, failingSince: hours(25).toISOString() });
  });
});

describe('a disabled endpoint', () => {
  const disabled = failing(101, 24);

  it('is not disabled once more by tries that were under way', () => {
    expect(disabled).toMatchObject({ active: false, disablings: 1 });
    expect(counted(disabled, failed, hours(25))).toMatchObject({ active: false, disablings: 1, disabledAt: hours(24).toISOString() });
  });

  it('is sent events again when it is enabled, and can be disabled again', () => {
    expect(enabled(disabled)).toEqual({ ...fresh, disablings: 1 });
    expect(failing(101, 24, enabled(disabled) ?? fresh)).toMatchObject({ active: false, disablings: 2 });
  });

  it('alone can be enabled', () => {
    expect(enabled(fresh)).toBeNull();
    expect(enabled({ ...disabled, deletedAt: hours(25).toISOString() })).toBeNull();
  });

  it('has a numbered notice, without what its address keeps secret', () => {
    expect(noticeOf('sub_1', disabled, failed)).toEqual({
      subscriptionId: 'sub_1', dialect: 'bultra', sequence: 1, type: 'webhook.endpoint-disabled', url: 'https://hooks.partner.com:8443/sluice',
      failures: 101, failingSince: begun.toISOString(), cause: 'answered 503', at: hours(24).toISOString(),
    });
  });

  it('has a notice without texts from outside', () => {
    expect(noticeOf('sub_1', disabled, { at: begun.toISOString(), error: `${fresh.url} may not be called`, tookMs: 1 }).cause).toBe('no answer');
  });
});
