import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { legApprovalQueued, legApprovalRequested, legBroadcast, legCancelled, legConfirming, legDelivered, legFailed } from '@sluice/contract-payout';
import { Chains, Transactions } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import type { Cause } from '@sluice/messaging';
import { TransactionsUsdc } from '../src/providers/usdc.http.js';
import { TurnkeySigner } from '../src/providers/turnkey.http.js';
import { Signer, type SigningRequest, type SigningReport } from '../src/providers/signer.js';
import { Usdc } from '../src/providers/usdc.js';
import { ChainWorld, TestLeg } from './chain-world.ts';

let world: ChainWorld;
beforeAll(async () => {
  world = await ChainWorld.start();
});
afterAll(() => world?.stop());

type Moment = 'before the call' | 'after the call';

/** A process that dies while it calls the signer: what it would have stored next is not stored. */
class DyingSigner extends TurnkeySigner {
  readonly died = Promise.withResolvers<void>();
  private readonly buried = Promise.withResolvers<never>();
  moment: Moment = 'before the call';

  override async submit(approved: SigningRequest): Promise<SigningReport> {
    if (this.moment === 'after the call') await super.submit(approved);
    this.died.resolve();
    return this.buried.promise;
  }

  bury(): void {
    this.buried.reject(new Error('The process is gone.'));
  }
}

/** The same while it hands the transfer over to be sent. */
class DyingUsdc extends Usdc {
  readonly died = Promise.withResolvers<void>();
  inner: TransactionsUsdc | null = null;
  moment: Moment = 'before the call';

  has = (chain: string) => this.real.has(chain);
  head = (chain: string) => this.real.head(chain);
  balance: Usdc['balance'] = (chain, owner) => this.real.balance(chain, owner);
  authorization: Usdc['authorization'] = (transfer) => this.real.authorization(transfer);
  fate: Usdc['fate'] = (allowed) => this.real.fate(allowed);
  includedIn: Usdc['includedIn'] = (key) => this.real.includedIn(key);

  async send(key: string, transfer: Parameters<Usdc['send']>[1], cause: Cause): Promise<void> {
    if (this.moment === 'after the call') await this.real.send(key, transfer, cause);
    this.died.resolve();
    throw new Error('The process is gone.');
  }

  private get real(): TransactionsUsdc {
    if (this.inner === null) throw new Error('Not started.');
    return this.inner;
  }
}

async function replaced(victim: TestService): Promise<TestService> {
  await victim.stopOnly();
  await victim.probe.close();
  return world.payout({ namespace: victim.namespace });
}

describe('a process that dies between the intent and the receipt', () => {
  it.each(['before the call', 'after the call'] as const)('of the signer, %s, leaves one activity and one transfer', async (moment) => {
    const signer = new DyingSigner({ ...world.turnkey });
    signer.moment = moment;
    const victim = await world.payout({ overrides: [[Signer, signer]] });
    const leg = await new TestLeg(world, victim).funded();
    await leg.deliver();
    await signer.died.promise;
    await victim.probe.close();
    const service = await world.payout({ namespace: victim.namespace });
    await leg.on(service).next(legDelivered);
    expect(await leg.times()).toBe(1);
    signer.bury();
    await victim.stopOnly();
    await service.stop();
  });

  it.each(['before the call', 'after the call'] as const)('of the chain, %s, leaves one transfer', async (moment) => {
    const usdc = new DyingUsdc();
    usdc.moment = moment;
    const victim = await world.payout({ overrides: [[Usdc, usdc]] });
    usdc.inner = new TransactionsUsdc(victim.app.get(Chains), victim.app.get(Transactions));
    const leg = await new TestLeg(world, victim).funded();
    await leg.deliver();
    await usdc.died.promise;
    const service = await replaced(victim);
    await until('the money is there', async () => (await leg.paid()) > 0n);
    await leg.on(service).deliver();
    await leg.next(legDelivered);
    expect(await leg.times()).toBe(1);
    await service.stop();
  });
});

describe('a database that was put back to before the payment', () => {
  it.each([['has as much again', true], ['has nothing left', false]])('finds it on the chain, however many blocks ago, when the wallet %s', async (_what, isFundedAgain) => {
    const before = await world.payout();
    const leg = await new TestLeg(world, before).funded();
    await leg.deliver();
    const { body: { txHash } } = await leg.next(legDelivered);
    await before.stop();
    await leg.chain.client.mine({ blocks: 30 });
    if (isFundedAgain) await leg.funded();
    const service = await world.payout();
    await leg.on(service).deliver();
    expect((await leg.next(legDelivered)).body.txHash).toBe(txHash);
    expect([await leg.times(), leg.seen(legFailed)]).toEqual([1, []]);
    await service.stop();
  });
});

