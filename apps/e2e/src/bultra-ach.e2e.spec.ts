import { beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, balanceOf, customerWith, openStory, requested, type Story } from './story.js';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});

describe('a withdrawal by ACH that nothing stands in the way of', () => {
  it('is shown with exactly the keys that Bultra shows', async () => {
    const customer = await customerWith(story, '5000.00');
    const answer = await story.bultra.create({
      account_id: customer.accountId, counterparty_id: customer.counterpartyId, amount: '2500', rail: 'ACH', reference: 'Monthly transfer',
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^wth_\d+$/), account_id: customer.accountId, counterparty_id: customer.counterpartyId, amount: '2500.00', currency: 'USD',
      rail: 'ACH', purpose: 'PERSONAL_ACCOUNT', status: 'REQUESTED', created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  it('holds nothing before it is accepted', async () => {
    const customer = await customerWith(story, '100.00');
    await requested(story, customer, '60.00');
    expect(await balanceOf(story, customer)).toEqual(['100.00', '0.00', '100.00']);
  });

  it('arrives, and leaves the account once', async () => {
    const customer = await customerWith(story, '10000.00');
    const { id } = await accepted(story, customer, '2500.00');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED', amount: '2500.00' });
    expect(await balanceOf(story, customer)).toEqual(['7500.00', '0.00', '7500.00']);
  });

  it('can take the last cent', async () => {
    const customer = await customerWith(story, '0.01');
    const { id } = await accepted(story, customer, '0.01');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED' });
    expect(await balanceOf(story, customer)).toEqual(['0.00', '0.00', '0.00']);
  });
});

describe('an acceptance with an idempotency id', () => {
  const headers = { 'x-bultra-idempotency-id': 'accept-once' };

  it('is answered byte for byte again, whatever happened since', async () => {
    const customer = await customerWith(story, '100.00');
    const { id } = await requested(story, customer, '40.00');
    const first = await story.bultra.accept(id, headers);
    await story.bultra.ended(id);
    const again = await story.bultra.accept(id, headers);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await balanceOf(story, customer)).toEqual(['60.00', '0.00', '60.00']);
  });

  it('that is not repeated is refused the second time', async () => {
    const { id } = await accepted(story, await customerWith(story, '100.00'), '40.00');
    expect(await story.bultra.accept(id)).toMatchObject({ status: 409, body: { error: { code: 'INVALID_STATUS' } } });
  });
});
