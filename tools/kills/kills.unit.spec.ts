import { describe, expect, it } from '@jest/globals';
import { planOf, sample } from './campaign.ts';
import { flows } from './flows.ts';
import { knownPoints, listOf } from './point-lists.ts';

describe('the points of a round', () => {
  it('are a few of each process, apart from each other and in the order in which it passes them', () => {
    const points = ['intake:a', 'intake:b', 'intake:c', 'intake:d', 'intake:e', 'payout:a'];
    expect([...planOf(points, 2)]).toEqual([['intake', ['intake:a', 'intake:d']], ['payout', ['payout:a']]]);
  });

  it('are all of them when they are few', () => {
    expect([...planOf(['ledger:a', 'ledger:b'], 2)]).toEqual([['ledger', ['ledger:a', 'ledger:b']]]);
  });
});

describe('a sample of points', () => {
  const points = Array.from({ length: 50 }, (_, index) => `point ${index}`);

  it('is the same for the same seed, whatever the order of the list', () => {
    expect(sample(points.toReversed(), 7, 5)).toEqual(sample(points, 7, 5).toReversed());
  });

  it('is another one for another seed, and no more than there is', () => {
    expect(sample(points, 8, 5)).not.toEqual(sample(points, 7, 5));
    expect(sample(points, 7, 99)).toEqual(points);
  });
});

describe('the list of a flow', () => {
  it('leaves out what the running check passes, and what had begun before', () => {
    const passed = ['payout:acknowledge:payout.check-messages:before', 'payout:acknowledge:payout.check-messages:after', 'intake:write:insert x:after', 'intake:write:update y:before', 'intake:write:update y:after'];
    expect(listOf(passed)).toEqual(['intake:write:update y:before', 'intake:write:update y:after']);
  });

  it.each(Object.keys(flows))('of %s has both sides of each step, and each once', async (flow) => {
    const points = await knownPoints(flow);
    const other = (point: string): string => (point.endsWith(':before') ? point.replace(/before$/, 'after') : point.replace(/after$/, 'before'));
    expect(points.filter((point) => !points.includes(other(point)))).toEqual([]);
    expect(new Set(points).size).toBe(points.length);
    expect(points.filter((point) => !/^[a-z]+:(write|change|publish|confirm|send|reply|acknowledge):[^:]+:(before|after)$/.test(point))).toEqual([]);
  });
});
