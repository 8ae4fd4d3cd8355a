import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { checkPayments, legBroadcast, legDelivered } from '@sluice/contract-payout';
import { Transactions } from '@sluice/evm';
import { ChainLegs } from '../src/chain-payments/chain-legs.repository.js';
import { BankStatement } from '../src/providers/bank.js';
import { ChainWorld, TestLeg, type ChainName } from './chain-world.ts';

const A_DAY_SECONDS = 86_400;

let world: ChainWorld;
let service: TestService;
beforeAll(async () => {
  world = await ChainWorld.start();
  service = await world.payout({ recheckMs: 100, overrides: [[BankStatement, { read: () => Promise.resolve({ lines: [], position: 0 }) }]] });
});
afterAll(async () => {
  await service?.stop();
  await world?.stop();
});

const findings = async ({ tenantId }: TestLeg) => (await service.requests.request(checkPayments, {}, { tenantId })).findings.filter(({ invariant }) => invariant === 5).map(({ text }) => text);

/** Delivered and as deep as nothing should be taken back from; then it never was, on a chain that has grown further. */
async function deliveredAndTakenBack(chain: ChainName): Promise<TestLeg> {
  const leg = await new TestLeg(world, service, { chain }).funded();
  await leg.chain.holdMining();
  const id = await leg.chain.client.snapshot();
  await leg.deliver();
  await leg.next(legBroadcast);
  await leg.chain.client.mine({ blocks: 8 });
  await leg.next(legDelivered);
  await until('it is final', () => isFinal(leg));
  await leg.chain.client.revert({ id });
  return leg;
}

const isFinal = async ({ legId }: TestLeg): Promise<boolean> => (await service.app.get(Transactions).find(`leg:${legId}/1`))?.status === 'final';

describe('a delivered payment that a deep reorganisation has taken back', () => {
  it('is a broken invariant in every check, is paid again by the same transaction, and is none a while after', async () => {
    const leg = await deliveredAndTakenBack('polygon');
    await leg.chain.client.mine({ blocks: 20 });
    await until('it is found', async () => (await findings(leg)).length > 0);
    expect(await findings(leg)).toEqual([expect.stringContaining(`payment ${leg.legId}/1 on polygon was delivered, and a reorganisation has taken it back`)]);
    expect(await leg.times()).toBe(0);
    await leg.chain.mineAgain();
    await until('it is paid', async () => (await leg.times()) === 1);
    await until('it is known to be there again', async () => (await service.app.get(ChainLegs).find(`${leg.legId}/1`))?.state.foundAgainAt !== undefined);
    await leg.setClock(1, 600_000);
    await until('nothing is wrong', async () => (await findings(leg)).length === 0);
    expect(leg.seen(legDelivered)).toEqual([]);
  });

  it('and whose authorization is no longer valid stays a broken invariant, and holds up no transaction behind it', async () => {
    const leg = await deliveredAndTakenBack('arbitrum');
    await leg.chain.client.increaseTime({ seconds: 2 * A_DAY_SECONDS });
    await leg.chain.client.mine({ blocks: 20 });
    await until('it is found', async () => (await findings(leg)).length > 0);
    await leg.chain.mineAgain();
    await until('it is known why', async () => (await findings(leg)).some((text) => text.includes('cannot be sent again: FiatTokenV2: authorization is expired')));
    expect(await leg.times()).toBe(0);
  });
});
