import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { delivered, deliveryCancelled, getCounterparty, listQuarantine, listUnmatched, returned, undelivered } from '@sluice/contract-payout';
import { newId, type Rail } from '@sluice/kernel';
import { Counterparties } from '../src/payees/counterparties.repository.js';
import { paymentIdOf } from '../src/bank-payments/rails/payment-id.js';
import { nachaReturnFile, pacs002File, pacs004File, pain002File, returnedTransfer, transaction, type ReturnedEntry } from './bank-files/report.builders.js';
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

const payment = (rail?: Rail): Promise<Payment> => new Payment(world, service, rail).addCounterparty();

/** A payment that the bank has and says nothing of by itself. */
async function pending(rail: Rail = 'ACH'): Promise<Payment> {
  const paid = await (await payment(rail)).slowBank();
  await paid.deliver();
  await paid.untilAtBank('accepted');
  return paid;
}

const idOf = (paid: Payment): string => paymentIdOf(paid.key());
const send = (paid: Payment, file: string): Promise<number> => sendFile(service.url, paid.tenantId, file);
const achReturn = (paid: Payment, changed: Partial<ReturnedEntry> = {}): string =>
  nachaReturnFile([{ paymentId: idOf(paid), originalTrace: '091000010000001', code: 'R03', cents: '250000', ...changed }]);
const unmatched = async ({ tenantId }: Payment) => (await service.requests.request(listUnmatched, { limit: 10 }, { tenantId })).callbacks;
const quarantined = (tenantId: string, after?: string, limit = 10) => service.requests.request(listQuarantine, { limit, after }, { tenantId });
const statusAfterAll = async (paid: Payment) => {
  await paid.giveBack('AC06');
  return (await paid.next(undelivered)).body.legs;
};

describe("a payment reported by its rail's files", () => {
  it.each<[Rail, string]>([['ACH', 'R03'], ['WIRE', 'AC03'], ['FPS', 'AC01'], ['SEPA', 'AC04']])('by %s arrives, and comes back once with %s', async (rail, code) => {
    const paid = await payment(rail);
    await paid.deliver();
    const { body } = await paid.next(delivered);
    expect(await world.journal(paid.tenantId)).toMatchObject([{ paymentId: idOf(paid), trace: body.legs[0]?.trace }]);
    await paid.giveBack(code);
    expect((await paid.next(returned)).body).toMatchObject({ ...paid.legs()[0], code });
    await paid.giveBack(code);
    await paid.deliver();
    await paid.next(delivered);
    expect(paid.seen(returned)).toEqual([]);
  });

  it.each<[Rail, string]>([['ACH', 'R04'], ['WIRE', 'AC03'], ['FPS', 'AC01'], ['SEPA', 'AM04'], ['ACH', 'closed for today'], ['SEPA', 'closed for today']])(
    'by %s is refused with %s', async (rail, code) => {
      const paid = await (await payment(rail)).fault('reject', { code, count: 1 });
      await paid.deliver();
      const { id, body } = await paid.next(undelivered);
      expect(body.legs).toMatchObject([{ status: 'failed', reason: code }]);
      await paid.deliver();
      expect(await paid.next(undelivered)).toMatchObject({ id, body });
    },
  );

  it.each<Rail>(['ACH', 'WIRE', 'FPS', 'SEPA'])('by %s is reported at an inquiry when the bank never calls', async (rail) => {
    const paid = await (await payment(rail)).fault('silent', { count: 1 });
    await paid.deliver();
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    expect(await paid.accepted()).toEqual(['settled']);
  });

  it.each(['slow', 'fail', 'fail_after_success', 'duplicate'])('is delivered once through the fault %s', async (mode) => {
    const paid = await (await payment('SEPA')).fault(mode, { count: 1, delayMs: 600 });
    await paid.deliver();
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    expect([await paid.accepted(), paid.seen(delivered)]).toEqual([['settled'], []]);
  });

  it('is reported by a file sent by hand, twice, and recorded once', async () => {
    const paid = await pending('FPS');
    const file = pain002File({ id: idOf(paid), transactions: transaction(idOf(paid), 'ACSC', '<ClrSysRef>CLR-1</ClrSysRef>') });
    expect(await Promise.all([send(paid, file), send(paid, file)])).toEqual([204, 204]);
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ trace: 'CLR-1' }]);
    expect(paid.seen(delivered)).toEqual([]);
  });

  it('that comes back between banks had arrived, also when that was never reported', async () => {
    const paid = await pending('SEPA');
    await send(paid, pacs004File(returnedTransfer({ id: idOf(paid), code: 'AC04' })));
    await paid.next(delivered);
    expect((await paid.next(returned)).body.code).toBe('AC04');
  });

  it('that comes back by ACH is inquired about first, so that a lost notice of its arrival does no harm', async () => {
    const paid = await (await payment()).fault('silent', { count: 1 });
    await paid.deliver();
    await paid.untilAtBank('settled');
    await send(paid, achReturn(paid));
    await paid.next(delivered);
    expect((await paid.next(returned)).body.code).toBe('R03');
  });

  it('that comes back by ACH and never arrived has failed', async () => {
    const paid = await pending();
    await send(paid, achReturn(paid));
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ status: 'failed', reason: 'R03' }]);
    expect(await unmatched(paid)).toEqual([]);
  });

  it('is only in the hands of a bank that says so', async () => {
    const paid = await pending('WIRE');
    await send(paid, pacs002File(transaction(idOf(paid), 'PDNG')));
    expect(await statusAfterAll(paid)).toMatchObject([{ reason: 'AC06' }]);
  });
});

