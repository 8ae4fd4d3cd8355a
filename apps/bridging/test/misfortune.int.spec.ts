import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { parseAbi, type Address } from 'viem';
import { BridgedLeg, World } from './world.ts';

const masterAbi = parseAbi(['function blacklist(address account)', 'function unBlacklist(address account)']);

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

describe('a reorganisation of three blocks', () => {
  it('after the burn has it burned again, the same one, and minted once', async () => {
    const leg = await new BridgedLeg(world, service, ['arbitrum', 'polygon']).fund();
    await world.control(leg.tenantId, 'silent', { count: 2 });
    const arbitrum = world.on('arbitrum');
    const id = await arbitrum.snapshot();
    await leg.bridge();
    await leg.burned();
    await arbitrum.mine({ blocks: 2 });
    await arbitrum.revert({ id });
    expect(await leg.burns('arbitrum')).toEqual([]);
    await arbitrum.mine({ blocks: 8 });
    await leg.bridged();
    expect([await leg.burns('arbitrum'), await leg.burns('polygon')]).toEqual([[leg.amount], [leg.amount]]);
    expect(await leg.mints()).toEqual([leg.amount, leg.amount]);
    expect([await leg.balance('arbitrum'), await leg.balance('ethereum')]).toEqual([0n, 2n * leg.amount]);
  });
});

describe('a bridge that takes no burn', () => {
  const messenger = () => world.sandbox.chains['optimism']?.tokenMessenger as Address;
  const setBlocked = (functionName: 'blacklist' | 'unBlacklist') =>
    world.on('optimism').writeContract({ address: world.usdc('optimism'), abi: masterAbi, functionName, args: [messenger()] });

  it('leaves the wallet with its money where it was', async () => {
    await setBlocked('blacklist');
    const leg = await new BridgedLeg(world, service, ['optimism'], 'base').fund();
    await leg.bridge();
    expect((await leg.failed()).body).toMatchObject({ reason: 'onchain_reverted', moved: [] });
    expect([await leg.burns('optimism'), await leg.balance('optimism')]).toEqual([[], leg.amount]);
    await setBlocked('unBlacklist');
  });
});

describe('a wallet that may receive nothing on the destination\'s chain', () => {
  it('has its leg fail with nothing moved, after several tries and no second burn', async () => {
    const leg = await new BridgedLeg(world, service, ['base'], 'optimism').fund();
    await world.on('optimism').writeContract({ address: world.usdc('optimism'), abi: masterAbi, functionName: 'blacklist', args: [await leg.address] });
    await leg.bridge();
    expect((await leg.failed()).body).toMatchObject({ reason: 'onchain_failed', moved: [] });
    expect([await leg.burns('base'), await leg.mints()]).toEqual([[leg.amount], []]);
  });
});
