import { afterAll, describe, expect, it } from '@jest/globals';
import { BraidCaller, transferOnChain, until, usdcOnChain, type BraidWallet, type BraidWithdrawal, type ChainPlace } from '@sluice/tools/client';
import { crash, startAgain, type AppName } from '@sluice/tools/stack';
import { randomBytes, randomUUID } from 'node:crypto';
import { openStory } from './story.js';

const story = await openStory();
const braid = new BraidCaller(story.stack, 'acme');
const waitLimit = { withinMs: 100_000 };
afterAll(() => story.operator.clearFaults());

/** An address that nobody has paid yet, so that its balance is what this story paid. */
const freshAddress = (): string => `0x${randomBytes(20).toString('hex')}`;
const units = (amount: number): bigint => BigInt(amount) * 1_000_000n;

async function walletWith(places: readonly (ChainPlace & { readonly amount: number })[], policy: 'none' | 'customer' = 'none'): Promise<BraidWallet> {
  const wallet = await braid.openWallet('usdz', policy);
  for (const { amount, ...place } of places) await story.operator.depositOnChain(wallet.id, `${amount}.00`, place);
  return wallet;
}

const depositAddressOf = async ({ id }: BraidWallet, chain: string): Promise<string> => {
  const { depositAddresses } = await braid.wallet(id);
  return depositAddresses[chain] ?? '';
};
const ledgerOf = async ({ id }: BraidWallet): Promise<{ posted: string; available: string }> => {
  const account = (await story.operator.ledgerAccounts('acme')).find((one) => one.id === id);
  return { posted: account?.posted ?? '', available: account?.available ?? '' };
};
const previewOf = async ({ id }: BraidWallet, amount: string): Promise<unknown> =>
  (await braid.ask(`/v2/portfolio-wallets/${id}/withdrawal-preview`, { method: 'POST', body: { destinationChain: 'arbitrum', destinationToken: 'usdc', withdrawalAmount: amount } })).body;
const leg = ({ payouts }: BraidWithdrawal) => {
  const [first] = payouts;
  if (!first) throw new Error('There is no payout.');
  return first;
};
const becomes = (wallet: BraidWallet, id: string, hope: string, isSo: (withdrawal: BraidWithdrawal) => boolean): Promise<BraidWithdrawal> =>
  until(hope, () => braid.withdrawal(wallet.id, id), isSo, waitLimit);
const legIs = (wallet: BraidWallet, id: string, status: string): Promise<BraidWithdrawal> =>
  becomes(wallet, id, `its leg is ${status}`, (withdrawal) => leg(withdrawal).status === status);

describe('a wallet with cash and usdz on arbitrum', () => {
  it('pays 65000 USDC to an address on ethereum, where anybody can read it', async () => {
    const wallet = await walletWith([{ amount: 30_000, chain: 'arbitrum' }, { amount: 40_000, chain: 'arbitrum', positionKey: 'usdz' }]);
    const toAddress = freshAddress();
    const { id, sourceLegs } = await braid.withdrawn(wallet.id, { amount: '65000', chain: 'ethereum', toAddress });
    expect(sourceLegs.map(({ positionKey, requestedUsdcUnits }) => [positionKey, requestedUsdcUnits])).toEqual([['cash_usdc:cctp', '30000000000'], ['usdz', '35000000000']]);
    const ended = await braid.ended(wallet.id, id);
    expect(ended).toMatchObject({ status: 'completed', amountUsd: '65000.00', payouts: [{ legKey: 'pos_usdz_001', status: 'completed' }] });
    expect(await usdcOnChain(story.stack, 'ethereum', toAddress)).toBe(units(65_000));
    expect((await braid.wallet(wallet.id)).balance).toMatchObject({ totalUsd: '5000.00', withdrawableUsd: '5000.00' });
  });
});