describe('a delivered payment whose return is not reported', () => {
  it('is found returned at an inquiry a day later', async () => {
    const paid = await (await payment()).fault('silent', { count: 1 });
    await paid.deliver();
    await paid.next(delivered);
    await paid.giveBack('R16');
    await paid.setClock(1, 25 * 3_600_000);
    expect((await paid.next(returned)).body).toMatchObject({ code: 'R16' });
  });
});

describe('a payment that its rail cannot express', () => {
  // Stored as it was before its name was looked at.
  it.each([
    ['a name without a letter', { name: '🙂🙂' }, '250000', 'inexpressible_creditor_name'],
    ['an amount that has no room', {}, '10000000000', 'inexpressible_amount'],
  ])('%s fails, and nothing is sent to the bank', async (_, changed, units, reason) => {
    const paid = new Payment(world, service);
    const numbers = { routingNumber: '021000021', accountNumber: '12345678' };
    const stored = { customerId: 'cus_1', type: 'BUSINESS', status: 'APPROVED', name: 'Ada Lovelace', relationship: 'SELF', numbers, createdAt: '2026-01-15T10:00:00.000Z' } as const;
    await service.app.get(Counterparties).change(paid.counterpartyId, { id: paid.counterpartyId, tenantId: paid.tenantId }, () => ({ state: { ...stored, supportedRails: ['ACH'], ...changed } }));
    await paid.deliver(1, units);
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ status: 'failed', reason }]);
    expect(await paid.accepted()).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it.each<[string, (paid: Payment) => string | Uint8Array<ArrayBuffer>]>([
    ['nothing', () => ''],
    ['noise', () => 'garbled'],
    ['bytes that are no text', () => new Uint8Array([0x31, 0xff, 0xfe])],
    ['a NACHA file with a digit changed', (paid) => achReturn(paid).replace('0000250000', '0000250001')],
    ['XML cut short', (paid) => pacs002File(transaction(idOf(paid), 'ACSC')).slice(0, -20)],
    ['a status that nobody knows', (paid) => pacs002File(transaction(idOf(paid), 'WHAT'))],
  ])('%s is taken, changes nothing and lies with the operators', async (_, make) => {
    const paid = await pending('WIRE');
    const file = make(paid);
    const sends = [await sendFile(service.url, paid.tenantId, file), await sendFile(service.url, paid.tenantId, file)];
    expect(sends).toEqual([204, 204]);
    const { files } = await quarantined(paid.tenantId);
    const kept = { source: 'callback', count: 2, content: Buffer.from(file).toString('base64'), sentence: expect.stringMatching(/\.$/) as unknown };
    expect(files).toMatchObject([kept]);
    expect(await statusAfterAll(paid)).toMatchObject([{ reason: 'AC06' }]);
  });

  it("is not shown to another tenant's operators, and lists page", async () => {
    const tenantId = `t-${newId()}`;
    for (const text of ['one', 'two', 'three']) await sendFile(service.url, tenantId, text);
    const first = await quarantined(tenantId, undefined, 2);
    const second = await quarantined(tenantId, first.files[1]?.id, 2);
    expect([first.hasMore, second.hasMore, new Set([...first.files, ...second.files].map(({ id }) => id)).size]).toEqual([true, false, 3]);
    expect((await quarantined(`t-${newId()}`)).files).toEqual([]);
    await expect(quarantined(`t-${newId()}`, first.files[0]?.id)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('a report that fits no payment', () => {
  it('of money that came back for a cancelled one lies with the operators', async () => {
    const paid = await payment();
    await paid.cancel();
    await paid.next(deliveryCancelled);
    expect([await send(paid, achReturn(paid)), await send(paid, achReturn(paid))]).toEqual([204, 204]);
    expect(await unmatched(paid)).toMatchObject([{ reason: 'too_late', count: 2, body: expect.stringContaining('"code":"R03"') as unknown }]);
    expect(paid.seen(returned)).toEqual([]);
  });

  it('of an arrival after the failure lies with them too', async () => {
    const paid = await (await payment('FPS')).fault('reject', { count: 1 });
    await paid.deliver();
    await paid.next(undelivered);
    await send(paid, pain002File({ id: idOf(paid), transactions: transaction(idOf(paid), 'ACSC') }));
    expect(await unmatched(paid)).toMatchObject([{ reason: 'too_late' }]);
    expect(paid.seen(delivered)).toEqual([]);
  });

  it('about an unknown payment, or another tenant’s, is kept for the tenant it was sent to', async () => {
    const [paid, other] = [await pending('FPS'), await payment()];
    await send(other, achReturn(other));
    await sendFile(service.url, other.tenantId, pain002File({ id: idOf(paid), transactions: transaction(idOf(paid), 'ACSC') }));
    expect(await unmatched(other)).toMatchObject([{ reason: 'unknown_payment' }, { reason: 'unknown_payment' }]);
    expect([await unmatched(paid), paid.seen(delivered)]).toEqual([[], []]);
  });

  it('of less than was sent is for a person', async () => {
    const paid = await payment('SEPA');
    await paid.deliver();
    await paid.next(delivered);
    await send(paid, pacs004File(returnedTransfer({ id: idOf(paid), amount: '2400.00' })));
    expect(await unmatched(paid)).toMatchObject([{ reason: 'amount_differs', body: expect.stringContaining('"units":"240000"') as unknown }]);
    expect(paid.seen(returned)).toEqual([]);
  });
});

describe('a notification of change', () => {
  const counterparty = (paid: Payment) => service.requests.request(getCounterparty, { id: paid.counterpartyId }, { tenantId: paid.tenantId });

  it('is recorded at the counterparty once, and changes none of its numbers', async () => {
    const paid = await payment();
    await paid.deliver();
    await paid.next(delivered);
    const before = await counterparty(paid);
    const file = achReturn(paid, { code: 'C01', cents: '0', correctedData: '87654321' });
    await send(paid, file);
    await send(paid, file);
    expect(await counterparty(paid)).toEqual({ ...before, corrections: [expect.objectContaining({ code: 'C01', paymentId: idOf(paid), corrected: { accountNumber: '87654321' } })] });
  });

  it('from the bank itself is recorded', async () => {
    const paid = await payment();
    await paid.deliver();
    await paid.next(delivered);
    expect(await world.control('POST', paid.tenantId, '/bank-corrections', { reference: paid.withdrawalId, code: 'C05', data: '32' })).toBe(200);
    while ((await counterparty(paid)).corrections === undefined);
    expect((await counterparty(paid)).corrections).toMatchObject([{ code: 'C05', corrected: { transactionCode: '32' } }]);
  });

  it('that moves money is not believed', async () => {
    const paid = await payment();
    await paid.deliver();
    await paid.next(delivered);
    await send(paid, achReturn(paid, { code: 'C01', correctedData: '87654321' }));
    expect((await counterparty(paid)).corrections).toBeUndefined();
    expect((await quarantined(paid.tenantId)).files).toMatchObject([{ reason: 'inconsistent' }]);
  });
});
