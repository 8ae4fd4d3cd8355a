import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { checkDeposits, previewWithdrawal, liquidityReserved, reserveRefused, settleWalletDeposit, walletMoved } from '@sluice/contract-liquidity';
import { newId } from '@sluice/kernel';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import type { Address } from 'viem';
import { WalletDeposits } from '../src/wallet-deposits/wallet-deposits.repository.js';
import { OpeningCash } from '../src/older-documents/older-documents.process.js';
import { usdcJson } from '../src/wallets/wallet.js';
import { anyone, Chains, dollars, Ledger, sandboxMinter, startLiquidity, TestWallet, type Dollars } from './wallet-world.js';

let chains: Chains;
let service: TestService;
const ledger = new Ledger();
beforeAll(async () => {
  chains = await Chains.start();
  service = await startLiquidity(chains, { ledger });
  for (const name of ['arbitrum', 'base', 'polygon', 'optimism'] as const) await chains.call(name, chains.usdc(name), sandboxMinter, 'mint', [anyone, dollars(10_000)]);
});
afterAll(async () => {
  await service.stop();
  await chains.stop();
});

type Name = 'arbitrum' | 'base' | 'polygon' | 'optimism';

const addressOf = async (wallet: TestWallet): Promise<Address> => (await wallet.view()).depositAddress as Address;
const sendTo = (to: Address, chain: Name, amount: Dollars, from: string = anyone): Promise<void> =>
  chains.call(chain, chains.usdc(chain), from, 'transfer', [to, dollars(amount)]);
const send = async (chain: Name, wallet: TestWallet, amount: Dollars, from: string = anyone): Promise<void> => sendTo(await addressOf(wallet), chain, amount, from);
const mine = (chain: Name, blocks = 6): Promise<void> => chains.node(chain).mine({ blocks });
const holds = (wallet: TestWallet, units: bigint): Promise<void> =>
  until(`it has ${units}`, async () => (await wallet.money()).withdrawable === units.toString());
const depositsOf = (wallet: TestWallet) => service.app.get(WalletDeposits).findWhere({ walletId: wallet.id });
const preview = async (wallet: TestWallet): Promise<string> => (await service.requests.request(previewWithdrawal, { walletId: wallet.id, destinationChain: 'base', amount: usdcJson(1n) }, { tenantId: wallet.tenantId })).available.units;