describe('a wallet that pays to its own deposit address', () => {
  it('has the money again once it has arrived for good, and not before; then it can be withdrawn', async () => {
    const wallet = await walletWith([{ amount: 100, chain: 'arbitrum' }]);
    const own = await depositAddressOf(wallet, 'arbitrum');
    const { id } = await braid.withdrawn(wallet.id, { amount: '40', chain: 'arbitrum', toAddress: own });
    expect(await braid.withdraw(wallet.id, { amount: '80', chain: 'arbitrum', toAddress: freshAddress() })).toMatchObject({ status: 409, body: { code: 'insufficient_funds' } });
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    await until('the arrival is final', () => braid.wallet(wallet.id), ({ balance }) => balance.withdrawableUsd === '100.00', waitLimit);
    expect(await ledgerOf(wallet)).toEqual({ posted: '100.000000', available: '100.000000' });
    expect(await previewOf(wallet, '80')).toMatchObject({ availableUsd: '100.00' });
    const toAddress = freshAddress();
    const second = await braid.withdrawn(wallet.id, { amount: '80', chain: 'arbitrum', toAddress });
    expect(await braid.ended(wallet.id, second.id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'arbitrum', toAddress)).toBe(units(80));
    expect([(await braid.wallet(wallet.id)).balance, await ledgerOf(wallet)]).toMatchObject([{ totalUsd: '20.00', withdrawableUsd: '20.00' }, { posted: '20.000000' }]);
  });
});

describe('USDC that a stranger sends to a wallet', () => {
  it('is a deposit: the wallet and its ledger have it, and it can be withdrawn', async () => {
    const wallet = await walletWith([]);
    const [own, toAddress] = [await depositAddressOf(wallet, 'polygon'), freshAddress()];
    expect((await braid.withdraw(wallet.id, { amount: '25', chain: 'polygon', toAddress })).status).toBe(409);
    await transferOnChain(story.stack, 'polygon', { from: null, to: own, units: units(25) });
    await until('it has arrived for good', () => braid.wallet(wallet.id), ({ balance }) => balance.withdrawableUsd === '25.00', waitLimit);
    expect(await ledgerOf(wallet)).toEqual({ posted: '25.000000', available: '25.000000' });
    const { id } = await braid.withdrawn(wallet.id, { amount: '25', chain: 'polygon', toAddress });
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'polygon', toAddress)).toBe(units(25));
  });
});

describe('a wallet with cash on solana', () => {
  it('pays with it on ethereum what is not there already', async () => {
    const wallet = await walletWith([{ amount: 40, chain: 'solana' }, { amount: 10, chain: 'ethereum' }]);
    expect((await braid.wallet(wallet.id)).balance).toMatchObject({ totalUsd: '50.00', withdrawableUsd: '50.00' });
    const toAddress = freshAddress();
    const { id, sourceLegs } = await braid.withdrawn(wallet.id, { amount: '45', chain: 'ethereum', toAddress });
    expect(sourceLegs.map(({ sourceChain, requestedUsdcUnits }) => [sourceChain, requestedUsdcUnits])).toEqual([['ethereum', '10000000'], ['solana', '35000000']]);
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed', amountUsd: '45.00' });
    expect(await usdcOnChain(story.stack, 'ethereum', toAddress)).toBe(units(45));
    expect((await braid.wallet(wallet.id)).balance).toMatchObject({ totalUsd: '5.00', withdrawableUsd: '5.00' });
  });

  it('cannot be paid out there', async () => {
    const wallet = await walletWith([{ amount: 5, chain: 'solana' }]);
    expect(await braid.withdraw(wallet.id, { amount: '1', chain: 'solana', toAddress: freshAddress() })).toMatchObject({ status: 400, body: { code: 'unsupported_chain' } });
  });
});

describe('two withdrawals of 60 % at once', () => {
  it('are one withdrawal and one refusal', async () => {
    const wallet = await walletWith([{ amount: 1_000, chain: 'base' }]);
    const toAddress = freshAddress();
    const answers = await Promise.all([1, 2].map(() => braid.withdraw(wallet.id, { amount: '600', chain: 'base', toAddress })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
    const { id } = answers.find(({ status }) => status === 201)?.body as { id: string };
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'base', toAddress)).toBe(units(600));
  });
});

