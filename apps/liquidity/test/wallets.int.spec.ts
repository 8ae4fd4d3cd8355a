import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TestService } from '@sluice/builders';
import { estimateTimes, getWallet, groupReleased, groupSourced, groupSourcedElsewhere, groupSpent, listWallets, listYieldSources, liquidityReserved, openWallet, previewWithdrawal, setWalletStatus } from '@sluice/contract-liquidity';
import { authorizationNonce, Chains as ChainClients, LocalWalletSigner, transferAuthorization, usdcAbi } from '@sluice/evm';
import { newId } from '@sluice/kernel';
import type { Address } from 'viem';
import { writeContract } from 'viem/actions';
import { usdcJson } from '../src/wallets/wallet.js';
import { anyone, Chains, dollars, Ledger, sandboxMinter, startLiquidity, TestWallet } from './wallet-world.js';

let chains: Chains;
let service: TestService;
const ledger = new Ledger();
beforeAll(async () => {
  chains = await Chains.start();
  service = await startLiquidity(chains, { ledger });
});
afterAll(async () => {
  await service.stop();
  await chains.stop();
});

const parameters = { label: 'Savings', targets: [{ positionKey: 'usdz' as const, targetWeightBps: 4_000 }, { positionKey: 'rlp' as const, targetWeightBps: 6_000 }], approvalPolicy: 'customer' as const };

