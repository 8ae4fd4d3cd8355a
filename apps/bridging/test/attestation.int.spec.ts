import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { recognizeTransfer } from '@sluice/contract-bridging';
import type { Address, Hex } from 'viem';
import { AttestationQuota } from '../src/providers/attestation.http.js';
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

describe('the attestation service', () => {
  it('that is late is waited for', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await world.control(leg.tenantId, 'slow', { delayMs: 1_200 });
    await leg.bridge();
    await leg.bridged();
    expect(await leg.mints()).toEqual([leg.amount]);
  });

  it.each(['silent', 'fail'])('that is stuck (%s) has a new attestation requested', async (mode) => {
    const leg = await new BridgedLeg(world, service).fund();
    await world.control(leg.tenantId, mode);
    await leg.bridge();
    await leg.bridged();
    expect([await leg.burns('arbitrum'), await leg.mints()]).toEqual([[leg.amount], [leg.amount]]);
  });

  it('is requested anew when its message has expired', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    await world.control(leg.tenantId, 'expire');
    await leg.bridge();
    await leg.bridged();
    expect([await leg.burns('arbitrum'), await leg.mints()]).toEqual([[leg.amount], [leg.amount]]);
  });
});

describe('requests of two instances', () => {
  let instances: readonly TestService[];
  beforeAll(async () => {
    const config = { requestsPerSecond: 10 };
    const one = await world.bridging({ config });
    instances = [one, await world.bridging({ config, namespace: one.namespace })];
  });
  afterAll(() => Promise.all((instances ?? []).map((instance) => instance.stop())));
  const take = (instance: TestService): Promise<void> => instance.app.get(AttestationQuota).take();

  it('are made one after the other at even pauses', async () => {
    const madeAt: number[] = [];
    await Promise.all(instances.flatMap((instance) => Array.from({ length: 8 }, async () => {
      await take(instance);
      madeAt.push(performance.now());
    })));
    const pauses = madeAt.slice(1).map((at, index) => at - (madeAt[index] ?? 0));
    expect(madeAt).toHaveLength(16);
    expect((madeAt.at(-1) ?? 0) - (madeAt[0] ?? 0)).toBeGreaterThan(15 * 100 - 20);
    expect(pauses.filter((pause) => pause < 50)).toEqual([]);
  });

  it('are not made by either once one was told that they were too many', async () => {
    const [one, other] = instances as [TestService, TestService];
    await one.app.get(AttestationQuota).wasLimited();
    for (const instance of [other, one]) await expect(take(instance)).rejects.toThrow('had too many requests');
  });
});

describe('a message that a stranger has minted', () => {
  it('counts as minted, by the stranger\'s transaction', async () => {
    const leg = await new BridgedLeg(world, service).fund();
    const ethereum = world.on('ethereum');
    await ethereum.setIntervalMining({ interval: 0 });
    await leg.bridge();
    const hash = await mintAsStranger();
    await ethereum.setIntervalMining({ interval: 1 });
    await ethereum.mine({ blocks: 1 });
    const { body } = await leg.bridged();
    expect(await leg.mints()).toEqual([leg.amount]);
    expect(body.moved.map(({ mintTxHash }) => mintTxHash)).toEqual([hash]);
    const { logs } = await ethereum.getTransactionReceipt({ hash });
    const ask = { walletId: leg.walletId, chain: 'ethereum' as const, txHash: hash, position: logs.findIndex(({ address }) => address.toLowerCase() === world.usdc('ethereum').toLowerCase()), amount: { currency: 'USDC' as const, units: leg.amount.toString() } };
    expect(await service.requests.request(recognizeTransfer, ask, { tenantId: leg.tenantId })).toEqual({ isOwn: true });
    expect(await service.requests.request(recognizeTransfer, { ...ask, amount: { currency: 'USDC', units: '1' } }, { tenantId: leg.tenantId })).toEqual({ isOwn: false });
  });

  /** Our own mint, seen in the pool, with a better price, so that the stranger's goes into the block first. */
  async function mintAsStranger(): Promise<Hex> {
    const to = world.sandbox.chains['ethereum']?.messageTransmitter as Address;
    let input: Hex | undefined;
    await until('our mint in the pool', async () => {
      const { pending } = await world.on('ethereum').getTxpoolContent();
      input = Object.values(pending).flatMap((byNonce) => Object.values(byNonce)).find((one) => one.to?.toLowerCase() === to.toLowerCase())?.input;
      return input !== undefined;
    });
    return world.on('ethereum').sendTransaction({ to, data: input ?? '0x', maxPriorityFeePerGas: 10n ** 12n, maxFeePerGas: 10n ** 13n, gas: 500_000n });
  }
});

describe('a fast transfer', () => {
  it('burns the fee beyond the amount, so that the amount arrives', async () => {
    const fast = await world.bridging({ config: { speed: 'fast' } });
    const leg = new BridgedLeg(world, fast, ['base'], 'optimism');
    await leg.fund(leg.amount + 5_000n);
    await leg.bridge();
    const { body } = await leg.bridged();
    const [burned] = await leg.burns('base');
    const [minted] = await leg.mints();
    expect(body.moved[0]?.amount.units).toBe('35000000');
    expect(burned).toBe(35_003_501n);
    expect(minted).toBe(leg.amount);
    await fast.stop();
  });
});