describe('USDC that a stranger sends to a wallet', () => {
  it('counts for nothing until it is final, then is a deposit, booked once and announced', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'arbitrum', amount: 5 }]);
    await chains.holdBlocks('arbitrum', async () => {
      await send('arbitrum', wallet, 40);
      await mine('arbitrum', 3);
      expect([await wallet.money(), await preview(wallet)]).toEqual([{ total: '5000000', withdrawable: '5000000' }, '5000000']);
      expect(await wallet.reconciled()).toMatchObject({ onChain: usdcJson(dollars(45)), booked: usdcJson(dollars(5)), coming: usdcJson(dollars(40)) });
      await wallet.reserve(6, { destinationChain: 'arbitrum' });
      expect((await wallet.next(reserveRefused)).body).toMatchObject({ walletId: wallet.id, reason: 'insufficient_funds' });
    });
    await mine('arbitrum');
    await holds(wallet, dollars(45));
    expect(await preview(wallet)).toBe('45000000');
    expect(ledger.of(wallet.id)).toBe(dollars(45));
    expect(await wallet.reconciled()).toMatchObject({ onChain: usdcJson(dollars(45)), booked: usdcJson(dollars(45)), coming: usdcJson(0n), gone: [] });
    expect(service.seen(walletMoved).some(({ body }) => body.walletId === wallet.id)).toBe(true);
    await wallet.reserve(45, { destinationChain: 'arbitrum' });
    expect((await wallet.next(liquidityReserved)).body.walletId).toBe(wallet.id);
  });

  it('is available only when the ledger has it', async () => {
    const wallet = await TestWallet.open(service, chains);
    const settle = ledger.settle.bind(ledger);
    const held = Promise.withResolvers<void>();
    const late: Promise<void>[] = [];
    ledger.settle = async (seen, by) => {
      if (seen.body.walletId === wallet.id) late.push(held.promise.then(() => settle(seen, by)));
      else await settle(seen, by);
    };
    await send('base', wallet, 7);
    await mine('base');
    await until('it is seen', async () => (await depositsOf(wallet)).length === 1);
    expect([await wallet.money(), (await wallet.reconciled())?.coming]).toEqual([{ total: '0', withdrawable: '0' }, usdcJson(dollars(7))]);
    held.resolve();
    await Promise.all(late);
    await holds(wallet, dollars(7));
    ledger.settle = settle;
  });

  it('is counted once however often the ledger says so, also late', async () => {
    const wallet = await TestWallet.open(service, chains);
    await send('base', wallet, 7);
    await mine('base');
    await holds(wallet, dollars(7));
    for (let count = 0; count < 3; count += 1) {
      const [deposit] = await depositsOf(wallet);
      await service.publish(settleWalletDeposit, { depositId: deposit!.id, walletId: wallet.id, outcome: 'booked' }, { tenantId: wallet.tenantId });
      await send('base', wallet, 1);
      await mine('base');
      await holds(wallet, dollars(8 + count));
    }
    expect([ledger.of(wallet.id), (await depositsOf(wallet)).length]).toEqual([dollars(10), 4]);
  });

  it('of another tenant\'s saying so is not counted', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'base', amount: 1 }]);
    await service.publish(settleWalletDeposit, { depositId: newId(), walletId: wallet.id, outcome: 'booked' }, { tenantId: newId() });
    expect(await wallet.money()).toEqual({ total: '1000000', withdrawable: '1000000' });
  });

  it('is found on every chain at the one address, and nothing is found where nothing was sent', async () => {
    const wallet = await TestWallet.open(service, chains);
    const other = await TestWallet.open(service, chains);
    for (const [index, chain] of (['arbitrum', 'base', 'polygon', 'optimism'] as const).entries()) {
      await send(chain, wallet, index + 1);
      await send(chain, wallet, '0.000001');
      await send(chain, wallet, 0);
      await mine(chain);
    }
    await holds(wallet, dollars('10.000004'));
    expect((await depositsOf(wallet)).length).toBe(8);
    expect((await wallet.view()).holdings.map(({ chain, value }) => [chain, value.units])).toEqual(
      expect.arrayContaining([['arbitrum', '1000001'], ['base', '2000001'], ['polygon', '3000001'], ['optimism', '4000001']]));
    expect(await other.money()).toEqual({ total: '0', withdrawable: '0' });
  });

  it('twice in one block is two deposits', async () => {
    const wallet = await TestWallet.open(service, chains);
    const transfer = [await addressOf(wallet), dollars(2)] as const;
    await chains.inOneBlock('polygon', anyone, [transfer, transfer]);
    await mine('polygon');
    await holds(wallet, dollars(4));
    expect(new Set((await depositsOf(wallet)).map(({ id }) => id)).size).toBe(2);
  });
});

describe('a transfer of a wallet to its own address, or to another wallet', () => {
  it('is a deposit where it arrives', async () => {
    const [one, two] = [await TestWallet.open(service, chains, [{ chain: 'base', amount: 30 }]), await TestWallet.open(service, chains)];
    await send('base', one, 10, await addressOf(one));
    await send('base', two, 5, await addressOf(one));
    await mine('base');
    await holds(one, dollars(40));
    await holds(two, dollars(5));
    expect([ledger.of(one.id), ledger.of(two.id)]).toEqual([dollars(40), dollars(5)]);
  });
});

