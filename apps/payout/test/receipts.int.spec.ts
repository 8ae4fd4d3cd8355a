import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { renderReceipt, verifyReceipt } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { PayoutConfig } from '../src/payout.config.js';
import { pdfPages } from './receipt-content.js';
import { Payment, World } from './world.js';

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

const payment = (): Promise<Payment> => new Payment(world, service).addCounterparty();

const question = (paid: Payment, changed: object = {}) => ({
  id: paid.withdrawalId, dialectId: `wth_${paid.withdrawalId.slice(0, 8)}`, amount: { currency: 'USD' as const, units: '250000' }, rail: 'ACH' as const,
  reference: 'Monthly transfer', account: { id: 'acc_123456789', nickname: 'Household', owner: 'cus_1' }, counterpartyId: paid.counterpartyId,
  createdAt: '2026-01-15T10:30:00.000Z', acceptedAt: '2026-01-15T10:35:00.000Z', executedAt: '2026-01-17T14:20:00.000Z', trace: '091000019123456', ...changed,
});

const render = (paid: Payment, changed?: object) => service.requests.request(renderReceipt, question(paid, changed), { tenantId: paid.tenantId });
const verify = (tenantId: string, code: string) => service.requests.request(verifyReceipt, { code }, { tenantId });

describe('the receipt of a payment', () => {
  it('is a page that says who paid whom how much, when, by which number, and its code', async () => {
    const paid = await payment();
    const { pdf, code } = await render(paid);
    const [text, ...more] = await pdfPages(Buffer.from(pdf, 'base64'));
    for (const words of ['cus_1', 'acc_123456789', 'Ada Lovelace', '2,500.00 USD', 'Monthly transfer', '091000019123456', '17 January 2026', code]) expect(text).toContain(words);
    expect(more).toEqual([]);
  });

  it('is the same bytes at every download, whatever a later request says', async () => {
    const paid = await payment();
    const answers = await Promise.all([render(paid), render(paid), render(paid)]);
    const later = await render(paid, { account: { id: 'acc_123456789', nickname: 'Renamed', owner: 'cus_1' } });
    expect(new Set([...answers, later].map(({ pdf, code }) => `${code} ${pdf}`)).size).toBe(1);
  });

  it('is confirmed by its code, however it is typed', async () => {
    const paid = await payment();
    const { code } = await render(paid);
    const said = { withdrawalId: question(paid).dialectId, amount: { currency: 'USD', units: '250000' }, executedAt: '2026-01-17T14:20:00.000Z' };
    expect(await verify(paid.tenantId, code)).toEqual(said);
    expect(await verify(paid.tenantId, ` ${code.toLowerCase()} `)).toEqual(said);
  });
});

describe('a receipt whose key was changed for another', () => {
  it('is the same file, and is confirmed by its code; the next has a code of the new key', async () => {
    const config = service.app.get<{ receiptKey: string }>(PayoutConfig);
    const [paid, other] = [await payment(), await payment()];
    const before = await render(paid);
    config.receiptKey = 'another key for receipts';
    expect(await render(paid)).toEqual(before);
    expect(await verify(paid.tenantId, before.code)).toMatchObject({ withdrawalId: question(paid).dialectId });
    const { code } = await render(other);
    expect(await verify(other.tenantId, code)).toMatchObject({ withdrawalId: question(other).dialectId });
  });
});

describe('a receipt that cannot be had', () => {
  it.each(['AAAA-BBBB-CCCC-DDDD', '$ne', 'x'])('an unknown code %j is not found', async (code) => {
    await expect(verify((await payment()).tenantId, code)).rejects.toMatchObject({ code: 'not_found' });
  });

  it("another tenant's code is not found", async () => {
    const [paid, other] = [await payment(), await payment()];
    const { code } = await render(paid);
    await expect(verify(other.tenantId, code)).rejects.toMatchObject({ code: 'not_found' });
  });

  it("another tenant's receipt is not found, made or not", async () => {
    const [paid, other] = [await payment(), await payment()];
    const theirs = () => service.requests.request(renderReceipt, question(paid), { tenantId: other.tenantId });
    await expect(theirs()).rejects.toMatchObject({ code: 'not_found' });
    await render(paid);
    await expect(theirs()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('to an unknown counterparty is not made', async () => {
    const paid = await payment();
    await expect(render(paid, { counterpartyId: `cpty_${newId()}` })).rejects.toMatchObject({ code: 'not_found' });
    await render(paid);
  });
});
