import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { deliveryCancelled, listPauses, pausePayouts, releasePayouts, type Paused } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { Deliveries } from '../src/bank-payments/deliveries.repository.js';
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

/** A payment of a tenant whose clock stands at its real time, and the pauses of that tenant. */
async function heldPayment(paused: Paused): Promise<{ paid: Payment; pauseId: string; release: (id: string, tenantId?: string) => Promise<unknown> }> {
  const paid = await new Payment(world, service, 'FPS').addCounterparty();
  await paid.setClock(1, 0);
  const pauseId = newId();
  await service.requests.request(pausePayouts, { id: pauseId, ...paused, reason: 'The bank has an incident.' }, { tenantId: paid.tenantId });
  await paid.deliver();
  const release = (id: string, tenantId = paid.tenantId): Promise<unknown> => service.requests.request(releasePayouts, { id }, { tenantId });
  return { paid, pauseId, release };
}

/** The time until which a leg that was not sent is held back, once it is so again after another time. */
async function heldUntil({ withdrawalId }: Payment, earlier = Date.now() + 30_000): Promise<number> {
  const deliveries = service.app.get(Deliveries);
  for (;;) {
    const [leg] = (await deliveries.find(withdrawalId))?.state.legs ?? [];
    if (leg?.status === 'planned' && leg.nextAt !== undefined && Date.parse(leg.nextAt) > earlier) return Date.parse(leg.nextAt);
  }
}

describe('a payment while such payouts are paused', () => {
  it.each<[string, Paused]>([['all of the tenant', {}], ['its rail', { rail: 'FPS' }], ['the bank', { provider: 'bank' }]])('is not begun: %s', async (_, paused) => {
    const { paid } = await heldPayment(paused);
    await heldUntil(paid);
    expect(await world.journal(paid.tenantId)).toEqual([]);
  });

  it('is still held back when it is tried again, and goes out once after the release', async () => {
    const { paid, pauseId, release } = await heldPayment({ rail: 'FPS' });
    const first = await heldUntil(paid);
    await paid.setClock(2, 120_000);
    expect(await heldUntil(paid, first)).toBeGreaterThan(first);
    expect(await world.journal(paid.tenantId)).toEqual([]);
    await release(pauseId);
    await paid.setClock(3, 600_000);
    await paid.untilAtBank('accepted');
    expect(await world.journal(paid.tenantId)).toHaveLength(1);
  });

  it('can be cancelled, and never goes out', async () => {
    const { paid, pauseId, release } = await heldPayment({});
    await heldUntil(paid);
    await paid.cancel();
    await paid.next(deliveryCancelled);
    await release(pauseId);
    expect(await world.journal(paid.tenantId)).toEqual([]);
  });
});

describe('a payment beside a pause of something else', () => {
  it.each<[string, Paused]>([['another rail', { rail: 'ACH' }], ['a chain', { rail: 'base' }], ['the chains', { provider: 'chain' }]])('goes out: %s', async (_, paused) => {
    const { paid } = await heldPayment(paused);
    await paid.untilAtBank('accepted');
    expect(await world.journal(paid.tenantId)).toHaveLength(1);
  });
});

describe('a pause', () => {
  it("is listed until it is released, and is nobody else's", async () => {
    const { paid: { tenantId }, pauseId, release } = await heldPayment({ rail: 'WIRE' });
    expect(await service.requests.request(listPauses, {}, { tenantId })).toMatchObject({ pauses: [{ id: pauseId, rail: 'WIRE', reason: 'The bank has an incident.' }] });
    await expect(release(pauseId, 'another-tenant')).rejects.toMatchObject({ code: 'not_found' });
    await expect(release(newId())).rejects.toMatchObject({ code: 'not_found' });
    await release(pauseId);
    await release(pauseId);
    expect(await service.requests.request(listPauses, {}, { tenantId })).toEqual({ pauses: [] });
  });
});
