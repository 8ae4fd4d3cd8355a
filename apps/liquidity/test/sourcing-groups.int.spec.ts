import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { groupReleased, groupSourced, groupSourcedElsewhere, groupUnavailable, liquidityReserved, type Group } from '@sluice/contract-liquidity';
import { Money } from '@sluice/kernel';
import { legKeyOf, Legs } from '../src/legs/leg.js';
import { anyone, Chains, dollars, sandboxMinter, startLiquidity, TestWallet, type Dollars, type TestLeg } from './wallet-world.js';

const DAY_MS = 86_400_000;

let chains: Chains;
let service: TestService;
beforeAll(async () => {
  chains = await Chains.start();
  service = await startLiquidity(chains);
});
afterAll(async () => {
  await service.stop();
  await chains.stop();
});

const open = (...deposits: Parameters<typeof TestWallet.open>[2] & object[]) => TestWallet.open(service, chains, deposits);

async function reserved(wallet: TestWallet, amount: Dollars, destinationChain: 'ethereum' | 'arbitrum' = 'ethereum'): Promise<{ reservationId: string; groups: Group[] }> {
  await wallet.reserve(amount, { destinationChain });
  return (await wallet.next(liquidityReserved)).body;
}

/** Sends USDC away from a wallet behind the service's back. */
const steal = async (wallet: TestWallet, amount: number): Promise<void> =>
  chains.call('ethereum', chains.usdc('ethereum'), (await wallet.view()).depositAddress, 'transfer', [anyone, dollars(amount)]);

const windowRuns = ({ name }: TestLeg): Promise<void> =>
  until('the window runs', async () => (await service.app.get(Legs).find(legKeyOf(name)))?.state.unwinds.every(({ status }) => status === 'waiting') ?? false);

describe('cash and a position that unwinds at once', () => {
  it('are one group, whose value is then cash on the position\'s chain', async () => {
    const wallet = await open({ chain: 'arbitrum', amount: 30 }, { chain: 'arbitrum', amount: 100, into: 'usdz' });
    const { reservationId, groups: [group] } = await reserved(wallet, 65);
    const leg = wallet.leg(reservationId);
    await leg.source(group!);
    const { body } = await wallet.next(groupSourcedElsewhere);
    expect(body).toMatchObject({ ...leg.name, transfers: [{ fromChain: 'arbitrum', amount: { currency: 'USDC', units: '65000000' } }] });
    const { depositAddress } = await wallet.view();
    expect(await chains.balance('arbitrum', depositAddress)).toBe(dollars(65));
    expect(await chains.shares('arbitrum', 'usdz', depositAddress)).toBe(dollars(65));
    expect(await wallet.money()).toEqual({ total: '130000000', withdrawable: '65000000' });
  });

  it('are unwound once, however often and at once that is commanded', async () => {
    const wallet = await open({ chain: 'arbitrum', amount: 50, into: 'usdz' });
    const { reservationId, groups: [group] } = await reserved(wallet, 20, 'arbitrum');
    const leg = wallet.leg(reservationId);
    await Promise.all(Array.from({ length: 5 }, () => leg.source(group!, 'arbitrum')));
    await wallet.next(groupSourced);
    await leg.source(group!, 'arbitrum');
    await wallet.next(groupSourced);
    expect(await chains.balance('arbitrum', (await wallet.view()).depositAddress)).toBe(dollars(20));
  });

  it('stay in the wallet as cash when they are given up', async () => {
    const wallet = await open({ chain: 'arbitrum', amount: 50, into: 'usdz' });
    const { reservationId, groups: [group] } = await reserved(wallet, 20, 'arbitrum');
    const leg = wallet.leg(reservationId);
    await leg.source(group!, 'arbitrum');
    await wallet.next(groupSourced);
    await leg.release();
    await wallet.next(groupReleased);
    expect(await wallet.money()).toEqual({ total: '50000000', withdrawable: '50000000' });
    expect((await wallet.view()).holdings.map(({ key, value, reserved: held }) => [key, value.units, held.units])).toEqual([
      ['cash_usdc:cctp', '20000000', '0'], ['usdz', '30000000', '0'],
    ]);
  });
});

describe('a vault whose shares are not worth a round number', () => {
  it('pays out every withdrawal in full, to the micro-unit', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 100, into: 'syrupUsdc' });
    await chains.call('ethereum', chains.usdc('ethereum'), sandboxMinter, 'mint', [chains.contractOf('syrupUsdc'), 7_777_777n]);
    const before = await wallet.view();
    expect(BigInt(before.earned.units)).toBe(BigInt(before.total.units) - dollars(100));
    const one = await reserved(wallet, '33.333333');
    const other = await reserved(wallet, '12.000001');
    const rest = await reserved(wallet, Money.fromJson((await wallet.view()).withdrawable).toDecimal());
    const left = BigInt(before.withdrawable.units) - dollars('33.333333') - dollars('12.000001') - BigInt(rest.groups[0]?.amount.units ?? '0');
    expect(left).toBeLessThan(10n);
    await Promise.all([one, other, rest].map(({ reservationId, groups: [group] }) => wallet.leg(reservationId).source(group!)));
    for (let sourced = 0; sourced < 3; sourced += 1) await wallet.next(groupSourced);
    const paid = [one, other, rest].reduce((sum, { groups: [group] }) => sum + BigInt(group!.amount.units), 0n);
    expect(await chains.balance('ethereum', before.depositAddress)).toBe(paid);
  });
});

