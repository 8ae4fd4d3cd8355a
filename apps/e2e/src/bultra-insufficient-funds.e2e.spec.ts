import { beforeAll, describe, expect, it } from '@jest/globals';
import { balanceOf, customerWith, openStory, requested, type Story } from './story.js';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});

const refused = { status: 422, body: { error: { code: 'INSUFFICIENT_FUNDS' } } };

describe('more than the account holds', () => {
  it('is refused when it is asked for', async () => {
    const { accountId, counterpartyId } = await customerWith(story, '50.00');
    expect(await story.bultra.create({ account_id: accountId, counterparty_id: counterpartyId, amount: '50.01', rail: 'ACH' })).toMatchObject(refused);
  });

  it('is refused at the acceptance when the money went elsewhere meanwhile', async () => {
    const customer = await customerWith(story, '100.00');
    const [first, second] = [await requested(story, customer, '80.00'), await requested(story, customer, '80.00')];
    await story.bultra.accepted(first.id);
    expect(await story.bultra.accept(second.id)).toMatchObject(refused);
    await story.bultra.ended(first.id);
    expect(await balanceOf(story, customer)).toEqual(['20.00', '0.00', '20.00']);
  });
});

describe('ten acceptances at once over the same money', () => {
  it('succeed only as far as it reaches', async () => {
    const customer = await customerWith(story, '100.00');
    const withdrawals = await Promise.all(Array.from({ length: 10 }, () => requested(story, customer, '30.00')));
    const answers = await Promise.all(withdrawals.map(({ id }) => story.bultra.accept(id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(7);
    const winners = withdrawals.filter((_, index) => answers[index]?.status === 200);
    await Promise.all(winners.map(({ id }) => story.bultra.ended(id)));
    expect(await balanceOf(story, customer)).toEqual(['10.00', '0.00', '10.00']);
  });
});
