import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { bridgeLeg, legBridged, legBridgeFailed } from '@sluice/contract-bridging';
import { newId } from '@sluice/kernel';
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

  it('is answered the same when its command comes again', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await leg.bridge();
    const answer = await leg.bridged();
    await leg.bridge();
    expect(await leg.bridged()).toMatchObject({ id: answer.id, body: answer.body });
    expect(await leg.burns('arbitrum')).toHaveLength(1);
  });

  it('comes from several chains at once, Solana among them', async () => {
    const leg = await new BridgedLeg(world, service, ['arbitrum', 'polygon', 'solana', 'optimism'], 'base').fund();
    await leg.bridge();
    const { body } = await leg.bridged();
    expect(body.moved.map(({ fromChain }) => fromChain)).toEqual(['arbitrum', 'polygon', 'solana', 'optimism']);
    expect(await leg.mints()).toEqual(Array(4).fill(leg.amount));
    expect(await leg.balance('base')).toBe(4n * leg.amount);
  });

  it('is one of many at once', async () => {
    const legs = Array.from({ length: 6 }, () => new BridgedLeg(world, service, ['optimism'], 'polygon'));
    for (const leg of legs) await leg.fund();
    await Promise.all(legs.map((leg) => leg.bridge()));
    const answered = new Set<string>();
    while (answered.size < legs.length) answered.add((await service.next(legBridged, 40_000)).body.legId);
    expect(await Promise.all(legs.map((leg) => leg.mints()))).toEqual(legs.map(({ amount }) => [amount]));
  });
});

describe('a leg that cannot be bridged', () => {
  it('fails without a burn when the wallet has not got the money', async () => {
    const leg = new BridgedLeg(world, service);
    await leg.bridge();
    expect((await leg.failed()).body).toMatchObject({ reason: 'onchain_reverted', moved: [] });
    expect([await leg.burns('arbitrum'), await leg.mints()]).toEqual([[], []]);
  });

  it('fails at once where no bridge leads', async () => {
    const leg = new BridgedLeg(world, service, ['bsc']);
    await leg.bridge();
    expect((await leg.failed()).body).toMatchObject({ reason: 'onchain_failed', moved: [] });
  });

  it('says what moved all the same', async () => {
    const leg = await new BridgedLeg(world, service, ['optimism', 'bsc'], 'base').fund();
    await leg.bridge();
    expect((await leg.failed()).body).toMatchObject({ reason: 'onchain_failed', moved: [{ fromChain: 'optimism' }] });
    expect(await leg.mints()).toEqual([leg.amount]);
  });

  it('is parked when it is to carry something else, or for another tenant', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await leg.bridge();
    await leg.bridged();
    await leg.bridge({ toChain: 'base' });
    await service.publish(bridgeLeg, leg.body, { tenantId: 'globex', withdrawalId: newId(), replyTo: 'tester' });
    await leg.recall();
    await leg.bridged();
    expect([...service.seen(legBridged), ...service.seen(legBridgeFailed)]).toEqual([]);
  });
});

describe('a recall', () => {
  it('that overtakes the bridging closes it', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await leg.recall();
    expect((await leg.failed()).body).toMatchObject({ reason: 'cancelled', moved: [] });
    await leg.bridge();
    expect((await leg.failed()).body).toMatchObject({ reason: 'cancelled', moved: [] });
    expect([await leg.burns('arbitrum'), await leg.balance('arbitrum')]).toEqual([[], leg.amount]);
  });

  it('right after it leaves the wallet with all of its money, on one chain or the other', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await leg.bridge();
    await leg.recall();
    const { body } = await leg.ended();
    const [burns, mints] = [await leg.burns('arbitrum'), await leg.mints()];
    expect(mints).toEqual(burns);
    expect(body.moved).toHaveLength(mints.length);
    expect((await leg.balance('arbitrum')) + (await leg.balance('ethereum'))).toBe(leg.amount);
  });

  it('after the burn waits for the mint', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await world.control(leg.tenantId, 'slow', { delayMs: 1_000, count: 1 });
    await leg.bridge();
    await leg.burned();
    await leg.recall();
    await leg.bridged();
    expect(await leg.mints()).toEqual([leg.amount]);
  });
});
