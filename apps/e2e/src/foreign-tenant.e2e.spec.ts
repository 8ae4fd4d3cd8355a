import { beforeAll, describe, expect, it } from '@jest/globals';
import { BultraCaller, exchange } from '@sluice/tools/client';
import { balanceOf, customerWith, openStory, requested, type Story } from './story.js';

let acme: Story;
let globex: Story;
beforeAll(async () => {
  [acme, globex] = [await openStory('acme'), await openStory('globex')];
});

const notFound = { status: 404, body: { error: { code: 'NOT_FOUND' } } };

describe('what belongs to one tenant', () => {
  it('is not there for another, to read or to act on', async () => {
    const customer = await customerWith(acme, '100.00');
    const { id } = await requested(acme, customer, '60.00');
    expect(await globex.bultra.ask(`/withdrawals/${id}`)).toMatchObject(notFound);
    expect(await globex.bultra.ask(`/withdrawals/${id}/status`)).toMatchObject(notFound);
    expect(await globex.bultra.accept(id)).toMatchObject(notFound);
    expect(await globex.bultra.cancel(id)).toMatchObject(notFound);
    expect(await globex.bultra.ask(`/accounts/${customer.accountId}`)).toMatchObject(notFound);
    expect(await globex.bultra.ask(`/counterparties/${customer.counterpartyId}`)).toMatchObject(notFound);
    expect(await acme.bultra.withdrawal(id)).toMatchObject({ status: 'REQUESTED' });
  });

  it('cannot be paid from or paid to by another', async () => {
    const [ours, theirs] = [await customerWith(acme, '100.00'), await customerWith(globex, '100.00')];
    const fromOurs = { account_id: ours.accountId, counterparty_id: theirs.counterpartyId, amount: '1.00', rail: 'ACH' };
    expect(await globex.bultra.create(fromOurs)).toMatchObject(notFound);
    expect(await globex.bultra.create({ ...fromOurs, account_id: theirs.accountId, counterparty_id: ours.counterpartyId })).toMatchObject(notFound);
    expect(await balanceOf(acme, ours)).toEqual(['100.00', '0.00', '100.00']);
  });

  it('is found by nobody else in a list', async () => {
    const customer = await customerWith(acme, '100.00');
    await requested(acme, customer, '60.00');
    expect(await globex.bultra.ask(`/withdrawals?account_id=${customer.accountId}`)).toMatchObject({ status: 200, body: { data: [] } });
  });
});

describe('a client that may only read', () => {
  it('is refused what would change anything', async () => {
    const customer = await customerWith(acme, '100.00');
    const credentials = acme.stack.tenants['acme']?.bultraReadOnly ?? { clientId: '', clientSecret: '' };
    const reader = new BultraCaller(acme.stack, credentials);
    expect(await reader.account(customer.accountId)).toMatchObject({ id: customer.accountId });
    const answer = await reader.create({ account_id: customer.accountId, counterparty_id: customer.counterpartyId, amount: '1.00' });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } });
  });
});

describe('a caller without a good token', () => {
  it('is told nothing', async () => {
    const headers = { authorization: 'Bearer made-up' };
    expect(await exchange(`${acme.stack.gateway}/bultra/v1/withdrawals`, { headers })).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
  });
});
