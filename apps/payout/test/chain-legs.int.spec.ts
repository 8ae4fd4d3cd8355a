import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { legApprovalRequested, legBroadcast, legCancelled, legConfirming, legDelivered, legFailed, legSigned } from '@sluice/contract-payout';
import { TurnkeySigner } from '../src/providers/turnkey.http.js';
import { ChainWorld, TestLeg } from './chain-world.ts';

let world: ChainWorld;
let service: TestService;

beforeAll(async () => {
  world = await ChainWorld.start();
  service = await world.payout();
});
afterAll(async () => {
  await service?.stop();
  await world?.stop();
});

const DAY_MS = 86_400_000;
const funded = (options: ConstructorParameters<typeof TestLeg>[2] = {}) => new TestLeg(world, service, options).funded();

describe('a leg that needs no approval', () => {
  it('is signed, broadcast, confirmed and delivered, and the money is at its address', async () => {
    const leg = await funded();
    await leg.deliver();
    const { body } = await leg.next(legDelivered);
    expect(body).toMatchObject({ legId: leg.legId, attempt: 1, walletId: leg.walletId });
    for (const contract of [legSigned, legBroadcast, legConfirming]) await leg.next(contract);
    expect(await leg.paid()).toBe(leg.units);
    const receipt = await leg.chain.client.getTransactionReceipt({ hash: body.txHash as `0x${string}` });
    expect(receipt.status).toBe('success');
  });

  it('is paid once however often it is ordered, and answered with the same message', async () => {
    const leg = await funded();
    await Promise.all([leg.deliver(), leg.deliver(), leg.deliver()]);
    const first = await leg.next(legDelivered);
    await leg.deliver();
    expect(await leg.next(legDelivered)).toMatchObject({ id: first.id, body: first.body });
    expect(await leg.times()).toBe(1);
  });

  it('fails and nothing is sent when the wallet holds less than the ledger says', async () => {
    const leg = new TestLeg(world, service);
    await leg.deliver();
    expect((await leg.next(legFailed)).body).toEqual({ legId: leg.legId, attempt: 1, walletId: leg.walletId, reason: 'cash_leg_unfulfillable_stale_ledger' });
    expect(leg.seen(legBroadcast)).toEqual([]);
  });

  it('fails when its activity fails, and is paid by another attempt', async () => {
    const leg = await funded();
    await world.fault(leg.tenantId, 'signer', 'fail');
    await leg.deliver();
    expect((await leg.next(legFailed)).body).toMatchObject({ reason: 'turnkey_activity_failed' });
    await leg.deliver(2);
    expect((await leg.next(legDelivered)).body).toMatchObject({ attempt: 2 });
    expect(await leg.times()).toBe(1);
  });

  it.each(['slow', 'silent', 'duplicate'])('is paid once through a signer that is %s', async (mode) => {
    const leg = await funded();
    await world.fault(leg.tenantId, 'signer', mode, { count: 1, delayMs: 900 });
    await leg.deliver();
    await leg.next(legDelivered);
    expect(await leg.times()).toBe(1);
  });
});

describe('a payout that reverts', () => {
  it('fails once no reorganisation can mend it, and another attempt pays', async () => {
    const leg = await funded({ chain: 'polygon' });
    await world.fault(leg.tenantId, 'chain', 'revert');
    await leg.deliver();
    const { body } = await leg.next(legFailed);
    expect(body).toMatchObject({ reason: 'onchain_reverted', txHash: expect.stringMatching(/^0x/) as unknown });
    expect((await leg.chain.client.getTransactionReceipt({ hash: body.txHash as `0x${string}` })).status).toBe('reverted');
    expect(await leg.paid()).toBe(0n);
    await leg.deliver(2);
    await leg.next(legDelivered);
    expect(await leg.times()).toBe(1);
  });
});

describe('a leg that is recalled', () => {
  it('before it was ordered is closed for good', async () => {
    const leg = await funded();
    await leg.recall();
    const closed = await leg.next(legCancelled);
    expect(closed.body).toMatchObject({ by: 'recall' });
    await leg.deliver();
    expect(await leg.next(legCancelled)).toMatchObject({ id: closed.id });
    expect(await leg.paid()).toBe(0n);
  });

  it('while its approval is awaited is cancelled, and its request is withdrawn at the signer', async () => {
    const leg = await funded({ approval: 'customer' });
    await leg.deliver();
    const { body } = await leg.next(legApprovalRequested);
    await leg.recall();
    expect((await leg.next(legCancelled)).body).toMatchObject({ by: 'recall' });
    await expect(leg.vote('approve')).rejects.toMatchObject({ code: 'invalid_status' });
    const { tenantId, walletId } = leg;
    const activity = { tenantId, walletId, approval: 'customer' as const, request: '', activityId: body.turnkeyActivityId };
    await until('the signer has rejected it', async () => (await new TurnkeySigner(world.turnkey).inquire(activity)).status === 'rejected');
    expect(await leg.paid()).toBe(0n);
  });

  it('after its broadcast runs on', async () => {
    const leg = await funded({ chain: 'arbitrum' });
    await leg.chain.holdMining();
    await leg.deliver();
    await leg.next(legBroadcast);
    await leg.recall();
    await leg.chain.mineAgain();
    await leg.next(legDelivered);
    expect(leg.seen(legCancelled)).toEqual([]);
    expect(await leg.times()).toBe(1);
  });
});

describe("a leg that needs the customer's approval", () => {
  it('is paid once it is approved, and not before', async () => {
    const leg = await funded({ approval: 'customer' });
    await leg.deliver();
    const { body } = await leg.next(legApprovalRequested);
    expect(new Date(body.approvalValidBefore).getTime() - new Date(body.approvalRequestedAt).getTime()).toBe(DAY_MS);
    expect(await leg.paid()).toBe(0n);
    await leg.vote('approve');
    await leg.next(legDelivered);
    expect(await leg.times()).toBe(1);
    await expect(leg.vote('approve')).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('is cancelled by the customer when it is rejected', async () => {
    const leg = await funded({ approval: 'customer' });
    await leg.deliver();
    await leg.next(legApprovalRequested);
    await leg.vote('reject');
    expect((await leg.next(legCancelled)).body).toMatchObject({ by: 'customer' });
    expect(await leg.paid()).toBe(0n);
  });

  it("expires without an approval for a day of the tenant's clock, and another attempt makes a new request", async () => {
    const leg = await funded({ approval: 'customer' });
    await leg.deliver();
    const first = await leg.next(legApprovalRequested);
    await leg.setClock(1, DAY_MS - 60_000);
    expect(leg.seen(legFailed)).toEqual([]);
    await leg.setClock(2, DAY_MS + 1_000);
    expect((await leg.next(legFailed)).body).toMatchObject({ reason: 'usdc_authorization_expired' });
    await leg.deliver(2);
    const second = await leg.next(legApprovalRequested);
    expect(second.body.turnkeyActivityId).not.toBe(first.body.turnkeyActivityId);
    await leg.vote('approve');
    await leg.next(legDelivered);
    expect(await leg.times()).toBe(1);
  });

  it('is not voted on by another tenant, nor when it is unknown', async () => {
    const leg = new TestLeg(world, service);
    await expect(leg.vote('approve')).rejects.toMatchObject({ code: 'not_found' });
  });
});
