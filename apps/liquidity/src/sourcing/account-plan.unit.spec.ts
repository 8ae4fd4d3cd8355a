import { describe, expect, it } from '@jest/globals';
import type { Change } from '@sluice/persistence';
import { planSchema, returnedPlan, sourcedPlan, type Plan } from './account-plan.js';

const asked = { accountId: 'acc_1', amount: { currency: 'USD', units: '250000' } } as const;
const cashLeg = { id: 'leg-1', positionKey: 'cash', amount: asked.amount };

let made = 0;
const source = (known: Plan | null, question: Parameters<typeof sourcedPlan>[1] = asked) => sourcedPlan(known, question, () => `leg-${(made += 1)}`);
const said = ({ send }: Change<Plan>) => (send ?? []).map((sent) => 'contract' in sent && [sent.contract.type, sent.body]);
const planAfter = (change: Change<Plan>): Plan => planSchema.parse(change.state);
const firstPlan = (): Plan => {
  made = 0;
  return planAfter(source(null));
};

describe('cash from a plain account', () => {
  it('is one leg of the whole amount', () => {
    made = 0;
    const change = source(null);
    expect(said(change)).toEqual([['liquidity.liquidity-sourced', { legs: [cashLeg] }]]);
    expect(change.state).toEqual({ status: 'sourced', accountId: 'acc_1', command: asked, legs: [cashLeg], reason: null });
  });

  it('is answered by the same leg when its command comes again', () => {
    const change = source(firstPlan(), { accountId: 'acc_1', amount: { currency: 'USD', units: '250000' } });
    expect(said(change)).toEqual([['liquidity.liquidity-sourced', { legs: [cashLeg] }]]);
    expect(change).not.toHaveProperty('state');
  });

  it.each([
    { ...asked, amount: { currency: 'USD', units: '250001' } } as const,
    { ...asked, amount: { currency: 'EUR', units: '250000' } } as const,
    { ...asked, accountId: 'acc_2' },
    { ...asked, destinationChain: 'ethereum' },
  ])('is not given for something else than was planned: %j', (other) => {
    expect(() => source(firstPlan(), other)).toThrow(expect.objectContaining({ name: 'DomainError' }));
  });
});

describe('cash on a chain', () => {
  it('is not to be had, now and when its command comes again', () => {
    const question = { ...asked, amount: { currency: 'USDC', units: '1000000' }, destinationChain: 'ethereum' } as const;
    const change = source(null, question);
    expect(said(change)).toEqual([['liquidity.liquidity-unavailable', { reason: 'no_wallet' }]]);
    expect(said(source(planAfter(change), question))).toEqual(said(change));
  });
});

describe('a plan that was returned', () => {
  it('is returned for good', () => {
    const change = returnedPlan(firstPlan(), 'acc_1');
    expect(said(change)).toEqual([['liquidity.liquidity-returned', {}]]);
    expect(said(source(planAfter(change)))).toEqual([['liquidity.liquidity-unavailable', { reason: 'returned' }]]);
    expect(source(planAfter(change))).not.toHaveProperty('state');
  });

  it('says so again without a change', () => {
    const again = returnedPlan(planAfter(returnedPlan(firstPlan(), 'acc_1')), 'acc_1');
    expect(said(again)).toEqual([['liquidity.liquidity-returned', {}]]);
    expect(again).not.toHaveProperty('state');
  });

  it('sources nothing for a command that it overtook', () => {
    const change = returnedPlan(null, 'acc_1');
    expect(planAfter(change)).toMatchObject({ status: 'returned', command: null, legs: [] });
    expect(said(source(planAfter(change)))).toEqual([['liquidity.liquidity-unavailable', { reason: 'returned' }]]);
  });

  it('hides the reason why there was nothing to return', () => {
    const nothing = planAfter(source(null, { ...asked, destinationChain: 'ethereum' }));
    expect(planAfter(returnedPlan(nothing, 'acc_1'))).toMatchObject({ status: 'returned', reason: null });
  });
});
