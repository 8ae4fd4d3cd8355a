import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { BraidClient, BultraClient, expectSuccess, fundedCustomer, fundedPortfolio, OperatorClient, WealthKernelClient } from '../../client/index.ts';
import type { StackFile } from '../../stack/index.ts';
import type { Completions } from './completions.ts';
import type { Begin } from './load.ts';
import { onceWithRetries, withRetries } from './with-retries.ts';

export type FlowName = 'bultra' | 'braid' | 'wealthkernel';

/** Money for as many withdrawals as a lane will ever make. */
const FUNDS = '1000000.00';

export interface Callers {
  readonly bultra: BultraClient;
  readonly braid: BraidClient;
  readonly wealthkernel: WealthKernelClient;
  readonly operator: OperatorClient;
  readonly completions: Completions;
}

export async function callersOf(stack: StackFile, tenant: string, completions: Completions): Promise<Callers> {
  const secrets = stack.tenants[tenant];
  if (secrets === undefined) throw new Error(`The stack has no tenant ${tenant}.`);
  const [bultra, wealthkernel] = await Promise.all([BultraClient.signIn(stack, secrets.bultra), WealthKernelClient.signIn(stack, secrets.wealthkernel)]);
  return { bultra, wealthkernel, braid: new BraidClient(stack, tenant), operator: new OperatorClient(stack, tenant), completions };
}

/** How long it took until a request was answered for good, with the waiting that refusals for now asked for. */
async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  into.push(performance.now() - startedAt);
  return result;
}

/** A few at once, or setting lanes up would be a burst of its own. */
async function eachLane<T>(lanes: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < lanes) made.push(...(await Promise.all(Array.from({ length: Math.min(8, lanes - made.length) }, async () => (await withRetries(make)).result))));
  return made;
}

/** The lane's own of what was prepared. */
function ofLane<T>(prepared: readonly T[], lane: number): T {
  const own = prepared[lane % prepared.length];
  if (own === undefined) throw new Error('Nothing was prepared.');
  return own;
}

/** An account in pounds to a counterparty, over FPS: created, accepted, EXECUTED. */
async function bultraFps({ bultra, operator, completions }: Callers, lanes: number): Promise<Begin> {
  const customers = await eachLane(lanes, () => fundedCustomer(bultra, operator, FUNDS, 'GBP'));
  return async (lane) => {
    const { accountId, counterpartyId } = ofLane(customers, lane);
    const acknowledgedMs: number[] = [];
    const order = { account_id: accountId, counterparty_id: counterpartyId, amount: '1.00', rail: 'FPS' } as const;
    const { result: { id }, refused } = await timed(acknowledgedMs, () => withRetries(() => bultra.created(order)));
    const ended = completions.settled(id);
    ended.catch(() => undefined); // Awaited by the load; here only the answer to the acceptance counts.
    const refusedAgain = await timed(acknowledgedMs, () => onceWithRetries(async () => expectSuccess('Accepting a withdrawal', await bultra.accept(id), z.unknown())));
    return { acknowledgedMs, refused: refused + refusedAgain, ended };
  };
}

/** Cash of a wallet to a new address on the same chain. */
async function braidCash({ braid, operator, completions }: Callers, lanes: number): Promise<Begin> {
  const wallets = await eachLane(lanes, async () => {
    const wallet = await braid.openWallet('usdz');
    await operator.depositOnChain(wallet.id, '10000.00', { chain: 'arbitrum' });
    return wallet;
  });
  return async (lane) => {
    const toAddress = `0x${randomBytes(20).toString('hex')}`;
    const acknowledgedMs: number[] = [];
    const order = { amount: '1', chain: 'arbitrum', toAddress, requestId: randomUUID() };
    const { result: { id }, refused } = await timed(acknowledgedMs, () => withRetries(() => braid.withdrawn(ofLane(wallets, lane).id, order)));
    return { acknowledgedMs, refused, ended: completions.settled(id) };
  };
}

/** Cash of a portfolio to the party's bank account. */
async function wealthkernelCash({ wealthkernel, operator, completions }: Callers, lanes: number): Promise<Begin> {
  const portfolios = await eachLane(lanes, () => fundedPortfolio(wealthkernel, operator, { cash: { GBP: FUNDS } }));
  return async (lane) => {
    const { portfolioId, bankAccountIds } = ofLane(portfolios, lane);
    const acknowledgedMs: number[] = [];
    const consideration = { amount: 1, currency: 'GBP' } as const;
    const order = { portfolioId, bankAccountId: bankAccountIds.GBP, consideration };
    const { result: id, refused } = await timed(acknowledgedMs, () => withRetries(() => wealthkernel.requested(order)));
    return { acknowledgedMs, refused, ended: completions.settled(id) };
  };
}

const flows: Readonly<Record<FlowName, (callers: Callers, lanes: number) => Promise<Begin>>> = {
  bultra: bultraFps, braid: braidCash, wealthkernel: wealthkernelCash,
};

export const flowOf = (name: FlowName, callers: Callers, lanes: number): Promise<Begin> => flows[name](callers, lanes);

/** All three, lane by lane. */
export async function mixOf(callers: Callers, lanes: number): Promise<Begin> {
  const begins = await Promise.all((['bultra', 'braid', 'wealthkernel'] as const).map((name) => flowOf(name, callers, Math.ceil(lanes / 3))));
  return (lane) => ofLane(begins, lane)(Math.floor(lane / begins.length));
}
