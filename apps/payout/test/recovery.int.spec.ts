import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { delivered, deliveryCancelled } from '@sluice/contract-payout';
import { Bank, HttpBankRail } from '../src/providers/bank.http.js';
import type { PayoutConfig } from '../src/payout.config.js';
import { BankRail, type BankAnswer, type Instruction } from '../src/providers/bank.js';
import { Payment, World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

/** A process that dies while it gives an instruction: what it would have written down next, it does not. */
class DyingBankRail extends HttpBankRail {
  readonly died = Promise.withResolvers<void>();

  constructor(config: PayoutConfig, private readonly moment: 'before the call' | 'after the call') {
    super(new Bank(config), config);
  }

  override async submit(instruction: Instruction): Promise<BankAnswer> {
    if (this.moment === 'after the call') await super.submit(instruction);
    this.died.resolve();
    throw new Error('The process is gone.');
  }
}

/** Runs a service until it dies at this moment of a payment, and then a fresh one on the same database. */
async function survivor(moment: 'before the call' | 'after the call', prepare: (paid: Payment) => Promise<unknown>): Promise<{ paid: Payment; service: TestService }> {
  let rail: DyingBankRail | undefined;
  const victim = await world.payout({ publicUrl: 'http://127.0.0.1:1', overrides: (config) => [[BankRail, (rail = new DyingBankRail(config, moment))]] });
  const paid = await new Payment(world, victim).addCounterparty();
  await prepare(paid);
  await paid.deliver();
  await rail?.died.promise;
  await victim.stopOnly();
  await victim.probe.close();
  const service = await world.payout({ namespace: victim.namespace });
  return { paid: paid.on(service), service };
}

describe('a process that dies between the intent and the receipt', () => {
  it.each(['before the call', 'after the call'] as const)('%s leaves one payment in the bank and one answer', async (moment) => {
    const { paid, service } = await survivor(moment, (payment) => payment.slowBank());
    await paid.untilAtBank('accepted');
    await world.control('PUT', paid.tenantId, '', { pace: 'instant', clockOffsetMs: 0 });
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    expect((await world.journal(paid.tenantId)).map(({ key }) => key)).toEqual([paid.key()]);
    expect(paid.seen(delivered)).toEqual([]);
    await service.stop();
  });

  it('before the call, and is to be stopped then, leaves nothing in the bank', async () => {
    const { paid, service } = await survivor('before the call', (payment) => payment.slowBank());
    await paid.cancel();
    expect((await paid.next(deliveryCancelled)).body.legs).toMatchObject([{ status: 'cancelled' }]);
    expect(await paid.accepted()).toEqual([]);
    await service.stop();
  });
});

describe('a service that was away while the bank called back', () => {
  it('inquires by itself when its callbacks go nowhere', async () => {
    const service = await world.payout({ publicUrl: 'http://127.0.0.1:1' });
    const paid = await new Payment(world, service).addCounterparty();
    await paid.deliver();
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
    await service.stop();
  });
});

describe('two services on one database', () => {
  it('give the bank each instruction once', async () => {
    const first = await world.payout();
    const second = await world.payout({ namespace: first.namespace });
    const payments = await Promise.all(Array.from({ length: 20 }, () => new Payment(world, first).addCounterparty()));
    await Promise.all(payments.map((paid) => paid.deliver()));
    const outcomes = new Map<string | undefined, string>();
    while (outcomes.size < payments.length) {
      const { withdrawalId, id } = await first.next(delivered);
      expect(outcomes.get(withdrawalId) ?? id).toBe(id);
      outcomes.set(withdrawalId, id);
    }
    for (const paid of payments) expect(await paid.accepted()).toEqual(['settled']);
    await second.stopOnly();
    await second.probe.close();
    await first.stop();
  });
});
