import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import {
  bookReturn, holdPlaced, holdPosted, holdRefused, holdVoided, placeHold, postHold, postRefused, returnBooked, setAccountStatus, voidHold,
} from '@sluice/contract-ledger';
import { balanceOf, openWith, startLedger, usd } from './bank.js';

let ledger: TestService;
beforeAll(async () => {
  ledger = await startLedger();
});
afterAll(() => ledger.stop());

const place = (accountId: string, holdId: string, cents: number, tenantId = 'acme') =>
  ledger.publish(placeHold, { accountId, holdId, amount: usd(cents) }, { id: `place ${holdId}`, tenantId, withdrawalId: 'w1' });

function post(accountId: string, holdId: string, postingId: string, cents: number, releaseRest = false) {
  const postings = [{ postingId, amount: usd(cents), toAccountId: 'clearing:ACH:USD' }];
  return ledger.publish(postHold, { accountId, holdId, postings, releaseRest }, { id: `post ${postingId}`, withdrawalId: 'w1' });
}

const voidIt = (accountId: string, holdId: string) =>
  ledger.publish(voidHold, { accountId, holdId, currency: 'USD' }, { id: `void ${holdId}`, withdrawalId: 'w1' });

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const placed = (count: number) => times(count, () => ledger.next(holdPlaced));
const refused = (count: number) => times(count, () => ledger.next(holdRefused));
const words = (said: readonly { type: string; body: unknown }[]) => said.map(({ type, body }) => JSON.stringify([type, body])).sort();

describe('fifty holds at once on an account that has money for twenty', () => {
  it('places twenty, refuses thirty, and answers each word for word the same when it comes again', async () => {
    await openWith(ledger, 'acc_busy', 2_000);
    await times(50, (index) => place('acc_busy', `busy/${index}`, 100));
    const first = [...(await placed(20)), ...(await refused(30))];
    expect(new Set(first.map(({ body }) => body.holdId)).size).toBe(50);
    expect(await balanceOf(ledger, 'acc_busy')).toBe('posted 2000 pending 2000 available 0');

    await times(50, (index) => place('acc_busy', `busy/${index}`, 100));
    expect(words([...(await placed(20)), ...(await refused(30))])).toEqual(words(first));
    expect(await balanceOf(ledger, 'acc_busy')).toBe('posted 2000 pending 2000 available 0');
  });
});

describe('the life of a hold', () => {
  it('is posted in parts, each once, and what is left is voided', async () => {
    await openWith(ledger, 'acc_life', 10_000);
    await place('acc_life', 'life/1', 6_000);
    await ledger.next(holdPlaced);
    await post('acc_life', 'life/1', 'leg-1/1', 2_000);
    expect((await ledger.next(holdPosted)).body).toMatchObject({ posted: usd(2_000), open: usd(4_000) });
    await post('acc_life', 'life/1', 'leg-1/1', 2_000);
    expect((await ledger.next(holdPosted)).body).toMatchObject({ posted: usd(2_000), open: usd(4_000) });
    await voidIt('acc_life', 'life/1');
    expect((await ledger.next(holdVoided)).body.voided).toEqual(usd(4_000));
    await voidIt('acc_life', 'life/1');
    expect((await ledger.next(holdVoided)).body.voided).toEqual(usd(4_000));
    expect(await balanceOf(ledger, 'acc_life')).toBe('posted 8000 pending 0 available 8000');
  });

  it('ends before it began when it is voided first', async () => {
    await openWith(ledger, 'acc_early', 10_000);
    await voidIt('acc_early', 'early/1');
    expect((await ledger.next(holdVoided)).body.voided).toEqual(usd(0));
    await place('acc_early', 'early/1', 100);
    expect((await ledger.next(holdRefused)).body.reason).toBe('hold_closed');
    expect(await balanceOf(ledger, 'acc_early')).toBe('posted 10000 pending 0 available 10000');
  });

  it('stays refused when the money has come', async () => {
    await openWith(ledger, 'acc_late', 0);
    await place('acc_late', 'late/1', 100);
    expect((await ledger.next(holdRefused)).body.reason).toBe('insufficient_funds');
    await openWith(ledger, 'acc_late', 100);
    await place('acc_late', 'late/1', 100);
    expect((await ledger.next(holdRefused)).body.reason).toBe('insufficient_funds');
  });

  it('does not begin on a frozen account', async () => {
    await openWith(ledger, 'acc_frozen', 10_000);
    await ledger.requests.request(setAccountStatus, { id: 'acc_frozen', status: 'FROZEN' }, { tenantId: 'acme' });
    await place('acc_frozen', 'frozen/1', 100);
    expect((await ledger.next(holdRefused)).body.reason).toBe('account_not_transactable');
  });

  it('does not begin on an account of another tenant', async () => {
    await openWith(ledger, 'acc_acme', 10_000);
    await place('acc_acme', 'globex/1', 100, 'globex');
    expect((await ledger.next(holdRefused)).body.reason).toBe('not_found');
    expect(await balanceOf(ledger, 'acc_acme')).toBe('posted 10000 pending 0 available 10000');
  });
});

describe('a post that cannot be', () => {
  it('is refused when nobody placed the hold', async () => {
    await openWith(ledger, 'acc_none', 10_000);
    await post('acc_none', 'none/1', 'leg-none/1', 100);
    expect((await ledger.next(postRefused)).body.reason).toBe('unknown_hold');
  });

  it('is refused when it is more than is held, and books nothing', async () => {
    await openWith(ledger, 'acc_more', 10_000);
    await place('acc_more', 'more/1', 100);
    await ledger.next(holdPlaced);
    await post('acc_more', 'more/1', 'leg-more/1', 101);
    expect((await ledger.next(postRefused)).body.reason).toBe('more_than_held');
    expect(await balanceOf(ledger, 'acc_more')).toBe('posted 10000 pending 100 available 9900');
  });
});

describe('a payment that comes back', () => {
  it('is credited once, however often the command comes', async () => {
    await openWith(ledger, 'acc_back', 100);
    const back = { returnId: 'leg-back/1/return', accountId: 'acc_back', amount: usd(100), fromAccountId: 'clearing:ACH:USD' };
    await times(5, () => ledger.publish(bookReturn, back, { id: 'return 1', withdrawalId: 'w1' }));
    await times(5, () => ledger.next(returnBooked));
    expect(await balanceOf(ledger, 'acc_back')).toBe('posted 200 pending 0 available 200');
  });
});
