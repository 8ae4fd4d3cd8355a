import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { groupReleased, groupSpent, groupSourced, groupUnavailable, liquidityReserved, reservationReleased, reserveRefused, setWalletStatus } from '@sluice/contract-liquidity';
import { newId } from '@sluice/kernel';
import { Chains, dollars, startLiquidity, TestWallet } from './wallet-world.js';

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

describe('a reservation', () => {
  it('takes the cash first, nearest to the destination, then positions that unwind at once', async () => {
    const wallet = await open({ chain: 'arbitrum', amount: 30 }, { chain: 'base', amount: 5 }, { chain: 'arbitrum', amount: 100, into: 'usdz' });
    const reservationId = await wallet.reserve(65, { destinationChain: 'base' });
    const { body } = await wallet.next(liquidityReserved);
    expect(body).toMatchObject({ reservationId, walletId: wallet.id, approvalPolicy: 'none', groups: [{ key: 'usdz', amount: { units: '65000000' } }] });
    expect(body.groups[0]?.sources.map(({ key, chain, amount }) => [key, chain, amount.units])).toEqual([
      ['cash_usdc:cctp', 'base', '5000000'], ['cash_usdc:cctp', 'arbitrum', '30000000'], ['usdz', 'arbitrum', '30000000'],
    ]);
    expect(await wallet.money()).toEqual({ total: '135000000', withdrawable: '70000000' });
  });

  it('is answered alike when its command comes again, at once or later, and allocates nothing more', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 100 });
    const [reservationId, id] = [newId(), newId()];
    await Promise.all([wallet.reserve(40, { reservationId, id }), wallet.reserve(40, { reservationId, id }), wallet.reserve(40, { reservationId })]);
    const answers = [await wallet.next(liquidityReserved), await wallet.next(liquidityReserved), await wallet.next(liquidityReserved)];
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await wallet.money()).toEqual({ total: '100000000', withdrawable: '60000000' });
  });

  it('is made for one of two that want sixty of a hundred each', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 100 });
    await Promise.all([wallet.reserve(60), wallet.reserve(60)]);
    await wallet.next(liquidityReserved);
    expect((await wallet.next(reserveRefused)).body).toMatchObject({ reason: 'insufficient_funds' });
    expect(await wallet.money()).toEqual({ total: '100000000', withdrawable: '40000000' });
  });

  it('is never made beyond what is there, however many are commanded at once', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 70 }, { chain: 'base', amount: 30 });
    await Promise.all(Array.from({ length: 50 }, () => wallet.reserve(7)));
    for (let made = 0; made < 14; made += 1) await wallet.next(liquidityReserved);
    for (let refused = 0; refused < 36; refused += 1) expect((await wallet.next(reserveRefused)).body.reason).toBe('insufficient_funds');
    expect(BigInt((await wallet.money()).withdrawable)).toBe(dollars(2));
  });
});

describe('nothing is set aside', () => {
  it('of a wallet that is not there, or is another tenant\'s', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 });
    const stranger = await TestWallet.open(service, chains);
    await Object.assign(stranger, { id: wallet.id }).reserve(1);
    expect((await wallet.next(reserveRefused)).body).toMatchObject({ walletId: wallet.id, reason: 'not_found' });
    expect(await wallet.money()).toMatchObject({ withdrawable: '10000000' });
  });

  it('of a disabled wallet', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 });
    await service.requests.request(setWalletStatus, { id: wallet.id, status: 'disabled' }, { tenantId: wallet.tenantId });
    await wallet.reserve(1);
    expect((await wallet.next(reserveRefused)).body).toMatchObject({ reason: 'wallet_not_active' });
  });

  it('across a bridge domain', async () => {
    const wallet = await open({ chain: 'bsc', amount: 10 }, { chain: 'ethereum', amount: 5 });
    await wallet.reserve(6, { destinationChain: 'ethereum' });
    expect((await wallet.next(reserveRefused)).body).toMatchObject({ reason: 'insufficient_funds' });
    await wallet.reserve(6, { destinationChain: 'bsc' });
    expect((await wallet.next(liquidityReserved)).body.groups).toMatchObject([{ key: 'cash_usdc:bsc', sources: [{ chain: 'bsc' }] }]);
  });

  it('by a reservation that was released before it was made', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 });
    const reservationId = newId();
    await wallet.releaseReservation(reservationId);
    await wallet.next(reservationReleased);
    await wallet.reserve(4, { reservationId });
    expect((await wallet.next(reserveRefused)).body).toMatchObject({ reservationId, reason: 'released' });
    expect(await wallet.money()).toMatchObject({ withdrawable: '10000000' });
  });

  it('twice for one id with another amount: the second is parked', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 });
    const reservationId = await wallet.reserve(4);
    await wallet.next(liquidityReserved);
    await wallet.reserve(5, { reservationId });
    await wallet.releaseReservation(reservationId);
    await wallet.next(reservationReleased);
    expect([...service.seen(liquidityReserved), ...service.seen(reserveRefused)]).toEqual([]);
  });
});

describe('what was set aside', () => {
  it('is free again once it is released, as often as that is said', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 });
    const reservationId = await wallet.reserve(10);
    await wallet.next(liquidityReserved);
    await Promise.all([wallet.releaseReservation(reservationId), wallet.releaseReservation(reservationId)]);
    await wallet.next(reservationReleased);
    await wallet.next(reservationReleased);
    expect(await wallet.money()).toEqual({ total: '10000000', withdrawable: '10000000' });
    await wallet.reserve(10);
    await wallet.next(liquidityReserved);
  });

  it('is free when its leg is given up before it began, with and without its group\'s name, and the leg never begins', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 }, { chain: 'ethereum', amount: 10, into: 'rlp' });
    const reservationId = await wallet.reserve(15);
    const { groups: [cash, rlp] } = (await wallet.next(liquidityReserved)).body;
    const [first, second] = [wallet.leg(reservationId), wallet.leg(reservationId)];
    await second.release(rlp);
    await wallet.next(groupReleased);
    expect(await wallet.money()).toMatchObject({ withdrawable: '10000000' });
    await first.release();
    await wallet.next(groupReleased);
    expect(await wallet.money()).toMatchObject({ withdrawable: '20000000' });
    await first.source(cash!);
    expect((await wallet.next(groupUnavailable)).body).toMatchObject({ ...first.name, reason: 'released' });
  });

  it('is gone once it is spent, and a late release of it frees nothing', async () => {
    const wallet = await open({ chain: 'ethereum', amount: 10 });
    const reservationId = await wallet.reserve(4);
    const { groups: [cash] } = (await wallet.next(liquidityReserved)).body;
    const leg = wallet.leg(reservationId);
    await leg.source(cash!);
    await leg.source(cash!);
    await wallet.next(groupSourced);
    await leg.spend();
    await wallet.next(groupSpent);
    await leg.release();
    await leg.spend();
    await wallet.next(groupReleased);
    expect((await wallet.next(groupSpent)).body).toEqual(leg.name);
  });
});
