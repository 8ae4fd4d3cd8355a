import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { BridgedLeg, World } from './world.ts';

let world: World;
let service: TestService;

beforeAll(async () => {
  world = await World.start();
  service = await world.bridging();
});
afterAll(async () => {
  await service?.stop();
  await world?.stop();
});

describe('a leg with its value elsewhere', () => {
  it('is bridged: burned once and minted once, to the wallet', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await leg.bridge();
    await leg.bridge();
    const { body } = await leg.bridged();
    expect(body).toMatchObject({ legId: leg.legId, attempt: 1, walletId: leg.walletId, toChain: 'ethereum', moved: [{ fromChain: 'arbitrum', amount: { currency: 'USDC', units: '35000000' } }] });
    expect([await leg.burns('arbitrum'), await leg.mints()]).toEqual([[leg.amount], [leg.amount]]);
    expect([await leg.balance('arbitrum'), await leg.balance('ethereum')]).toEqual([0n, leg.amount]);
  });
});