describe('a deposit of the sandbox', () => {
  it('is one deposit, under its own id, also when the watch has seen it', async () => {
    const wallet = await TestWallet.open(service, chains);
    const id = newId();
    await wallet.deposit({ chain: 'optimism', amount: 9 }, id);
    expect(await wallet.money()).toEqual({ total: '9000000', withdrawable: '9000000' });
    await mine('optimism');
    await until('the watch has seen it', async () => (await depositsOf(wallet))[0]?.state.transfer !== undefined);
    expect(await depositsOf(wallet)).toMatchObject([{ id, state: { status: 'booked' } }]);
    expect([await wallet.money(), ledger.of(wallet.id)]).toEqual([{ total: '9000000', withdrawable: '9000000' }, dollars(9)]);
  });
});

describe('a reorganisation', () => {
  it('that takes a transfer back before it is final leaves nothing of it', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'optimism', amount: 1 }]);
    const node = chains.node('optimism');
    await chains.holdBlocks('optimism', async () => {
      const before = await node.snapshot();
      await send('optimism', wallet, 40);
      await node.revert({ id: before });
      await mine('optimism', 12);
    });
    await send('optimism', wallet, 2);
    await mine('optimism');
    await holds(wallet, dollars(3));
    expect([ledger.of(wallet.id), (await depositsOf(wallet)).length]).toEqual([dollars(3), 2]);
  });

  it('deeper than any should be is found, and reported as gone', async () => {
    const wallet = await TestWallet.open(service, chains);
    const node = chains.node('polygon');
    const before = await node.snapshot();
    await send('polygon', wallet, 40);
    await mine('polygon');
    await holds(wallet, dollars(40));
    await node.revert({ id: before });
    await mine('polygon', 20);
    await until('it is missed', async () => (await depositsOf(wallet))[0]?.state.isGone === true);
    const [deposit] = await depositsOf(wallet);
    expect((await wallet.reconciled())?.gone).toEqual([{ depositId: deposit?.id, amount: usdcJson(dollars(40)) }]);
    const { findings } = await service.requests.request(checkDeposits, {}, { tenantId: wallet.tenantId });
    expect(findings).toEqual([{ invariant: 5, text: expect.stringContaining(deposit!.id) }]);
  });
});

describe('a watch that was away', () => {
  it('finds what came meanwhile, and two of them book it once', async () => {
    const wallet = await TestWallet.open(service, chains);
    const to = await addressOf(wallet);
    await service.stopOnly();
    await sendTo(to, 'arbitrum', 11);
    for (let hundreds = 0; hundreds < 12; hundreds += 1) await mine('arbitrum', 100);
    await sendTo(to, 'arbitrum', 12);
    await mine('arbitrum', 300);
    const again = await Promise.all([1, 2].map(() => startLiquidity(chains, { namespace: service.namespace, ledger })));
    const there = wallet.on(again[0]!);
    await holds(there, dollars(23));
    await sendTo(to, 'arbitrum', 1);
    await mine('arbitrum');
    await holds(there, dollars(24));
    expect([ledger.of(wallet.id), (await again[1]!.app.get(WalletDeposits).findWhere({ walletId: wallet.id })).length]).toEqual([dollars(24), 3]);

    const database = again[0]!.app.get<Connection>(getConnectionToken());
    await database.collection<{ _id: string }>('deposits').insertOne({ _id: newId(), tenantId: wallet.tenantId, version: 1, outbox: [], cause: {}, walletId: wallet.id, chain: 'arbitrum', units: dollars(20).toString(), isDone: true } as never);
    await database.collection<{ _id: string }>('wallets').updateOne({ _id: wallet.id }, { $unset: { cash: '' } });
    await expect(there.view()).rejects.toThrow('still to be booked');
    await again[1]!.app.get(OpeningCash).open(wallet);
    expect(await there.money()).toEqual({ total: '20000000', withdrawable: '20000000' });
    await Promise.all(again.map((one) => one.stopOnly()));
  });
});