describe('a position with a window', () => {
  it('pays at the end of it, on the tenant\'s clock', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 }, { chain: 'ethereum', amount: 50, into: 'rlp' });
    await wallet.settings('clock');
    const { reservationId, groups } = await reserved(wallet, 30);
    expect(groups.map(({ key, amount }) => [key, amount.units])).toEqual([['cash_usdc:cctp', '10000000'], ['rlp', '20000000']]);
    const leg = wallet.leg(reservationId);
    await leg.source(groups[1]!);
    const { depositAddress } = await wallet.view();
    await windowRuns(leg);
    expect(await chains.shares('ethereum', 'rlp', depositAddress)).toBe(dollars(30));
    expect(await wallet.money()).toEqual({ total: '60000000', withdrawable: '30000000' });
    await wallet.settings('clock', DAY_MS - 60_000);
    expect(await wallet.money()).toEqual({ total: '60000000', withdrawable: '30000000' });
    expect(service.seen(groupSourced)).toEqual([]);
    await wallet.settings('clock', DAY_MS + 1_000);
    expect((await wallet.next(groupSourced)).body).toEqual(leg.name);
    expect(await chains.balance('ethereum', depositAddress)).toBe(dollars(30));
  });

  it('pays within a second where every wait is cut short, and no chain\'s clock is moved for it', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 50, into: 'ustb' });
    const { reservationId, groups: [group] } = await reserved(wallet, 50);
    await wallet.leg(reservationId).source(group!);
    await wallet.next(groupSourced);
    const { timestamp } = await chains.node('ethereum').getBlock();
    expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(3_600);
  });

  it('is not waited for when its leg is given up; what comes of it is cash, and free', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 50, into: 'rlp' });
    await wallet.settings('clock');
    const { reservationId, groups: [group] } = await reserved(wallet, 20);
    const leg = wallet.leg(reservationId);
    await leg.source(group!);
    const { depositAddress } = await wallet.view();
    await windowRuns(leg);
    expect(await chains.shares('ethereum', 'rlp', depositAddress)).toBe(dollars(30));
    await leg.release();
    await wallet.next(groupReleased);
    expect(await wallet.money()).toEqual({ total: '50000000', withdrawable: '30000000' });
    await wallet.settings('clock', DAY_MS + 1_000);
    await until('the proceeds are free', async () => (await wallet.money()).withdrawable === '50000000');
    expect(await chains.balance('ethereum', depositAddress)).toBe(dollars(20));
    expect([...service.seen(groupSourced), ...service.seen(groupUnavailable)]).toEqual([]);
  });
});

describe('cash that is not on the chain any more', () => {
  it('is not promised to a leg', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 100 });
    const { reservationId, groups: [group] } = await reserved(wallet, 60);
    await steal(wallet, 50);
    const leg = wallet.leg(reservationId);
    await leg.source(group!);
    expect((await wallet.next(groupUnavailable)).body).toEqual({ ...leg.name, reason: 'cash_leg_unfulfillable_stale_ledger' });
    await leg.release();
    await wallet.next(groupReleased);
    expect(await wallet.money()).toEqual({ total: '100000000', withdrawable: '100000000' });
    expect(await wallet.reconciled()).toMatchObject({ onChain: { units: '50000000' }, booked: { units: '100000000' } });
  });

  it('is promised to one of two legs when there is enough for one', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 100 });
    const [one, other] = [await reserved(wallet, 40), await reserved(wallet, 40)];
    await steal(wallet, 50);
    await Promise.all([one, other].map(({ reservationId, groups: [group] }) => wallet.leg(reservationId).source(group!)));
    await wallet.next(groupSourced);
    expect((await wallet.next(groupUnavailable)).body.reason).toBe('cash_leg_unfulfillable_stale_ledger');
  });

  it('is not unwound into from a position that was emptied', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 40, into: 'rlp' });
    const { reservationId, groups: [group] } = await reserved(wallet, 40);
    const { depositAddress } = await wallet.view();
    await chains.call('ethereum', chains.contractOf('rlp'), depositAddress, 'transfer', [anyone, 1n]);
    const leg = wallet.leg(reservationId);
    await leg.source(group!);
    expect((await wallet.next(groupUnavailable)).body).toEqual({ ...leg.name, reason: 'onchain_reverted' });
  });
});