describe('the same request sent many times', () => {
  it('is one withdrawal, and one transfer', async () => {
    const wallet = await walletWith([{ amount: 500, chain: 'polygon' }]);
    const order = { amount: '20', chain: 'polygon', toAddress: freshAddress(), requestId: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => braid.withdraw(wallet.id, order)));
    expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    await braid.ended(wallet.id, (answers[0]?.body as { id: string }).id);
    expect(await usdcOnChain(story.stack, 'polygon', order.toAddress)).toBe(units(20));
    expect((await braid.withdraw(wallet.id, { ...order, amount: '21' })).status).toBe(409);
  });
});

describe('a wallet whose customer approves', () => {
  it('has one approval outstanding at a time on a chain; the next wakes when it is given', async () => {
    const wallet = await walletWith([{ amount: 300, chain: 'optimism' }], 'customer');
    const addresses = [freshAddress(), freshAddress()];
    const [first, second] = [
      await braid.withdrawn(wallet.id, { amount: '100', chain: 'optimism', toAddress: addresses[0] ?? '' }),
      await braid.withdrawn(wallet.id, { amount: '50', chain: 'optimism', toAddress: addresses[1] ?? '' }),
    ];
    const asked = await becomes(wallet, first.id, 'one of both waits for the customer', (withdrawal) => withdrawal.customerApprovalState !== 'not_required');
    await becomes(wallet, second.id, 'so does the other', (withdrawal) => withdrawal.customerApprovalState !== 'not_required');
    const [head, next] = asked.customerApprovalState === 'required' ? [first.id, second.id] : [second.id, first.id];
    const queued = await legIs(wallet, next, 'waiting_for_prior_approval');
    expect(queued).toMatchObject({ customerApprovalState: 'queued', blockedBy: leg(await braid.withdrawal(wallet.id, head)).id });
    expect((await braid.act(wallet.id, next, `payouts/${leg(queued).id}/approve`)).status).toBe(409);
    const waiting = await legIs(wallet, head, 'pending_customer_approval');
    expect((await braid.act(wallet.id, head, `payouts/${leg(waiting).id}/approve`)).status).toBe(200);
    expect(await braid.ended(wallet.id, head)).toMatchObject({ status: 'completed' });
    const woken = await legIs(wallet, next, 'pending_customer_approval');
    expect((await braid.act(wallet.id, next, `payouts/${leg(woken).id}/reject`)).status).toBe(200);
    expect(await braid.ended(wallet.id, next)).toMatchObject({ status: 'cancelled', payouts: [{ status: 'cancelled', failureReason: 'cancelled_by_customer' }] });
  });

  it('can cancel while it is asked, and everything is free again', async () => {
    const wallet = await walletWith([{ amount: 80, chain: 'base' }], 'customer');
    const { id } = await braid.withdrawn(wallet.id, { amount: '80', chain: 'base', toAddress: freshAddress() });
    await legIs(wallet, id, 'pending_customer_approval');
    expect(await braid.act(wallet.id, id, 'cancel')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    await until('all of it can be withdrawn again', () => braid.wallet(wallet.id), ({ balance }) => balance.withdrawableUsd === '80.00', waitLimit);
    expect((await braid.act(wallet.id, id, 'cancel')).status).toBe(200);
  });
});

describe('a payout reverted on the chain', () => {
  it('fails with that reason, and pays once when it is tried again', async () => {
    const wallet = await walletWith([{ amount: 70, chain: 'arbitrum' }]);
    const toAddress = freshAddress();
    await story.operator.fault({ port: 'chain', mode: 'revert', count: 1 });
    const { id } = await braid.withdrawn(wallet.id, { amount: '70', chain: 'arbitrum', toAddress });
    const failed = await braid.ended(wallet.id, id);
    expect(failed).toMatchObject({ status: 'failed', failureReason: 'onchain_reverted' });
    expect(await usdcOnChain(story.stack, 'arbitrum', toAddress)).toBe(0n);
    expect(await braid.act(wallet.id, id, `payouts/${leg(failed).id}/retry`)).toMatchObject({ status: 200, body: { legKey: 'pos_cash_usdc:cctp_002', status: 'planning' } });
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'arbitrum', toAddress)).toBe(units(70));
  });
});

