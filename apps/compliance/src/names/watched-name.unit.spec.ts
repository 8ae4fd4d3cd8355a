import { describe, expect, it } from '@jest/globals';
import type { Hit } from './name-lists.js';
import { withHits, withName, type WatchedName } from './watched-name.js';

const at = new Date('2026-01-15T10:30:00.000Z');
const later = new Date('2026-02-15T10:30:00.000Z');
const hit = (listedId: string): Hit => ({ name: 'Ada Example', listed: 'Ada Example', list: 'invented', listedId, score: 1 });
const name = (known: Partial<WatchedName> = {}): WatchedName => ({ subjectId: 'cpty_1', name: 'Ada Example', hits: [], listVersion: null, listedAt: null, ...known });
const saidOf = (change: ReturnType<typeof withHits>) => (change?.send ?? []).map((sent) => ('contract' in sent ? [sent.contract.type, sent.body] : []));

describe('a name that is made known', () => {
  it('is looked up at once, and again when it is another', () => {
    expect(withName(null, { subjectId: 'cpty_1', name: 'Ada Example' })).toEqual({ state: name(), dueAt: new Date(0) });
    expect(withName(name({ hits: [hit('1')], listVersion: 'v1', listedAt: at }), { subjectId: 'cpty_1', name: 'Ada Sample' })).toMatchObject({ state: { name: 'Ada Sample', hits: [hit('1')] }, dueAt: new Date(0) });
  });

  it('is not looked up when the command is repeated', () => {
    expect(withName(name(), { subjectId: 'cpty_1', name: 'Ada Example' })).toBeNull();
  });
});

describe('a lookup in the lists', () => {
  it('announces who is found, once', () => {
    const change = withHits(name(), [hit('1')], 'v1', at);
    expect(change?.state).toEqual(name({ hits: [hit('1')], listVersion: 'v1', listedAt: at }));
    expect(saidOf(change)).toEqual([['compliance.name-listed', { subjectId: 'cpty_1', listVersion: 'v1' }]]);
    expect(withHits(change?.state ?? name(), [hit('1')], 'v2', later)).toBeNull();
  });

  it('announces another hit, and keeps since when there are hits', () => {
    const change = withHits(name({ hits: [hit('1')], listVersion: 'v1', listedAt: at }), [hit('1'), hit('2')], 'v2', later);
    expect(change?.state).toMatchObject({ listVersion: 'v2', listedAt: at });
    expect(saidOf(change)).toHaveLength(1);
  });

  it('announces nothing for a name that was taken off the list, and clears it', () => {
    const change = withHits(name({ hits: [hit('1')], listVersion: 'v1', listedAt: at }), [], 'v2', later);
    expect(change?.state).toMatchObject({ hits: [], listedAt: null });
    expect(saidOf(change)).toEqual([]);
  });

  it('changes nothing where nobody is found', () => {
    expect(withHits(name(), [], 'v1', at)).toBeNull();
  });
});
