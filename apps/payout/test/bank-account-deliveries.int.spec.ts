import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { addBankAccount, deliver, delivered, getBankAccount, returned, setBankAccountStatus, undelivered } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { paymentIdOf } from '../src/bank-payments/rails/payment-id.js';
import { nachaReturnFile } from './bank-files/report.builders.js';
import { Payment, sendFile, World } from './world.js';

let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout();
});
afterAll(async () => {
  await service.stop();
  await world.stop();
});

type BankRailName = 'FPS' | 'SEPA' | 'ACH';
const numbers = {
  FPS: { currency: 'GBP', countryCode: 'GB', sortCode: '20 00 00', accountNumber: '55779911' },
  SEPA: { currency: 'EUR', countryCode: 'DE', sortCode: '', accountNumber: 'DE89 3704 0044 0532 0130 00' },
  ACH: { currency: 'USD', countryCode: 'US', sortCode: '021000021', accountNumber: '1234567890' },
} as const;
const creditors = {
  FPS: { sortCode: '200000', accountNumber: '55779911' }, SEPA: { iban: 'DE89370400440532013000' }, ACH: { routingNumber: '021000021', accountNumber: '1234567890' },
};

/** A payment to a bank account, which has the id that a counterparty would have. */
async function payment(rail: BankRailName, status: 'active' | 'suspended' = 'active'): Promise<Payment> {
  const paid = new Payment(world, service, rail);
  const account = { id: paid.counterpartyId, partyId: 'pty-1', name: 'Ada Lovelace', isDefault: false, status, ...numbers[rail] };
  await service.requests.request(addBankAccount, account, { tenantId: paid.tenantId });
  return paid;
}

function order(paid: Payment, destination: { rail?: BankRailName; reference?: string; counterpartyId?: string } = {}, of: { tenantId?: string; attempt?: number } = {}): Promise<string> {
  const to = { counterpartyId: paid.counterpartyId, rail: paid.rail, ...destination };
  return service.publish(deliver, { legs: paid.legs(of.attempt), destination: to }, { tenantId: of.tenantId ?? paid.tenantId, withdrawalId: paid.withdrawalId, replyTo: 'tester' });
}

const setStatus = (paid: Payment, status: 'active' | 'suspended') => service.requests.request(setBankAccountStatus, { id: paid.counterpartyId, status }, { tenantId: paid.tenantId });

describe('a payment to a bank account', () => {
  it.each<[BankRailName, string]>([['FPS', 'AC01'], ['SEPA', 'AC04'], ['ACH', 'R03']])('by %s arrives, and comes back once with %s', async (rail, code) => {
    const paid = await payment(rail);
    await order(paid, { reference: 'Monthly transfer' });
    const { body } = await paid.next(delivered);
    expect(body.legs).toMatchObject([{ ...paid.legs()[0], status: 'delivered' }]);
    expect(await world.journal(paid.tenantId)).toMatchObject([{ status: 'settled', creditor: { name: 'Ada Lovelace', ...creditors[rail] }, trace: body.legs[0]?.trace }]);
    await paid.giveBack(code);
    expect((await paid.next(returned)).body).toMatchObject({ ...paid.legs()[0], code });
    await paid.giveBack(code);
    await order(paid, { reference: 'Monthly transfer' });
    await paid.next(delivered);
    expect(paid.seen(returned)).toEqual([]);
  });

  it.each<[BankRailName, string]>([
    ['FPS', '🎉 Füße №1 田中\u2028{}'], ['SEPA', '\u0000<a>&</a>"'], ['ACH', '*~\\ ~ 🎉ß'], ['FPS', '\u200b'], ['ACH', '\u200b'], ['SEPA', ' '], ['ACH', ''], ['FPS', '//'], ['ACH', 'ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ'], ['FPS', '½½½½½½½½½½½½½½½½'],
  ])('by %s arrives with the reference %j, spelled in the letters of its rail', async (rail, reference) => {
    const paid = await payment(rail);
    await order(paid, { reference });
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    expect(await paid.accepted()).toEqual(['settled']);
  });

  it('that the bank refuses has failed', async () => {
    const paid = await (await payment('FPS')).fault('reject', { code: 'AC01', count: 1 });
    await order(paid);
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ status: 'failed', reason: 'AC01' }]);
  });

  it('that was ordered is carried out, also when the account is suspended before it arrives', async () => {
    const paid = await (await payment('FPS')).slowBank();
    await order(paid);
    await paid.untilAtBank('accepted');
    await setStatus(paid, 'suspended');
    await world.control('PUT', paid.tenantId, '', { pace: 'instant', clockOffsetMs: 0 });
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
  });

  it('has what its bank wants corrected recorded at the account once, and nothing changed', async () => {
    const paid = await payment('ACH');
    await order(paid);
    await paid.next(delivered);
    const account = () => service.requests.request(getBankAccount, { id: paid.counterpartyId }, { tenantId: paid.tenantId });
    const before = await account();
    const file = nachaReturnFile([{ paymentId: paymentIdOf(paid.key()), originalTrace: '091000010000001', code: 'C01', cents: '0', correctedData: '87654321' }]);
    await sendFile(service.url, paid.tenantId, file);
    await sendFile(service.url, paid.tenantId, file);
    expect(await account()).toEqual({ ...before, corrections: [expect.objectContaining({ code: 'C01', corrected: { accountNumber: '87654321' } })] });
  });
});

describe('a payment that cannot be made', () => {
  const reasonOf = async (paid: Payment) => (await paid.next(undelivered)).body.legs.map(({ status, reason }) => [status, reason]);

  it.each<[string, (paid: Payment) => Promise<string>, string]>([
    ['to an account suspended since it was checked', async (paid) => (await setStatus(paid, 'suspended'), order(paid)), 'bank_account_not_active'],
    ['by a rail of another currency', (paid) => order(paid, { rail: 'SEPA' }), 'rail_not_supported'],
    ['to an account that is not there', (paid) => order(paid, { counterpartyId: `bac-${newId()}` }), 'counterparty_not_found'],
    ["to another tenant's account", (paid) => order(paid, {}, { tenantId: 'globex' }), 'counterparty_not_found'],
  ])('%s fails, and nothing is sent to the bank', async (_, ask, reason) => {
    const paid = await payment('FPS');
    await ask(paid);
    expect(await reasonOf(paid)).toEqual([['failed', reason]]);
    expect([await paid.accepted(), (await world.journal('globex')).length]).toEqual([[], 0]);
  });

  it('in another currency than the account\'s fails, and nothing is sent to the bank', async () => {
    const paid = await payment('FPS');
    const legs = [{ legId: paid.legId, attempt: 1, amount: { currency: 'EUR' as const, units: '100' } }];
    await service.publish(deliver, { legs, destination: { counterpartyId: paid.counterpartyId, rail: 'FPS' } }, { tenantId: paid.tenantId, withdrawalId: paid.withdrawalId, replyTo: 'tester' });
    expect(await reasonOf(paid)).toEqual([['failed', 'inexpressible_amount']]);
    expect(await paid.accepted()).toEqual([]);
  });

  it('is made once when it is tried again after the account is active', async () => {
    const paid = await payment('SEPA', 'suspended');
    await order(paid);
    expect(await reasonOf(paid)).toEqual([['failed', 'bank_account_not_active']]);
    await setStatus(paid, 'active');
    await order(paid);
    expect(await reasonOf(paid)).toEqual([['failed', 'bank_account_not_active']]);
    await order(paid, {}, { attempt: 2 });
    await paid.next(delivered);
    expect(await paid.accepted()).toEqual(['settled']);
  });
});
