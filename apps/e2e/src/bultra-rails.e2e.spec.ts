import { describe, expect, it } from '@jest/globals';
import type { Currency, Rail } from '@sluice/tools/client';
import { promisedBy } from './rail-calendar.js';
import { balanceOf, customerWith, openStory, requested } from './story.js';

const story = await openStory();

describe.each<[Rail, Currency]>([['ACH', 'USD'], ['WIRE', 'USD'], ['FPS', 'GBP'], ['SEPA', 'EUR']])('a withdrawal by %s in %s', (rail, currency) => {
  it('is promised for the day that the rail\'s calendar says, and arrives', async () => {
    const customer = await customerWith(story, '1000.00', currency);
    const { id, currency: printed } = await requested(story, customer, '250.50', rail);
    const { accepted_at: acceptedAt, estimated_completion: promised } = await story.bultra.accepted(id);
    expect([printed, promised]).toEqual([currency, promisedBy[rail](acceptedAt ?? '')]);
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED', amount: '250.50', currency });
    expect(await balanceOf(story, customer)).toEqual(['749.50', '0.00', '749.50']);
  });
});

describe('an amount that a rail cannot carry', () => {
  it.each<[Rail, Currency, string, string]>([
    ['ACH', 'USD', '100000000.00', '99999999.99'], ['WIRE', 'USD', '10000000000.00', '9999999999.99'], ['FPS', 'GBP', '1000000.01', '1000000.00'], ['SEPA', 'EUR', '1000000000.00', '999999999.99'],
  ])('by %s in %s is refused on its field: %s', async (rail, currency, amount, most) => {
    const { accountId, counterpartyId } = await customerWith(story, '10.00', currency);
    const answer = await story.bultra.create({ account_id: accountId, counterparty_id: counterpartyId, amount, rail });
    const details = [{ field: 'amount', message: `must be at most ${most} for ${rail}` }];
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'INVALID_REQUEST', details } } });
  });
});

describe('a rail that does not carry the currency', () => {
  it.each<[Rail, Currency]>([['SEPA', 'USD'], ['ACH', 'EUR'], ['WIRE', 'GBP'], ['FPS', 'EUR']])('%s is refused for %s', async (rail, currency) => {
    const { accountId, counterpartyId } = await customerWith(story, '10.00', currency);
    const answer = await story.bultra.create({ account_id: accountId, counterparty_id: counterpartyId, amount: '1.00', rail });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'RAIL_NOT_SUPPORTED' } } });
  });
});
