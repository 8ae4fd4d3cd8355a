import type { Rail } from '@sluice/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { delivered, deliveryCancelled, returned, setCounterpartyStatus, undelivered } from '@sluice/contract-payout';
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

const payment = (rail?: Rail): Promise<Payment> => new Payment(world, service, rail).addCounterparty();

describe('a payment that the bank takes', () => {
  it.each<[Rail, object]>([
    ['ACH', { name: 'Ada Lovelace', routingNumber: '021000021', accountNumber: '12345678' }],
    ['WIRE', { name: 'Ada Lovelace', routingNumber: '021000021', accountNumber: '12345678' }],
    ['FPS', { name: 'Ada Lovelace', sortCode: '200000', accountNumber: '12345678' }],
    ['SEPA', { name: 'Ada Lovelace', iban: 'DE89370400440532013000' }],
  ])('by %s is delivered with its trace', async (rail, creditor) => {
    const paid = await payment(rail);
    await paid.deliver();
    const { body } = await paid.next(delivered);
    expect(body.legs).toEqual([{ ...paid.legs()[0], status: 'delivered', trace: expect.any(String) as unknown }]);
    expect(await world.journal(paid.tenantId)).toMatchObject([{ key: paid.key(), endToEndId: `${paid.legId}/1`, status: 'settled', creditor }]);
  });

  it('is delivered once however often it is ordered, and answered with the same message', async () => {
    const paid = await payment();
    await Promise.all([paid.deliver(), paid.deliver(), paid.deliver()]);
    const first = await paid.next(delivered);
    await paid.deliver();
    expect(await paid.next(delivered)).toMatchObject({ id: first.id, body: first.body });
    await paid.cancel();
    expect(await paid.next(delivered)).toMatchObject({ id: first.id, body: first.body });
    expect(await paid.accepted()).toEqual(['settled']);
  });

  it.each(['slow', 'silent', 'fail_after_success', 'duplicate'])('is delivered once through the fault %s', async (mode) => {
    const paid = await (await payment()).fault(mode, { count: 1, delayMs: 600 });
    await paid.deliver();
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    expect(await paid.accepted()).toEqual(['settled']);
  });

  it('is delivered once after it was not taken twice', async () => {
    const paid = await (await payment()).fault('fail', { count: 2 });
    await paid.deliver();
    await paid.next(delivered);
    expect(await paid.accepted()).toEqual(['settled']);
  });
});

describe('a payment that the bank rejects', () => {
  it('is undelivered with the reason', async () => {
    const paid = await (await payment()).fault('reject', { code: 'R04', count: 1 });
    await paid.deliver();
    expect((await paid.next(undelivered)).body.legs).toEqual([{ ...paid.legs()[0], status: 'failed', reason: 'R04' }]);
    expect(await paid.accepted()).toEqual([]);
  });

  it('can be tried again, and the new attempt is answered by itself', async () => {
    const paid = await (await payment()).fault('reject', { count: 1 });
    await paid.deliver();
    await paid.next(undelivered);
    await paid.deliver(2);
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ legId: paid.legId, attempt: 2, status: 'delivered' }]);
    expect((await world.journal(paid.tenantId)).map(({ key }) => key)).toEqual([paid.key(2)]);
  });

  it('before it settled comes back as undelivered', async () => {
    const paid = await (await payment()).slowBank();
    await paid.deliver();
    await paid.untilAtBank('accepted');
    await paid.giveBack('R02');
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ status: 'failed', reason: 'R02' }]);
  });
});

describe('a payment that cannot be paid', () => {
  it('to an unknown counterparty is undelivered, and nothing is sent to the bank', async () => {
    const paid = new Payment(world, service);
    await paid.deliver();
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ status: 'failed', reason: 'counterparty_not_found' }]);
    expect(await paid.accepted()).toEqual([]);
  });

  it('to a counterparty rejected meanwhile is undelivered', async () => {
    const paid = await payment();
    await service.requests.request(setCounterpartyStatus, { id: paid.counterpartyId, status: 'REJECTED' }, { tenantId: paid.tenantId });
    await paid.deliver();
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ reason: 'counterparty_not_approved' }]);
  });
});

describe('a payment that comes back', () => {
  it('after its delivery has one event for each code', async () => {
    const paid = await payment();
    await paid.deliver();
    await paid.next(delivered);
    await paid.giveBack('R03');
    expect((await paid.next(returned)).body).toMatchObject({ ...paid.legs()[0], code: 'R03', at: expect.any(String) as unknown });
    await paid.giveBack('R03');
    await paid.deliver();
    await paid.next(delivered);
    expect(paid.seen(returned)).toEqual([]);
  });

  it('also counts when its settlement was never reported', async () => {
    const paid = await (await payment()).fault('silent', { count: 1 });
    await paid.deliver();
    await paid.untilAtBank('settled');
    await paid.giveBack('R16');
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    expect((await paid.next(returned)).body).toMatchObject({ code: 'R16' });
  });
});

describe('a payment that is stopped', () => {
  it('before it was ordered is cancelled, and stays so when it is ordered later', async () => {
    const paid = await payment();
    await paid.cancel();
    const closed = await paid.next(deliveryCancelled);
    await paid.deliver();
    expect(await paid.next(deliveryCancelled)).toMatchObject({ id: closed.id, body: { legs: [{ ...paid.legs()[0], status: 'cancelled' }] } });
    expect(await paid.accepted()).toEqual([]);
  });

  it('after the bank has it runs on to its end', async () => {
    const paid = await (await payment()).slowBank();
    await paid.deliver();
    await paid.untilAtBank('accepted');
    await paid.cancel();
    await world.control('PUT', paid.tenantId, '', { pace: 'instant', clockOffsetMs: 0 });
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
  });

  it('while the bank takes nothing is barred there and cancelled', async () => {
    const paid = await (await payment()).fault('fail');
    await paid.deliver();
    await paid.cancel();
    await paid.next(deliveryCancelled);
    await world.control('DELETE', paid.tenantId, '/faults');
    expect(await paid.accepted()).toEqual([]);
  });
});

describe('a payment at pace clock', () => {
  it("is delivered when the tenant's clock reaches its value date, and not before", async () => {
    const paid = await payment('WIRE');
    const start = new Date('2030-01-18T19:30:00.000Z').getTime();
    await paid.setClock(1, start - Date.now());
    await paid.deliver();
    await paid.untilAtBank('accepted');
    await paid.setClock(2, start + 90 * 60_000 - Date.now());
    expect([await paid.accepted(), paid.seen(delivered)]).toEqual([['accepted'], []]);
    await paid.setClock(3, start + 121 * 60_000 - Date.now());
    await paid.next(delivered);
    expect(await world.journal(paid.tenantId)).toMatchObject([{ status: 'settled', valueDate: '2030-01-18T21:30:00.000Z' }]);
  });
});
