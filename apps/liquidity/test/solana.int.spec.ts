import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { groupReleased, groupSourcedElsewhere, liquidityReserved } from '@sluice/contract-liquidity';
import { authorizationNonce } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '@sluice/simulators';
import { until, type TestService } from '@sluice/builders';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiquidityConfig } from '../src/liquidity.config.js';
import { Chains, dollars, Ledger, startLiquidity, TestWallet } from './wallet-world.js';

let chains: Chains;
let simulators: Simulators;
let service: TestService;
let folder: string;
const ledger = new Ledger();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liquidity-'));
  chains = await Chains.start();
  simulators = await startSimulators({ port: 0, journalFolder: folder, callbackSecret: 'not used by any test here' });
  service = await startLiquidity(chains, { ledger, overrides: [[LiquidityConfig, { custodianUrl: undefined, custodianTimeoutMs: 3_000, sampleDays: 400, solanaUrl: simulators.url }]] });
});
afterAll(async () => {
  await service.stop();
  await simulators.stop();
  await chains.stop();
  rmSync(folder, { recursive: true });
});

/** As bridging does when it carries the leg's cash away. */
async function burned(address: string, nonce: string, units: bigint): Promise<void> {
  const body = JSON.stringify({ key: nonce, tenantId: 'acme', owner: address, amount: units.toString(), destinationDomain: 0, mintRecipient: address });
  const response = await fetch(`${simulators.url}/solana/burns`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(response.status).toBe(200);
}

describe('cash on Solana', () => {
  it('is the wallet\'s, once for each deposit', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'base', amount: 3 }]);
    const id = newId();
    await wallet.deposit({ chain: 'solana', amount: 5 }, id);
    const { holdings } = await wallet.deposit({ chain: 'solana', amount: 5 }, id);
    expect(holdings.map(({ key, chain, value }) => [key, chain, value.units])).toEqual([['cash_usdc:cctp', 'base', '3000000'], ['cash_usdc:cctp', 'solana', '5000000']]);
    expect(await wallet.money()).toEqual({ total: '8000000', withdrawable: '8000000' });
    await expect(wallet.deposit({ chain: 'solana', amount: 6 }, id)).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('that somebody else has sent is a deposit like any other, once', async () => {
    const wallet = await TestWallet.open(service, chains);
    const { depositAddress: owner } = await wallet.view();
    const body = JSON.stringify({ id: newId(), owner, amount: dollars(8).toString() });
    for (let count = 0; count < 2; count += 1) await fetch(`${simulators.url}/solana/deposits`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await until('it is booked', async () => (await wallet.money()).withdrawable === '8000000');
    await wallet.deposit({ chain: 'solana', amount: 1 });
    expect([await wallet.money(), ledger.of(wallet.id)]).toEqual([{ total: '9000000', withdrawable: '9000000' }, dollars(9)]);
    expect(await wallet.reconciled()).toMatchObject({ onChain: { units: '9000000' }, booked: { units: '9000000' } });
  });

  it('is set aside, said to be elsewhere, and promised to nobody else before and after it was burned', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'solana', amount: 40 }]);
    const reservationId = await wallet.reserve(25);
    const { groups: [group] } = (await wallet.next(liquidityReserved)).body;
    expect(group?.sources.map(({ chain, amount }) => [chain, amount.units])).toEqual([['solana', '25000000']]);
    expect(await wallet.money()).toEqual({ total: '40000000', withdrawable: '15000000' });
    const leg = wallet.leg(reservationId);
    await leg.source(group!);
    const { transfers: [transfer] } = (await wallet.next(groupSourcedElsewhere)).body;
    expect(transfer).toMatchObject({ fromChain: 'solana', amount: { units: '25000000' } });
    const { depositAddress } = await wallet.view();
    await burned(depositAddress, authorizationNonce('bridging', `${leg.name.legId}/${leg.name.attempt}`, transfer!.id, 1), dollars(25));
    expect(await wallet.money()).toEqual({ total: '40000000', withdrawable: '15000000' });
    await leg.release();
    await wallet.next(groupReleased);
  });

  it('of another wallet is not touched', async () => {
    const [mine, theirs] = await Promise.all([1, 2].map((amount) => TestWallet.open(service, chains, [{ chain: 'solana', amount }])));
    expect([await mine?.money(), await theirs?.money()]).toMatchObject([{ total: '1000000' }, { total: '2000000' }]);
  });
});
