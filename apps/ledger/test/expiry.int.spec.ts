import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { deposit, getAccount, holdPlaced, holdVoided, openAccount, placeHold, postHold, postRefused, voidHold, type AccountView } from '@sluice/contract-ledger';
import { TenantSettings } from '@sluice/persistence';
import { startLedger, usd } from './bank.js';

const acme = { tenantId: 'acme' };
const hold = { accountId: 'acc_1', holdId: 'w1/1' };
const hourMs = 3_600_000;

let ledger: TestService;
beforeAll(async () => { ledger = await startLedger(); });
afterAll(() => ledger.stop());

const account = (): Promise<AccountView> => ledger.requests.request(getAccount, { id: 'acc_1' }, acme);
const pass = (clockOffsetMs: number, revision: number): Promise<void> => ledger.app.get(TenantSettings).apply('acme', { revision, clockOffsetMs, pace: 'instant' });

async function until(isSo: (view: AccountView) => boolean): Promise<AccountView> {
  for (const deadline = Date.now() + 60_000; ; ) {
    const view = await account();
    if (isSo(view)) return view;
    if (Date.now() > deadline) throw new Error(JSON.stringify(view));
  }
}

describe('a hold that expires', () => {
  it('is released by itself on the tenant’s clock, once, and is closed for good', async () => {
    await ledger.requests.request(openAccount, { id: 'acc_1', kind: 'customer', owner: 'cus_1', currency: 'USD' }, acme);
    await ledger.requests.request(deposit, { depositId: 'd1', accountId: 'acc_1', amount: usd(100) }, acme);
    const now = await ledger.app.get(TenantSettings).now('acme');
    await ledger.publish(placeHold, { ...hold, amount: usd(80), expiresAt: new Date(now.getTime() + hourMs).toISOString() }, { withdrawalId: 'w1' });
    await ledger.next(holdPlaced);
    await pass(hourMs / 2, 1);
    expect(await account()).toMatchObject({ pending: usd(80), available: usd(20) });
    await pass(2 * hourMs, 2);
    expect(await until(({ pending }) => pending.units === '0')).toMatchObject({ posted: usd(100), available: usd(100) });
    await ledger.publish(voidHold, { ...hold, currency: 'USD' }, { withdrawalId: 'w1' });
    expect((await ledger.next(holdVoided)).body).toMatchObject({ voided: usd(0) });
    const postings = [{ postingId: 'leg-1/1', amount: usd(80), toAccountId: 'clearing:ACH:USD' }];
    await ledger.publish(postHold, { ...hold, postings, releaseRest: true }, { withdrawalId: 'w1' });
    expect((await ledger.next(postRefused)).body).toMatchObject({ reason: 'hold_closed' });
    expect(await account()).toMatchObject({ posted: usd(100), available: usd(100) });
  });
});
