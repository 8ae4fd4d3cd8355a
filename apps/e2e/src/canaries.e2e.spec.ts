import { afterAll, describe, expect, it } from '@jest/globals';
import { BraidCaller, exchange, until, type Answer, type Ask, type Currency, type Rail } from '@sluice/tools/client';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openPortfolioStory, pounds, waitLimit } from './portfolio-story.js';
import { openStory, requested } from './story.js';

const [story, portfolios, others] = await Promise.all([openStory(), openPortfolioStory(), openPortfolioStory('globex')]);
const braid = new BraidCaller(story.stack, 'acme');
afterAll(() => story.operator.clearFaults());

/** Found nowhere else. Numbers pass the checks of their rails. */
const payee = `Zanzibar Quetzalcoatl ${randomBytes(4).toString('hex')}`;
const toAddress = `0x${randomBytes(20).toString('hex')}`;
const numbers = {
  ACH: { routing_number: '021000021', account_number: '90017331004422' }, WIRE: { routing_number: '021000021', account_number: '90017331004433' },
  FPS: { sort_code: '20-00-00', account_number: '31926819' }, SEPA: { iban: 'DE62370400440532013777', bic: 'COBADEFFXXX' },
} as const;
const portfolioNumber = '41926827';

const canaries = [payee, encodeURIComponent(payee), toAddress, '90017331004422', '90017331004433', '31926819', 'DE62370400440532013777', portfolioNumber];
const rails: readonly (readonly [Rail, Currency])[] = [['ACH', 'USD'], ['WIRE', 'USD'], ['FPS', 'GBP'], ['SEPA', 'EUR']];

/** To its end over the rail, whichever that is. @returns the withdrawal's id */
async function sentByBank([rail, currency]: readonly [Rail, Currency], end: string): Promise<string> {
  const customerId = `cus_${randomUUID()}`;
  const { id: accountId } = await story.bultra.openAccount(customerId, currency);
  await story.operator.deposit(accountId, '100.00', currency);
  const { id: counterpartyId } = await story.bultra.addCounterparty({ customerId, name: payee, rails: [rail], numbers: numbers[rail] });
  const { id } = await requested(story, { accountId, counterpartyId }, '60.00', rail);
  await story.bultra.accepted(id);
  expect(await story.bultra.ended(id, waitLimit)).toMatchObject({ status: end });
  return id;
}

async function sentBack(id: string): Promise<void> {
  await story.operator.bankReturn(id, 'AC04');
  await until('the return is seen', () => story.bultra.withdrawal(id), ({ status }) => status === 'FAILED');
}

async function paidFromPortfolio(): Promise<void> {
  const { client, operator } = portfolios;
  const { id: partyId } = await client.openParty(payee);
  const { id: portfolioId } = await client.openPortfolio({ partyId, mandateType: 'ExecutionOnly' });
  const bankAccount = { partyId, name: payee, sortCode: '20-00-00', accountNumber: portfolioNumber, currency: 'GBP', countryCode: 'GB', isDefault: true };
  expect((await client.post('/bank-accounts', bankAccount)).status).toBe(201);
  await operator.deposit(portfolioId, '100.00', 'GBP');
  await client.ended(await client.requested({ portfolioId, consideration: pounds(50) }), waitLimit);
}

async function paidOnChain(): Promise<void> {
  const wallet = await braid.openWallet('usdz', 'none', payee);
  await story.operator.depositOnChain(wallet.id, '100.00', { chain: 'arbitrum' });
  const { id } = await braid.withdrawn(wallet.id, { amount: '10', chain: 'arbitrum', toAddress });
  await braid.ended(wallet.id, id);
}

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** What an operator must not be asked for in passing, and what never ends. */
const isLeftAlone = (api: string, method: string, path: string): boolean => path.endsWith('/stream') || path.endsWith('/token') || (api === 'ops/v1' && method !== 'get' && !path.includes('{'));

