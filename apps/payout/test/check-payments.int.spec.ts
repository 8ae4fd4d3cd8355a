import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getConnectionToken } from '@nestjs/mongoose';
import type { TestService } from '@sluice/builders';
import { checkPayments, delivered, reconcilePayments } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import type { Connection } from 'mongoose';
import { ChainLegs } from '../src/chain-payments/chain-legs.repository.js';
import type { ChainLeg } from '../src/chain-payments/chain-leg.js';
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

const found = async ({ tenantId }: Payment): Promise<[string[], object[]]> => {
  const [{ findings }, { breaks }] = await Promise.all([service.requests.request(checkPayments, {}, { tenantId }), service.requests.request(reconcilePayments, {}, { tenantId })]);
  return [findings.map(({ invariant, text }) => `${invariant}: ${text}`), breaks];
};

async function paid(): Promise<Payment> {
  const payment = await new Payment(world, service).addCounterparty();
  await payment.deliver();
  await payment.next(delivered);
  return payment;
}

const stored = (name: string) => service.app.get<Connection>(getConnectionToken()).collection(name);
const brokenBy = (change: object, reference: string) => ({ provider: 'bank', reference, ...change });

describe('payments as the bank has them', () => {
  it('have no finding, whether they were made, refused, or are under way', async () => {
    const made = await paid();
    const refused = await (await new Payment(world, service).addCounterparty()).fault('reject', { code: 'R03', count: 1 });
    await refused.deliver();
    const waiting = await (await new Payment(world, service).addCounterparty()).slowBank();
    await waiting.deliver();
    await waiting.untilAtBank('accepted');
    expect(await Promise.all([made, refused, waiting].map(found))).toEqual([[[], []], [[], []], [[], []]]);
  });

  it('are not reported to another tenant', async () => {
    const [one, other] = [await paid(), await paid()];
    await stored('deliveries').deleteMany({ tenantId: one.tenantId });
    expect((await found(one))[1]).toHaveLength(1);
    expect(await found(other)).toEqual([[], []]);
  });
});

describe('payments that the bank and we know differently', () => {
  it('are found when we have lost one', async () => {
    const payment = await paid();
    await stored('deliveries').deleteMany({ tenantId: payment.tenantId });
    const reference = `${payment.legId}/1`;
    expect(await found(payment)).toEqual([
      [`5: payment ${reference} at the bank: extra, expected nothing, found 2500.00 USD`], [brokenBy({ kind: 'extra', expected: null, actual: '2500.00 USD' }, reference)],
    ]);
  });

  it('are found when we take one for delivered that the bank never had', async () => {
    const payment = await (await new Payment(world, service).addCounterparty()).fault('reject', { code: 'R03', count: 1 });
    await payment.deliver();
    const ofTenant = { tenantId: payment.tenantId };
    while ((await stored('deliveries').countDocuments({ ...ofTenant, 'legs.status': 'failed' })) === 0) expect(await payment.accepted()).toEqual([]);
    await stored('deliveries').updateOne(ofTenant, { $set: { 'legs.0.status': 'delivered' } });
    const reference = `${payment.legId}/1`;
    expect(await found(payment)).toEqual([
      [`5: payment ${reference} at the bank: missing, expected 2500.00 USD, found nothing`], [brokenBy({ kind: 'missing', expected: '2500.00 USD', actual: null }, reference)],
    ]);
  });

  it('are found when the amounts differ', async () => {
    const payment = await paid();
    await stored('deliveries').updateOne({ tenantId: payment.tenantId }, { $set: { 'legs.0.amount.units': '250001' } });
    expect((await found(payment))[1]).toEqual([brokenBy({ kind: 'amount', expected: '2500.01 USD', actual: '2500.00 USD' }, `${payment.legId}/1`)]);
  });
});

describe('approvals', () => {
  const asked = (legId: string, chain: 'base' | 'arbitrum', status: ChainLeg['status'] = 'awaiting', approval: 'none' | 'customer' = 'customer'): Promise<unknown> => {
    const state: ChainLeg = {
      withdrawalId: 'w', legId, attempt: 1, walletId: 'w1', status, isInLine: true, isToBeWithdrawn: false, failedAttempts: 0, turn: 0, replyAddress: { replyTo: 'tester' },
      payment: { chain, toAddress: '0x21246509968c4d24611f414560971AEc2e3A079B', amount: { currency: 'USDC', units: '1' }, approval },
    };
    return service.app.get(ChainLegs).change(`${legId}/1`, { id: newId(), tenantId: 't-approvals' }, () => ({ state }));
  };
  const findings = async () => (await service.requests.request(checkPayments, {}, { tenantId: 't-approvals' })).findings;

  it('of two legs of a wallet on a chain are one too many; on another chain, queued or without a customer they are none', async () => {
    await Promise.all([asked('l1', 'base'), asked('l3', 'arbitrum'), asked('l4', 'base', 'queued'), asked('l5', 'base', 'awaiting', 'none')]);
    expect(await findings()).toEqual([]);
    await asked('l2', 'base', 'asking');
    expect(await findings()).toEqual([{ invariant: 10, text: expect.stringMatching(/^wallet w1 on base has 2 approvals outstanding: l[12]\/1, l[12]\/1$/) }]);
  });
});
