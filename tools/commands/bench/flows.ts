import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { BraidClient, BultraClient, expectSuccess, fundedCustomer, fundedPortfolio, OperatorClient, WealthKernelClient } from '../../client/index.ts';
import type { StackFile } from '../../stack/index.ts';
import type { Completions } from './completions.ts';
import type { Begin } from './load.ts';

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

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  into.push(performance.now() - startedAt);
  return result;
}

/** A few at once, or setting lanes up would be a burst of its own. */
async function eachLane<T>(lanes: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < lanes) made.push(...(await Promise.all(Array.from({ length: Math.min(8, lanes - made.length) }, make))));
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
    const { id } = await timed(acknowledgedMs, () => bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount: '1.00', rail: 'FPS' }));
    const ended = completions.settled(id);
    ended.catch(() => undefined); // Awaited by the load; here only the answer to the acceptance counts.
    expectSuccess('Accepting a withdrawal', await timed(acknowledgedMs, () => bultra.accept(id)), z.unknown());
    return { acknowledgedMs, ended };
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
    const { id } = await timed(acknowledgedMs, () => braid.withdrawn(ofLane(wallets, lane).id, { amount: '1', chain: 'arbitrum', toAddress }));
    return { acknowledgedMs, ended: completions.settled(id) };
  };
}

/** Cash of a portfolio to the party's bank account. */
async function wealthkernelCash({ wealthkernel, operator, completions }: Callers, lanes: number): Promise<Begin> {
  const portfolios = await eachLane(lanes, () => fundedPortfolio(wealthkernel, operator, { cash: { GBP: FUNDS } }));
  return async (lane) => {
    const { portfolioId, bankAccountIds } = ofLane(portfolios, lane);
    const acknowledgedMs: number[] = [];
    const consideration = { amount: 1, currency: 'GBP' } as const;
    const id = await timed(acknowledgedMs, () => wealthkernel.requested({ portfolioId, bankAccountId: bankAccountIds.GBP, consideration }));
    return { acknowledgedMs, ended: completions.settled(id) };
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
