import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it } from '@jest/globals';
import { areKillPointsWatched, betweenKillPoints, type KillPoint, passKillPoint, sendBetweenKillPoints } from './kill-points.js';
import { withLogFields } from './work-context.js';

const passed: string[] = [];
const listener = (message: unknown): void => {
  const { kind, subject, side, withdrawalId = '' } = message as KillPoint;
  passed.push(`${kind}:${subject}:${side}${withdrawalId}`);
};
const watch = (): void => subscribe('sluice:kill-points', listener);
afterEach(() => {
  unsubscribe('sluice:kill-points', listener);
  passed.length = 0;
});

describe('points at which a process may be killed', () => {
  it('are passed in silence when nobody watches, and the step is done', async () => {
    expect(areKillPointsWatched()).toBe(false);
    await expect(betweenKillPoints('write', 'accounts', () => Promise.resolve(7))).resolves.toBe(7);
    expect(passed).toEqual([]);
  });

  it('surround a step, and name the withdrawal that it is for', async () => {
    watch();
    await withLogFields({ withdrawalId: ' of w' }, () => betweenKillPoints('write', 'accounts', () => Promise.resolve(passed.push('step'))));
    expect(passed).toEqual(['write:accounts:before of w', 'step', 'write:accounts:after of w']);
  });

  it('surround a step that fails, too', async () => {
    watch();
    await expect(betweenKillPoints('write', 'accounts', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    expect(passed).toEqual(['write:accounts:before', 'write:accounts:after']);
  });

  it('surround what is sent to a provider and what comes back', async () => {
    watch();
    await sendBetweenKillPoints('bank.submit', () => Promise.resolve(passed.push('call')));
    passKillPoint('reply', 'bank.submit', 'after');
    expect(passed).toEqual(['send:bank.submit:before', 'call', 'send:bank.submit:after', 'reply:bank.submit:before', 'reply:bank.submit:after']);
  });

  it('surround a call that is never answered with what can be said of it', async () => {
    watch();
    await expect(sendBetweenKillPoints('bank.submit', () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    expect(passed.at(-1)).toBe('reply:bank.submit:before');
  });
});
