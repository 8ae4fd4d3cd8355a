import { describe, expect, it } from '@jest/globals';
import { paused, released, stops, type Pause } from './pause.js';

const now = new Date('2026-11-23T10:00:00.000Z');
const known: Pause = { rail: 'FPS', reason: 'The bank has an incident.', since: '2026-11-23T09:00:00.000Z' };

describe('a pause', () => {
  it.each<[string, Parameters<typeof stops>[0], boolean]>([
    ['of everything', {}, true], ['of the rail', { rail: 'FPS' }, true], ['of the provider', { provider: 'bank' }, true], ['of the rail at the provider', { rail: 'FPS', provider: 'bank' }, true],
    ['of another rail', { rail: 'ACH' }, false], ['of another provider', { provider: 'chain' }, false], ['of the rail at another provider', { rail: 'FPS', provider: 'chain' }, false],
    ['of a chain', { rail: 'base' }, false],
  ])('%s stops a payment over FPS: %#', (_, pause, isStopped) => {
    expect(stops(pause, { rail: 'FPS', provider: 'bank' })).toBe(isStopped);
  });

  it('begins once, however often it is requested', () => {
    const begun = paused(null, { rail: 'FPS', reason: 'An incident.' }, now);
    expect(begun).toEqual({ state: { rail: 'FPS', reason: 'An incident.', since: now.toISOString() } });
    expect(paused(begun?.state ?? null, { rail: 'FPS', reason: 'An incident.' }, new Date(0))).toBeNull();
  });

  it.each<[string, Pause]>([['of something else', { ...known, rail: 'ACH' }], ['with another reason', { ...known, reason: 'Another.' }], ['that was released', { ...known, releasedAt: now.toISOString() }]])(
    'is refused under the id of one %s', (_, other) => {
      expect(() => paused(other, { rail: 'FPS', reason: known.reason }, now)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    },
  );

  it('is released once', () => {
    const after = released(known, now);
    expect(after).toEqual({ state: { ...known, releasedAt: now.toISOString() } });
    expect(released(after?.state as Pause, new Date(0))).toBeNull();
  });
});
