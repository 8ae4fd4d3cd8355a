import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import { until, type TestService } from '@sluice/builders';
import { checkBooks, holdPlaced, holdPosted, listOpenHolds, placeHold, postHold } from '@sluice/contract-ledger';
import type { Connection } from 'mongoose';
import { Decimal128 } from 'bson';
import { openWith, startLedger, usd } from './bank.js';

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const inDatabase = (name: string) => (ledger.app.get<Connection>(getConnectionToken()).collection<{ _id: string }>(name));
/** By a full check: in the ordinary way nobody changes what is stored already. */
const findings = async (tenantId: string) => (await ledger.requests.request(checkBooks, { full: true }, { tenantId })).findings;

/** Each tenant has an account with a posted hold and an open one, so that there is something to break. */
async function books(tenantId: string): Promise<void> {
  await openWith(ledger, 'acc_1', 1_000, tenantId);
  for (const holdId of ['w1/1', 'w2/1']) {
    await ledger.publish(placeHold, { holdId, accountId: 'acc_1', amount: usd(300) }, { tenantId });
    await ledger.next(holdPlaced);
  }
  await ledger.publish(postHold, { holdId: 'w1/1', accountId: 'acc_1', postings: [{ postingId: 'leg', amount: usd(300), toAccountId: 'clearing:ACH:USD' }], releaseRest: true }, { tenantId });
  await ledger.next(holdPosted);
  // The timer's write would undo what a test changes in the account's document.
  await until('no account carries pending entries', async () => (await inDatabase('accounts').countDocuments({ tenantId, dueAt: { $exists: true } })) === 0);
  expect(await findings(tenantId)).toEqual([]);
}

describe('books that are right', () => {
  it('give nothing to find, and list what is held', async () => {
    await books('right');
    expect(await ledger.requests.request(listOpenHolds, { limit: 10 }, { tenantId: 'right' })).toEqual({ holds: [{ holdId: 'w2/1', accountId: 'acc_1', open: usd(300) }] });
    expect(await ledger.requests.request(listOpenHolds, { limit: 1, after: 'acc_1' }, { tenantId: 'right' })).toEqual({ holds: [] });
  });
});

describe('books that somebody has changed', () => {
  it('are found out by an entry that does not balance', async () => {
    await books('unbalanced');
    await inDatabase('entries').updateOne({ tenantId: 'unbalanced' }, { $set: { 'lines.0.debit': Decimal128.fromString('7') } });
    expect((await findings('unbalanced')).map(({ invariant }) => invariant)).toEqual(expect.arrayContaining([1]));
    expect((await findings('unbalanced'))[0]?.text).toMatch(/^entry .* does not balance$/);
  });

  it('are found out by an account that says more than its entries', async () => {
    await books('rich');
    await inDatabase('accounts').updateOne({ tenantId: 'rich' }, { $set: { posted: '100700' } });
    expect(await findings('rich')).toEqual([{ invariant: 2, text: 'acc_1 has 1007.00 USD posted, its entries come to 7.00 USD' }]);
  });

  it('are found out by an account that is overdrawn', async () => {
    await books('poor');
    await inDatabase('accounts').updateOne({ tenantId: 'poor' }, { $set: { pending: '800' } });
    expect((await findings('poor')).map(({ text }) => text)).toEqual(['acc_1 is overdrawn: 7.00 USD posted, 8.00 USD pending', 'acc_1 has 8.00 USD pending, its open holds 3.00 USD']);
  });

  it('are found out by a sum beside the journal that is not the journal’s', async () => {
    await books('forgetful');
    await inDatabase('brought_forward').updateOne({ tenantId: 'forgetful', accountId: 'clearing:ACH:USD' }, { $set: { units: '5' } });
    expect(await findings('forgetful')).toEqual([{ invariant: 2, text: 'clearing:ACH:USD is shown as 3.05 USD, its entries come to 3.00 USD' }]);
  });

  it('are found out by a hold that gave more than it held', async () => {
    await books('generous');
    await inDatabase('closed_holds').updateOne({ tenantId: 'generous' }, { $set: { 'postings.0.amount': '301' } });
    expect(await findings('generous')).toEqual([{ invariant: 3, text: 'hold w1/1 of acc_1: 3.01 USD posted and 0.00 USD released of 3.00 USD' }]);
  });

  it('are found out by a hold that is open though it was closed', async () => {
    await books('twice');
    const [closed] = await inDatabase('closed_holds').find({ tenantId: 'twice' }).toArray();
    await inDatabase('closed_holds').insertOne({ ...closed, _id: 'twice/acc_1/w2%2F1', holdId: 'w2/1' } as never);
    expect(await findings('twice')).toEqual([{ invariant: 3, text: 'hold w2/1 of acc_1 is open and closed' }]);
  });

  it('are found out by an entry on another tenant’s account', async () => {
    await books('foreign');
    await inDatabase('entries').updateOne({ tenantId: 'foreign', kind: 'deposit' }, { $set: { 'lines.1.accountId': 'acc_of_somebody_else' } });
    expect((await findings('foreign')).find(({ invariant }) => invariant === 13)?.text).toBe('entries name acc_of_somebody_else, which is no account of this tenant');
  });
});
