import { mock } from 'node:test';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DueTimers, HORIZON_MS, type Due } from './due-timers.js';

describe('the due times that a process knows', () => {
  const ready: string[] = [];
  const offsets = new Map<string, number>();
  let timers: DueTimers;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    ready.length = 0;
    offsets.clear();
    timers = new DueTimers((tenantId) => offsets.get(tenantId) ?? 0, ({ id, version }) => ready.push(`${id}@${version}`));
  });
  afterEach(() => {
    timers.stop();
    mock.timers.reset();
  });

  const due = (id: string, inMs: number, more: Partial<Due> = {}): Due => ({ id, tenantId: 'acme', version: 1, dueAt: new Date(Date.now() + inMs), foreign: false, ...more });

  it('come up when it is time, and not before', () => {
    timers.add(due('a', 1_000));
    mock.timers.tick(999);
    expect(ready).toEqual([]);
    mock.timers.tick(1);
    expect(ready).toEqual(['a@1']);
  });

  it('come up at once when they are past', () => {
    timers.add(due('a', -5));
    expect(ready).toEqual(['a@1']);
  });

  it('are replaced by those of a later version, and not by those of an earlier one', () => {
    timers.add(due('a', 1_000, { version: 2 }));
    timers.add(due('a', 10, { version: 1 }));
    timers.add(due('a', 2_000, { version: 3 }));
    mock.timers.tick(10_000);
    expect(ready).toEqual(['a@3']);
  });

  it('are forgotten when they are removed', () => {
    timers.add(due('a', 1_000));
    timers.remove('a');
    mock.timers.tick(10_000);
    expect([ready, timers.size]).toEqual([[], 0]);
  });

  it('leave another instance its time first', () => {
    timers.add(due('a', -1, { foreign: true }));
    expect(ready).toEqual([]);
    mock.timers.tick(2_000);
    expect(ready).toEqual(['a@1']);
  });

  it('do not wait for another instance any more when nobody knows whether there is one', () => {
    timers.add(due('a', -1, { foreign: true }));
    timers.add(due('a', -1));
    expect(ready).toEqual(['a@1']);
  });

  it('come up again after growing pauses of no more than a minute', () => {
    const fired: number[] = [];
    timers = new DueTimers(() => 0, (one) => {
      fired.push(Date.now());
      if (fired.length < 10) setTimeout(() => timers.again(one), 0);
    });
    timers.add(due('a', 0));
    for (let passed = 0; passed < 600_000; passed += 100) mock.timers.tick(100); // A timer set by another counts from the end of a tick.
    expect(fired.slice(1).map((at, index) => Math.round((at - (fired[index] ?? 0)) / 1_000))).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('keep their pause when a sweep finds them again', () => {
    timers.add(due('a', 0));
    timers.again(due('a', 0));
    timers.add(due('a', 0, { foreign: true }));
    timers.add(due('a', 0));
    expect(ready).toEqual(['a@1']);
  });

  it('are on the clock of their tenant, and follow it when it moves', () => {
    offsets.set('traveller', 5_000);
    timers.add(due('a', 15_000, { tenantId: 'traveller' }));
    timers.add(due('b', 15_000));
    mock.timers.tick(9_999);
    expect(ready).toEqual([]);
    offsets.set('traveller', 5_001);
    timers.clockMoved('traveller');
    expect(ready).toEqual(['a@1']);
    mock.timers.tick(5_001);
    expect(ready).toEqual(['a@1', 'b@1']);
  });

  it('that are far are left to a sweep', () => {
    timers.add(due('a', HORIZON_MS + 1));
    expect(timers.size).toBe(0);
  });

  describe('when the clock of the process jumps by 48 hours', () => {
    const HOURS_48 = 48 * 3_600_000;
    let clock: number;
    const jump = (byMs: number): void => void (clock += byMs);
    /** Timers go by what has passed, and know nothing of the clock. */
    const pass = (ms: number): void => {
      clock += ms;
      mock.timers.tick(ms);
    };
    beforeEach(() => {
      clock = 1_000 * HOURS_48;
      mock.timers.reset();
      mock.timers.enable({ apis: ['setTimeout'] });
      mock.method(Date, 'now', () => clock);
    });
    afterEach(() => mock.restoreAll());

    it('come up once after a jump ahead, no later than without it', () => {
      timers.add(due('a', 10_000));
      jump(HOURS_48);
      timers.add(due('a', 10_000 - HOURS_48, { foreign: true }));
      pass(10_000);
      pass(60_000);
      expect(ready).toEqual(['a@1']);
    });

    it('do not come up before their time after a jump back, and are left to a sweep', () => {
      timers.add(due('a', 10_000));
      jump(-HOURS_48);
      pass(10_000);
      expect([ready, timers.size]).toEqual([[], 0]);
      jump(HOURS_48);
      timers.add(due('a', -1, { foreign: true }));
      pass(2_000);
      expect(ready).toEqual(['a@1']);
    });

    it('wait no longer than the longest pause when the clock is set back after a failure', () => {
      jump(HOURS_48);
      timers.add(due('a', -HOURS_48));
      timers.again(due('a', -HOURS_48));
      jump(-HOURS_48);
      timers.clockMoved('acme');
      pass(59_999);
      expect(ready).toEqual(['a@1']);
      pass(1);
      expect(ready).toEqual(['a@1', 'a@1']);
    });
  });
});
