import { describe, expect, it } from '@jest/globals';
import { BraidCaller, exchange, expectSuccess, transferOnChain, until, type Chain } from '@sluice/tools/client';
import { addressOf, readRecords } from '@sluice/tools/stack';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openPortfolioStory, portfolioWith, pounds, vanguard, withdrawn } from './portfolio-story.js';
import { accepted, customerWith, openStory, requested } from './story.js';
import { openSink } from './webhook-sink.js';

/** A tenant that no other story moves money of: what is broken here stays broken. */
const story = await openPortfolioStory('globex');
const others = await openStory('acme');
const { bultra, operator } = story;
const braid = new BraidCaller(story.stack, 'globex');
const waitLimit = { withinMs: 100_000 };

const freshAddress = (): string => `0x${randomBytes(20).toString('hex')}`;

/** A verdict over what has happened so far: one that was made after now. */
async function violations(of = operator): Promise<string[]> {
  const asked = new Date();
  const verdict = await until('there is a new verdict', () => of.invariants(), ({ checkedAt }) => new Date(checkedAt) > new Date(asked.getTime() + 3_000), waitLimit);
  expect(verdict.invariants.map(({ number }) => number)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
  const found = verdict.invariants.flatMap(({ number, violations: texts }) => texts.map((text) => `${number}: ${text}`));
  expect(verdict.ok).toBe(found.length === 0);
  return found;
}

const reconciled = (of = operator) => of.reconciled();

async function walletWith(amount: string, chain: Chain, policy: 'none' | 'customer' = 'none') {
  const wallet = await braid.openWallet('usdz', policy);
  await operator.depositOnChain(wallet.id, amount, { chain });
  return wallet;
}

async function withdrawFromAccounts(): Promise<void> {
  const customer = await customerWith(story, '500.00');
  const settled = await accepted(story, customer, '60.00');
  expect(await bultra.ended(settled.id, waitLimit)).toMatchObject({ status: 'EXECUTED' });
  const back = await accepted(story, customer, '70.00');
  await bultra.ended(back.id, waitLimit);
  await operator.bankReturn(back.id, 'R03');
  await until('the return is seen', () => bultra.withdrawal(back.id), ({ status }) => status === 'FAILED', waitLimit);
  await operator.fault({ port: 'bank', mode: 'reject', code: 'R03', count: 1 });
  const refused = await accepted(story, customer, '80.00');
  expect(await bultra.ended(refused.id, waitLimit)).toMatchObject({ status: 'FAILED' });
  const cancelled = await requested(story, customer, '90.00');
  expect((await bultra.cancel(cancelled.id)).status).toBeLessThan(300);
  await requested(story, customer, '10.00');
}

/** The next transaction of the tenant reverts, whichever it is: there must be no other on its way. */
async function retryWhatReverted(): Promise<void> {
  const wallet = await walletWith('70.00', 'base');
  await operator.fault({ port: 'chain', mode: 'revert', count: 1 });
  const { id } = await braid.withdrawn(wallet.id, { amount: '70', chain: 'base', toAddress: freshAddress() });
  const failed = await braid.ended(wallet.id, id);
  expect(failed).toMatchObject({ status: 'failed' });
  expect((await braid.act(wallet.id, id, `payouts/${failed.payouts[0]?.id ?? ''}/retry`)).status).toBe(200);
  expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
}

async function withdrawFromWallets(): Promise<void> {
  const wallet = await braid.openWallet('usdz');
  await operator.depositOnChain(wallet.id, '300.00', { chain: 'arbitrum' });
  await operator.depositOnChain(wallet.id, '400.00', { chain: 'arbitrum', positionKey: 'usdz' });
  const order = { amount: '10', chain: 'arbitrum', toAddress: freshAddress(), requestId: randomUUID() };
  const [made] = await Promise.all(Array.from({ length: 5 }, () => braid.withdraw(wallet.id, order)));
  await braid.ended(wallet.id, (made?.body as { id: string }).id);
  const across = await braid.withdrawn(wallet.id, { amount: '650', chain: 'ethereum', toAddress: freshAddress() });
  const asked = await walletWith('80.00', 'optimism', 'customer');
  const waiting = await braid.withdrawn(asked.id, { amount: '50', chain: 'optimism', toAddress: freshAddress() });
  expect(await braid.ended(wallet.id, across.id)).toMatchObject({ status: 'completed' });
  await until('the customer is asked', () => braid.withdrawal(asked.id, waiting.id), ({ payouts }) => payouts[0]?.status === 'pending_customer_approval', waitLimit);
}

/** To its own address on the same chain, to another wallet's, and what a stranger sends. */
async function depositFromOutside(): Promise<void> {
  const [one, other] = [await walletWith('100.00', 'arbitrum'), await walletWith('20.00', 'polygon')];
  const addressOf = async ({ id }: { id: string }): Promise<string> =>
    (await braid.wallet(id)).depositAddresses['base'] ?? '';
  const own = await braid.withdrawn(one.id, { amount: '40', chain: 'arbitrum', toAddress: await addressOf(one) });
  const across = await braid.withdrawn(other.id, { amount: '15', chain: 'base', toAddress: await addressOf(one) });
  await transferOnChain(story.stack, 'optimism', { from: null, to: await addressOf(other), units: 7_000_000n });
  for (const [wallet, { id }] of [[one, own], [other, across]] as const) expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
  await until('all of it has come', () => braid.wallet(one.id), ({ balance }) => balance.withdrawableUsd === '115.00', waitLimit);
  await until('the stranger\'s, too', () => braid.wallet(other.id), ({ balance }) => balance.withdrawableUsd === '12.00', waitLimit);
}

async function withdrawFromPortfolios(): Promise<void> {
  const content = { mandateType: 'Discretionary', cash: { GBP: '1000.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '12.50' }] } as const;
  const { portfolioId } = await portfolioWith(story, content);
  expect(await withdrawn(story, { portfolioId, consideration: pounds(1500) })).toMatchObject({ status: 'Settled' });
  const full = await portfolioWith(story, content);
  await operator.accruedFee({ portfolioId: full.portfolioId, amount: '25.50', currency: 'GBP' });
  expect(await withdrawn(story, { portfolioId: full.portfolioId, type: 'Full' })).toMatchObject({ status: 'Settled' });
}

/** A payment by FPS that the bank takes from somebody who is not us. */
async function payBehindOurBack(units: string): Promise<string> {
  const simulators = (await readRecords(story.place)).find(({ name }) => name === 'simulators');
  const [key, endToEndId, valueDate] = [randomUUID(), `stranger-${randomUUID()}`, (await operator.now()).toISOString()];
  const text = [
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>', `<ReqdExctnDt><Dt>${valueDate.slice(0, 10)}</Dt></ReqdExctnDt>`,
    `<CdtTrfTxInf><PmtId><EndToEndId>${key.slice(0, 30)}</EndToEndId></PmtId><InstdAmt Ccy="GBP">${units.slice(0, -2)}.${units.slice(-2)}</InstdAmt>`,
    '<Cdtr><Nm>Nobody</Nm></Cdtr><CdtrAcct><Othr><Id>12345678</Id></Othr></CdtrAcct></CdtTrfTxInf></CstmrCdtTrfInitn></Document>',
  ].join('');
  const sink = await openSink();
  const body = {
    key, endToEndId, tenantId: 'globex', rail: 'FPS', amount: { currency: 'GBP', units }, creditor: { name: 'Nobody', accountNumber: '12345678' }, valueDate,
    callbackUrl: sink.url, file: { format: 'pain.001.001.09', text },
  };
  const url = `${addressOf(simulators?.port ?? 0)}/bank/payments`;
  expectSuccess('A payment at the bank', await exchange(url, { method: 'POST', body }), z.unknown());
  await until('the bank has settled it', () => exchange(`${url}/${key}`), ({ body: said }) => JSON.stringify(said).includes('"settled"'), waitLimit);
  await sink.close();
  return endToEndId;
}

describe('withdrawals of every kind, ended in every way and under way', () => {
  it('leave no invariant broken, nothing to reconcile, and balanced books', async () => {
    await Promise.all([withdrawFromAccounts(), retryWhatReverted()]);
    await Promise.all([withdrawFromWallets(), withdrawFromPortfolios(), depositFromOutside()]);
    expect(await violations()).toEqual([]);
    expect((await reconciled()).breaks).toEqual([]);
    expect(await operator.isBalanced()).toBe(true);
  });

  it('do so where other stories were told, too', async () => {
    expect(await violations(others.operator)).toEqual([]);
    expect((await reconciled(others.operator)).breaks).toEqual([]);
  });
});

describe('USDC that left a wallet behind our back', () => {
  it('is a break of that wallet alone, by how much', async () => {
    const wallet = await walletWith('5.00', 'base');
    const { depositAddresses: { base: depositAddress = '' } } = await braid.wallet(wallet.id);
    await transferOnChain(story.stack, 'base', { from: depositAddress, to: freshAddress(), units: 2_000_000n });
    const made = await reconciled();
    expect(made.breaks).toEqual([{ kind: 'amount', provider: 'chain', reference: wallet.id, expected: '5.000000 USDC', actual: '3.000000 USDC' }]);
    expect((await operator.ask(`/reconciliations/${made.id}`)).body).toEqual(made);
    expect((await others.operator.ask(`/reconciliations/${made.id}`)).status).toBe(404);
  });
});

describe('a payment that the bank took from somebody else', () => {
  it('is an extra payment, and breaks the fifth invariant alone', async () => {
    const reference = await payBehindOurBack('4200');
    expect((await reconciled()).breaks.filter(({ provider }) => provider === 'bank')).toEqual([{ kind: 'extra', provider: 'bank', reference, expected: null, actual: '42.00 GBP' }]);
    expect(await violations()).toEqual([`5: payment ${reference} at the bank: extra, expected nothing, found 42.00 GBP`]);
  });
});