describe('a reorganisation after the delivery', () => {
  it('puts the leg back, and the same transaction pays it once', async () => {
    const service = await world.payout();
    const leg = await new TestLeg(world, service, { chain: 'polygon' }).funded();
    await leg.chain.holdMining();
    const id = await leg.chain.client.snapshot();
    await leg.deliver();
    await leg.next(legBroadcast);
    await leg.chain.client.mine({ blocks: 3 });
    const first = await leg.next(legDelivered);
    await leg.chain.client.revert({ id });
    await leg.chain.client.mine({ blocks: 4 });
    const again = await leg.next(legBroadcast);
    expect(again.body.txHash).toBe(first.body.txHash);
    expect(await leg.times()).toBe(0);
    await leg.chain.mineAgain();
    expect((await leg.next(legDelivered)).body.txHash).toBe(first.body.txHash);
    expect(await leg.times()).toBe(1);
    await service.stop();
  });
});

describe('a chain on which money arrives after two blocks', () => {
  it('shows the leg in its block before it is delivered', async () => {
    const service = await world.payout({ confirmations: 2 });
    const leg = await new TestLeg(world, service, { chain: 'arbitrum' }).funded();
    await leg.chain.holdMining();
    await leg.deliver();
    await leg.next(legBroadcast);
    await leg.chain.client.mine({ blocks: 1 });
    await leg.next(legConfirming);
    expect(leg.seen(legDelivered)).toEqual([]);
    await leg.chain.mineAgain();
    await leg.next(legDelivered);
    await service.stop();
  });
});

describe('keys of the service\'s own', () => {
  it('pay with and without an approval, and not when it is refused', async () => {
    const service = await world.payout({ isLocal: true });
    const plain = await new TestLeg(world, service).funded();
    await plain.deliver();
    await plain.next(legDelivered);
    const approved = await new TestLeg(world, service, { approval: 'customer' }).funded();
    await approved.deliver();
    await approved.next(legApprovalRequested);
    await approved.vote('approve');
    await approved.next(legDelivered);
    const refused = await new TestLeg(world, service, { approval: 'customer' }).funded();
    await refused.deliver();
    await refused.next(legApprovalRequested);
    await refused.vote('reject');
    await refused.next(legCancelled);
    expect([await plain.times(), await approved.times(), await refused.times()]).toEqual([1, 1, 0]);
    await service.stop();
  });
});

describe('twenty approvals across three wallets', () => {
  it('are requested one at a time by wallet, in order, and the wallets do not wait for each other', async () => {
    const service = await world.payout();
    const tenantId = `t-${newId()}`;
    const walletIds = [newId(), newId(), newId()];
    const legs: TestLeg[] = [];
    for (let index = 0; index < 20; index += 1) {
      const leg = await new TestLeg(world, service, { tenantId, walletId: walletIds[index % 3] as string, approval: 'customer', units: 1_000_000n }).funded();
      legs.push(leg);
      await leg.deliver();
      await until('it is in the queue', async () => service.seen(legApprovalQueued).length + service.seen(legApprovalRequested).length > index);
    }
    const outstanding = new Map<string, string>();
    const approvalsRequested: string[] = [];
    while (approvalsRequested.length < 20) {
      const { body } = await service.next(legApprovalRequested);
      const ended = [...service.seen(legDelivered), ...service.seen(legCancelled)].map((message) => message.body.legId);
      expect([undefined, ...ended]).toContain(outstanding.get(body.walletId));
      outstanding.set(body.walletId, body.legId);
      approvalsRequested.push(body.legId);
      const leg = legs.find(({ legId }) => legId === body.legId) as TestLeg;
      const isRefused = approvalsRequested.length % 5 === 0;
      expect(await leg.times()).toBe(0);
      await leg.vote(isRefused ? 'reject' : 'approve');
    }
    await until('every approved leg is paid', async () => (await Promise.all(legs.map((leg) => leg.times()))).reduce((sum, times) => sum + times, 0) === 16);
    for (const walletId of walletIds) {
      const inOrder = legs.filter((leg) => leg.walletId === walletId).map(({ legId }) => legId);
      expect(approvalsRequested.filter((legId) => inOrder.includes(legId))).toEqual(inOrder);
    }
    await service.stop();
  });
});