/** By another tenant, since some requests take effect however wrong they are. Each route is asked with names and numbers wherever they can stand: what is wrong must not be told with what it was wrong in. */
async function everyRoute(api: string, ask: (path: string, ask: Ask) => Promise<Answer>): Promise<[string, number][]> {
  const { paths } = documentSchema.parse((await exchange(`${story.stack.gateway}/${api}/openapi.json`)).body);
  const routes = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).filter((method) => !isLeftAlone(api, method, path)).map((method) => ({ path, method })));
  const wrong = { name: payee, customer_id: payee, type: payee, profile: { name: payee }, account: numbers.SEPA, accountNumber: portfolioNumber, destinationAddress: [toAddress], amount: payee };
  return Promise.all(routes.map(async ({ path, method }): Promise<[string, number]> => {
    const filled = path.replaceAll(/\{\w+\}/g, numbers.SEPA.iban);
    const verb = method.toUpperCase() as NonNullable<Ask['method']>;
    const { status } = await ask(`${filled}?name=${encodeURIComponent(payee)}&text=${portfolioNumber}`, { method: verb, ...(['post', 'put'].includes(method) && { body: wrong }) });
    return [`${method} ${api}${path}`, status];
  }));
}

/** Neither JSON nor, the second time, anybody's. */
async function torn(): Promise<number[]> {
  const body = `{"name": "${payee}", ${numbers.SEPA.iban}`;
  const answers = ['', toAddress].map((token) => exchange(`${story.stack.gateway}/bultra/v1/counterparties`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: new URLSearchParams(body) }));
  return (await Promise.all([...answers, story.bultra.post('/counterparties', body)])).map(({ status }) => status);
}

const services = Object.entries(story.stack.processes).flatMap(([name, { management }]) => (management === undefined || name === 'simulators' ? [] : [{ name, management }]));

/** Everything that the services have said so far. */
async function said(): Promise<Record<string, string>> {
  const logs = services.map(async ({ name }) => [`log of ${name}`, await readFile(join(story.place.logFolder, `${name}.log`), 'utf8')] as const);
  const metrics = services.map(async ({ name, management }) => [`metrics of ${name}`, await (await fetch(`${management}/metrics`)).text()] as const);
  return Object.fromEntries(await Promise.all([...logs, ...metrics]));
}

/** The lines are shown, but for what was found in them. */
const found = (texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).flatMap(([where, text]) => text.split('\n').filter((line) => canaries.some((canary) => line.includes(canary))).map((line) => `${where}: ${line}`));

async function spansWith(...texts: readonly string[]): Promise<string[]> {
  const query = new URLSearchParams(texts.map((text) => ['text', text]));
  const answer = await fetch(`${process.env['SLUICE_TRACES'] ?? ''}/containing?${query.toString()}`);
  return z.array(z.object({ text: z.string(), service: z.string(), name: z.string() })).parse(await answer.json()).map(({ service, name, text }) => `${service} ${name}: ${text}`);
}

describe('names, numbers and addresses of payees', () => {
  it('go over every rail, from a portfolio and to a chain, and come back, and are refused by bank and gateway', async () => {
    const [ach, , fps, sepa] = await Promise.all([...rails.map((rail) => sentByBank(rail, 'EXECUTED')), paidFromPortfolio(), paidOnChain()]);
    await Promise.all([ach, fps, sepa].map((id) => sentBack(id ?? '')));
    await story.operator.fault({ port: 'bank', mode: 'reject', code: 'AC01', count: 1 });
    await sentByBank(['SEPA', 'EUR'], 'FAILED');
    const answers = (await Promise.all([
      everyRoute('bultra', (path, ask) => others.bultra.ask(path.replace('/v1', ''), ask)), everyRoute('wealthkernel', (path, ask) => others.client.ask(path, ask)),
      everyRoute('braid', (path, ask) => new BraidCaller(story.stack, 'globex').ask(path, ask)), everyRoute('ops/v1', (path, ask) => story.operator.ask(path, ask)),
    ])).flat();
    expect(answers.length).toBeGreaterThan(80);
    expect(answers.filter(([, status]) => status >= 500)).toEqual([]);
    expect((await torn()).filter((status) => status < 400 || status >= 500)).toEqual([]);
  });

  it('stand in no log line and no metric', async () => {
    const texts = await said();
    expect(Object.keys(texts)).toHaveLength(2 * 9);
    expect(found(texts)).toEqual([]);
  });

  it('stand in no span', async () => {
    await until('the last spans have come', () => spansWith('/bultra/v1/counterparties'), (spans) => spans.length > 0, { withinMs: 30_000 });
    expect(await spansWith(...canaries)).toEqual([]);
  });

  it('would be found: what may be said is', async () => {
    const texts = await said();
    expect(texts['log of gateway']).toContain('/bultra/v1/counterparties');
    expect(texts['metrics of payout']).toContain('bank.submit');
    expect(await spansWith('bank.submit')).toContain('payout bank.submit: bank.submit');
  });
});
