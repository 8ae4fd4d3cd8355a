import { describe, expect, it } from '@jest/globals';
import { until, type Currency, type Rail } from '@sluice/tools/client';
import { balanceOf, customerWith, openStory, requested } from './story.js';

const story = await openStory();

const returnAt = (withdrawalId: string, code: string) => story.operator.ask('/simulations/bank-returns', { method: 'POST', body: { withdrawalId, code } });

describe.each<[Rail, Currency, string]>([['ACH', 'USD', 'R03'], ['SEPA', 'EUR', 'AC04'], ['FPS', 'GBP', 'AC01']])('a payment by %s in %s that comes back with %s after it was executed', (rail, currency, code) => {
  it('makes the withdrawal fail, keeps what was, and credits the account once', async () => {
    const customer = await customerWith(story, '100.00', currency);
    const { id } = await requested(story, customer, '60.00', rail);
    await story.bultra.accepted(id);
    const executed = await story.bultra.ended(id);
    expect(executed).toMatchObject({ status: 'EXECUTED' });
    await returnAt(id, code);
    await returnAt(id, code);
    const returned = await until('the return is seen', () => story.bultra.withdrawal(id), ({ status }) => status === 'FAILED');
    expect(returned).toMatchObject({ failure_code: code, return_code: code, executed_at: executed.executed_at, returned_at: expect.any(String) });
    await until('the account is credited', () => balanceOf(story, customer), ([total]) => total !== '40.00');
    expect(await balanceOf(story, customer)).toEqual(['100.00', '0.00', '100.00']);

    const { id: next } = await requested(story, customer, '100.00', rail);
    await story.bultra.accepted(next);
    await story.bultra.ended(next);
    expect(await balanceOf(story, customer)).toEqual(['0.00', '0.00', '0.00']);
  });
});

describe('a withdrawal that has nothing to send back', () => {
  it('is not returned', async () => {
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    expect(await returnAt(id, 'R03')).toMatchObject({ status: 409 });
    expect(await story.bultra.withdrawal(id)).toMatchObject({ status: 'REQUESTED' });
  });
});