describe('a wallet', () => {
  it('is opened once for its id, whatever the order of its targets, and refused to anyone else', async () => {
    const [id, tenantId] = [newId(), newId()];
    const wallet = await service.requests.request(openWallet, { id, ...parameters }, { tenantId });
    expect(wallet).toMatchObject({ id, ...parameters, status: 'active', total: usdcJson(0n), holdings: [] });
    expect(await service.requests.request(openWallet, { id, ...parameters, targets: parameters.targets.toReversed() }, { tenantId })).toEqual(wallet);
    await expect(service.requests.request(openWallet, { id, ...parameters, label: 'Other' }, { tenantId })).rejects.toMatchObject({ code: 'request_conflict' });
    await expect(service.requests.request(openWallet, { id, ...parameters }, { tenantId: newId() })).rejects.toMatchObject({ code: 'request_conflict' });
    await expect(service.requests.request(getWallet, { id }, { tenantId: newId() })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can be disabled, and then previews nothing', async () => {
    const wallet = await TestWallet.open(service, chains, []);
    expect(await service.requests.request(setWalletStatus, { id: wallet.id, status: 'disabled' }, { tenantId: wallet.tenantId })).toMatchObject({ status: 'disabled' });
    await expect(service.requests.request(previewWithdrawal, { walletId: wallet.id, destinationChain: 'ethereum', amount: usdcJson(1n) }, { tenantId: wallet.tenantId })).rejects.toMatchObject({ code: 'wallet_not_active' });
    await expect(service.requests.request(setWalletStatus, { id: wallet.id, status: 'active' }, { tenantId: newId() })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is listed newest first, each once, page by page, to its own tenant', async () => {
    const tenantId = newId();
    const opened = [];
    for (let made = 0; made < 5; made += 1) opened.unshift((await TestWallet.open(service, chains, [], tenantId)).id);
    const listed: string[] = [];
    for (let hasMore = true; hasMore;) {
      const page = await service.requests.request(listWallets, { limit: 2, after: listed.at(-1) }, { tenantId });
      listed.push(...page.wallets.map(({ id }) => id));
      hasMore = page.hasMore;
    }
    expect(listed).toEqual(opened);
    expect(await service.requests.request(listWallets, { limit: 5 }, { tenantId: newId() })).toEqual({ wallets: [], hasMore: false });
    await expect(service.requests.request(listWallets, { limit: 5, after: opened[0] }, { tenantId: newId() })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('a deposit', () => {
  it('arrives once for its id, as cash or in a position', async () => {
    const wallet = await TestWallet.open(service, chains);
    const [cash, position] = [newId(), newId()];
    await Promise.all([wallet.deposit({ chain: 'polygon', amount: 12 }, cash), wallet.deposit({ chain: 'polygon', amount: 12 }, cash)]);
    await wallet.deposit({ chain: 'ethereum', amount: 8, into: 'syrupUsdc' }, position);
    const view = await wallet.deposit({ chain: 'ethereum', amount: 8, into: 'syrupUsdc' }, position);
    expect(view.holdings.map(({ key, chain, value }) => [key, chain, value.units])).toEqual([['cash_usdc:cctp', 'polygon', '12000000'], ['syrupUsdc', 'ethereum', '8000000']]);
    expect([view.total.units, view.withdrawable.units, view.earned.units]).toEqual(['20000000', '20000000', '0']);
    expect(await chains.balance('polygon', view.depositAddress)).toBe(dollars(12));
  });

  it('is not made on a chain without a node, for a stranger, or under a known id with another amount', async () => {
    const wallet = await TestWallet.open(service, chains);
    const id = newId();
    await wallet.deposit({ chain: 'base', amount: 1 }, id);
    await expect(wallet.deposit({ chain: 'base', amount: 2 }, id)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(wallet.deposit({ chain: 'solana', amount: 1 })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(Object.assign(await TestWallet.open(service, chains), { id: wallet.id }).deposit({ chain: 'base', amount: 1 })).rejects.toMatchObject({ code: 'not_found' });
    expect(await wallet.money()).toEqual({ total: '1000000', withdrawable: '1000000' });
  });
});

describe('a deposit into a position', () => {
  it('goes to the chain of the position', async () => {
    const wallet = await TestWallet.open(service, chains);
    expect((await wallet.deposit({ chain: 'arbitrum', amount: 3, into: 'ustb' })).holdings).toMatchObject([{ key: 'ustb', chain: 'ethereum', value: usdcJson(dollars(3)) }]);
  });
});

describe('a preview', () => {
  const preview = (wallet: TestWallet, amount: number, destinationChain: 'polygon' | 'bsc' | 'ethereum') =>
    service.requests.request(previewWithdrawal, { walletId: wallet.id, destinationChain, amount: usdcJson(dollars(amount)) }, { tenantId: wallet.tenantId });

  it('shows what is free in the destination\'s domain and how long it would take, and sets nothing aside', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'arbitrum', amount: 10 }, { chain: 'bsc', amount: 3 }, { chain: 'ethereum', amount: 5, into: 'rlp' }]);
    expect(await preview(wallet, 4, 'polygon')).toEqual({ available: usdcJson(dollars(15)), fee: usdcJson(0n), completionSeconds: 3_720 });
    expect((await preview(wallet, 4, 'bsc')).available).toEqual(usdcJson(dollars(3)));
    expect((await preview(wallet, 12, 'ethereum')).completionSeconds).toBeGreaterThan(86_400);
    expect((await preview(wallet, 999, 'ethereum')).available).toEqual(usdcJson(dollars(15)));
    expect(await wallet.money()).toMatchObject({ withdrawable: '18000000' });
  });
});

describe('what is published', () => {
  it('names the yield sources in the order of their unwinding', async () => {
    const { sources } = await service.requests.request(listYieldSources, {}, { tenantId: 'acme' });
    expect(sources.map(({ positionKey, chain, unwindTime }) => [positionKey, chain, unwindTime])).toEqual([
      ['usdz', 'arbitrum', 'PT0H'], ['syrupUsdc', 'ethereum', 'PT0H'], ['rlp', 'ethereum', 'PT24H'], ['ustb', 'ethereum', 'P2D'],
    ]);
  });

  it('is as slow as the slowest position with weight, and bridges nothing on one chain', async () => {
    const estimate = await service.requests.request(estimateTimes, { destinationChain: 'ethereum', targets: [{ positionKey: 'usdz', targetWeightBps: 10_000 }, { positionKey: 'ustb', targetWeightBps: 0 }] }, { tenantId: 'acme' });
    const [usdz, ustb] = estimate.estimates;
    expect(usdz?.steps.find(({ step }) => step === 'bridge_cctp')?.time).toEqual({ p50: 3_600, p90: 5_400, max: 10_800 });
    expect(ustb?.steps.find(({ step }) => step === 'bridge_cctp')?.time).toEqual({ p50: 0, p90: 0, max: 0 });
    expect(estimate.fullSettlementTime).toEqual(usdz?.fullSettlementTime);
  });
});

describe('cash that is on its way', () => {
  /** What bridging and payout do: the wallet signs, another sends. */
  async function takeAway(chain: 'arbitrum' | 'ethereum', wallet: TestWallet, units: bigint, nonce: ReturnType<typeof authorizationNonce>): Promise<void> {
    const client = new ChainClients(chains.config).of(chain);
    const from = (await wallet.view()).depositAddress as Address;
    const terms = { from, to: anyone, value: units, validAfter: 0n, validBefore: 4_000_000_000n, nonce };
    const signature = await new LocalWalletSigner(chains.config.mnemonic ?? '').signTypedData(wallet.id, transferAuthorization(client, terms));
    const node = chains.node(chain);
    await node.impersonateAccount({ address: sandboxMinter });
    const hash = await writeContract(node, { account: sandboxMinter, chain: null, address: client.usdc, abi: usdcAbi, functionName: 'transferWithAuthorization', args: [from, anyone, units, 0n, terms.validBefore, nonce, signature] });
    await node.waitForTransactionReceipt({ hash });
  }

  it('counts where it came from until its leg is spent, over the bridge and out, and what is beside it stays free', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'arbitrum', amount: 100 }]);
    const reservationId = await wallet.reserve(60);
    const { groups: [group] } = (await wallet.next(liquidityReserved)).body;
    const leg = wallet.leg(reservationId);
    await leg.source(group!);
    const { body: { transfers: [transfer] } } = await wallet.next(groupSourcedElsewhere);
    const expected = { total: '100000000', withdrawable: '40000000' };
    expect(await wallet.money()).toEqual(expected);
    await takeAway('arbitrum', wallet, dollars(60), authorizationNonce('bridging', `${leg.name.legId}/1`, transfer!.id, 1));
    expect(await wallet.money()).toEqual(expected);
    ledger.isOwn = ({ walletId, transfer: seen }) => walletId === wallet.id && seen?.chain === 'ethereum';
    await chains.call('ethereum', chains.usdc('ethereum'), sandboxMinter, 'mint', [(await wallet.view()).depositAddress as Address, dollars(60)]);
    await until('the mint is known for the bridge\'s', () => Promise.resolve(ledger.seen.some(({ body }) => body.walletId === wallet.id && body.transfer?.chain === 'ethereum')));
    expect(await wallet.money()).toEqual(expected);
    await takeAway('ethereum', wallet, dollars(60), authorizationNonce('w-1', leg.name.legId, 1));
    expect(await wallet.reconciled()).toMatchObject({ onChain: usdcJson(dollars(40)), booked: usdcJson(dollars(100)), gone: [] });
    await leg.spend();
    await wallet.next(groupSpent);
    expect(await wallet.money()).toEqual({ total: '40000000', withdrawable: '40000000' });
    expect(await wallet.reconciled()).toMatchObject({ onChain: usdcJson(dollars(40)), booked: usdcJson(dollars(40)) });
  });

  it('is seen to be paid also when a further attempt has paid it with what an earlier one had signed', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'ethereum', amount: 100 }]);
    const leg = wallet.leg(await wallet.reserve(60), newId(), 2);
    const { groups: [group] } = (await wallet.next(liquidityReserved)).body;
    await leg.source(group!);
    await wallet.next(groupSourced);
    await takeAway('ethereum', wallet, dollars(60), authorizationNonce('w-1', leg.name.legId, 1));
    expect(await wallet.reconciled()).toMatchObject({ onChain: usdcJson(dollars(40)), booked: usdcJson(dollars(100)) });
    await leg.spend();
    await wallet.next(groupSpent);
    expect(await wallet.money()).toEqual({ total: '40000000', withdrawable: '40000000' });
  });

  it('is the wallet\'s where bridging has brought it, when its leg is given up', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'arbitrum', amount: 100 }]);
    const leg = wallet.leg(await wallet.reserve(60));
    const { groups: [group] } = (await wallet.next(liquidityReserved)).body;
    await leg.source(group!);
    const { body: { transfers } } = await wallet.next(groupSourcedElsewhere);
    await leg.release(undefined, transfers.map(({ id }) => id));
    await wallet.next(groupReleased);
    const { holdings } = await wallet.view();
    expect(holdings.map(({ chain, value, reserved }) => [chain, value.units, reserved.units])).toEqual([['arbitrum', '40000000', '0'], ['ethereum', '60000000', '0']]);
  });

  it('is the wallet\'s where it was, when it has come back from the bridge', async () => {
    const wallet = await TestWallet.open(service, chains, [{ chain: 'arbitrum', amount: 100 }]);
    const leg = wallet.leg(await wallet.reserve(60));
    const { groups: [group] } = (await wallet.next(liquidityReserved)).body;
    await leg.source(group!);
    const { body: { transfers: [transfer] } } = await wallet.next(groupSourcedElsewhere);
    await takeAway('arbitrum', wallet, dollars(60), authorizationNonce('bridging', `${leg.name.legId}/1`, transfer!.id, 1));
    await leg.release(undefined, []);
    await wallet.next(groupReleased);
    expect((await wallet.view()).holdings.map(({ chain, value }) => [chain, value.units])).toEqual([['arbitrum', '100000000']]);
  });
});