describe('a position with a window', () => {
  it('keeps its name when its payout is tried again with the cash that it has become; when that is under way it cannot be tried again', async () => {
    const wallet = await walletWith([{ amount: 50, chain: 'ethereum', positionKey: 'rlp' }], 'customer');
    await story.operator.fault({ port: 'signer', mode: 'fail', count: 1 });
    const { id } = await braid.withdrawn(wallet.id, { amount: '50', chain: 'ethereum', toAddress: freshAddress() });
    const failed = await braid.ended(wallet.id, id);
    expect(failed).toMatchObject({ status: 'failed', failureReason: 'turnkey_activity_failed', payouts: [{ legKey: 'pos_rlp_001' }] });
    const retry = `payouts/${leg(failed).id}/retry`;
    const { id: other } = await braid.withdrawn(wallet.id, { amount: '1', chain: 'ethereum', toAddress: freshAddress() });
    expect(await braid.act(wallet.id, id, retry)).toMatchObject({ status: 409, body: { code: 'insufficient_funds' } });
    expect(await braid.withdrawal(wallet.id, id)).toMatchObject({ status: 'failed', completedAt: failed.completedAt, payouts: [{ legKey: 'pos_rlp_001', failureReason: 'turnkey_activity_failed' }] });
    expect((await braid.act(wallet.id, other, 'cancel')).status).toBe(200);
    expect(await braid.act(wallet.id, id, retry)).toMatchObject({ status: 200, body: { legKey: 'pos_rlp_002', status: 'planning' } });
    const again = await legIs(wallet, id, 'pending_customer_approval');
    expect(again).toMatchObject({ completedAt: null, sourceLegs: [{ positionKey: 'cash_usdc:cctp' }] });
    expect(await braid.act(wallet.id, id, retry)).toMatchObject({ status: 409, body: { code: 'payout_not_retryable' } });
    expect((await braid.act(wallet.id, id, `payouts/${leg(again).id}/approve`)).status).toBe(200);
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed', payouts: [{ legKey: 'pos_rlp_002' }] });
  });
});

describe('a request refused for want of funds', () => {
  it('is decided anew under the same requestId once the money is there', async () => {
    const wallet = await walletWith([{ amount: 10, chain: 'base' }]);
    const order = { amount: '15', chain: 'base', toAddress: freshAddress(), requestId: randomUUID() };
    for (const _ of [1, 2]) expect(await braid.withdraw(wallet.id, order)).toMatchObject({ status: 409, body: { code: 'insufficient_funds' } });
    await story.operator.depositOnChain(wallet.id, '5.00', { chain: 'base' });
    const first = await braid.withdraw(wallet.id, order);
    expect(first.status).toBe(201);
    const { id } = first.body as { id: string };
    expect(await braid.withdraw(wallet.id, order)).toMatchObject({ status: 200, body: { id } });
    expect(await braid.withdraw(wallet.id, { ...order, amount: '14' })).toMatchObject({ status: 409, body: { code: 'request_id_conflict' } });
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'base', order.toAddress)).toBe(units(15));
  });
});

describe('bsc', () => {
  it('is paid from what lies there, and from nowhere else', async () => {
    const wallet = await walletWith([{ amount: 40, chain: 'bsc' }, { amount: 900, chain: 'base' }]);
    expect((await braid.withdraw(wallet.id, { amount: '41', chain: 'bsc', toAddress: freshAddress() })).status).toBe(409);
    const toAddress = freshAddress();
    const { id } = await braid.withdrawn(wallet.id, { amount: '40', chain: 'bsc', toAddress });
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'bsc', toAddress)).toBe(units(40));
  });
});

describe.each<AppName>(['bridging', 'payout', 'liquidity'])('%s killed on the way', (app) => {
  it('comes back, and the money has arrived exactly once', async () => {
    const wallet = await walletWith([{ amount: 25, chain: 'arbitrum' }]);
    const toAddress = freshAddress();
    const { id } = await braid.withdrawn(wallet.id, { amount: '25', chain: 'base', toAddress });
    await becomes(wallet, id, 'it is under way', ({ status }) => status === 'processing');
    await crash(story.place, app);
    await startAgain(story.place, app);
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect(await usdcOnChain(story.stack, 'base', toAddress)).toBe(units(25));
    expect((await braid.wallet(wallet.id)).balance.totalUsd).toBe('0.00');
  });
});
