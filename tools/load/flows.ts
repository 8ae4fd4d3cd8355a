import { randomBytes, randomUUID } from 'node:crypto';
import { ApiError } from '@sluice/clients/answers';
import { z } from 'zod';
import { BraidCaller, BultraCaller, expectSuccess, fundedCustomer, fundedPortfolio, OperatorCaller, WealthKernelCaller } from '../client/index.ts';
import type { StackFile } from '../stack/index.ts';
import { withRetries } from './with-retries.ts';

export const flowNames = ['bultra', 'braid', 'wealthkernel'] as const;
export type FlowName = (typeof flowNames)[number];

/** What a client sees of a withdrawal: it is not known, it goes on, it has arrived, or it has ended otherwise, in the dialect's word. */
export type Standing = 'missing' | 'open' | 'settled' | { readonly ended: string };

/** One withdrawal as its client makes it. Each request may be repeated as it is. */
export interface Withdrawal {
  readonly flow: FlowName;
  /** Hundredths. */
  readonly units: bigint;
  /** Where the money goes on a chain, and on which. */
  readonly payee?: { readonly chain: string; readonly address: string };
  /** @returns its id. */
  create(): Promise<string>;
  /** What is needed beside, once it is created. */
  accept?(id: string): Promise<void>;
  read(id: string): Promise<Standing>;
}

export interface Wish {
  readonly units: bigint;
  /** For dialects whose requests are made safe to repeat by a key. */
  readonly key?: string;
}

/** Lanes are numbered so that each has money of its own. */
export type Flow = (lane: number, wish?: Wish) => Withdrawal;

/** Money for as many withdrawals as a lane will ever make. */
const FUNDS = '1000000.00';

const one: Wish = { units: 100n };

export interface Callers {
  readonly bultra: BultraCaller;
  readonly braid: BraidCaller;
  readonly wealthkernel: WealthKernelCaller;
  readonly operator: OperatorCaller;
}

export async function callersOf(stack: StackFile, tenant: string): Promise<Callers> {
  const secrets = stack.tenants[tenant];
  if (secrets === undefined) throw new Error(`The stack has no tenant ${tenant}.`);
  const [bultra, wealthkernel] = [new BultraCaller(stack, secrets.bultra), new WealthKernelCaller(stack, secrets.wealthkernel)];
  return { bultra, wealthkernel, braid: new BraidCaller(stack, tenant), operator: new OperatorCaller(stack, tenant) };
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

const decimal = (units: bigint): string => `${units / 100n}.${String(units % 100n).padStart(2, '0')}`;

/** The words of the three dialects for a withdrawal that has arrived, or has ended otherwise. */
const arrived: ReadonlySet<string> = new Set(['EXECUTED', 'completed', 'Settled']);
const endings: ReadonlySet<string> = new Set(['FAILED', 'CANCELLED', 'partially_completed', 'failed', 'cancelled', 'Rejected', 'Cancelled']);

async function standing(read: () => Promise<{ readonly status: string }>): Promise<Standing> {
  try {
    const { status } = await read();
    return arrived.has(status) ? 'settled' : endings.has(status) ? { ended: status } : 'open';
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return 'missing';
    throw error;
  }
}

const header = (name: string, { key }: Wish): Record<string, string> => (key === undefined ? {} : { [name]: key });
const withId = z.object({ id: z.string() });

/** An account in pounds to a counterparty, over FPS: created, accepted, EXECUTED. */
async function bultraFps({ bultra, operator }: Callers, lanes: number): Promise<Flow> {
  const customers = await eachLane(lanes, () => fundedCustomer(bultra, operator, FUNDS, 'GBP'));
  return (lane, wish = one) => {
    const { accountId, counterpartyId } = ofLane(customers, lane);
    const order = { account_id: accountId, counterparty_id: counterpartyId, amount: decimal(wish.units), rail: 'FPS', purpose: 'PERSONAL_ACCOUNT' } as const;
    return {
      flow: 'bultra', units: wish.units,
      create: async () => expectSuccess('Creating a withdrawal', await bultra.post('/withdrawals', order, header('x-bultra-idempotency-id', wish)), withId).id,
      accept: async (id) => void expectSuccess('Accepting a withdrawal', await bultra.accept(id), z.unknown()),
      read: (id) => standing(() => bultra.withdrawal(id)),
    };
  };
}

/** Cash of a wallet to a new address on the same chain. */
async function braidCash({ braid, operator }: Callers, lanes: number): Promise<Flow> {
  const wallets = await eachLane(lanes, async () => {
    const wallet = await braid.openWallet('usdz');
    await operator.depositOnChain(wallet.id, '10000.00', { chain: 'arbitrum' });
    return wallet;
  });
  return (lane, { units, key = randomUUID() } = one) => {
    const { id: walletId } = ofLane(wallets, lane);
    const payee = { chain: 'arbitrum', address: `0x${randomBytes(20).toString('hex')}` } as const;
    const order = { amount: decimal(units), chain: payee.chain, toAddress: payee.address, requestId: key };
    return { flow: 'braid', units, payee, create: async () => (await braid.withdrawn(walletId, order)).id, read: (id) => standing(() => braid.withdrawal(walletId, id)) };
  };
}

/** Cash of a portfolio to the party's bank account. */
async function wealthkernelCash({ wealthkernel, operator }: Callers, lanes: number): Promise<Flow> {
  const portfolios = await eachLane(lanes, () => fundedPortfolio(wealthkernel, operator, { cash: { GBP: FUNDS } }));
  return (lane, wish = one) => {
    const { portfolioId, bankAccountIds } = ofLane(portfolios, lane);
    const order = { portfolioId, bankAccountId: bankAccountIds.GBP, consideration: { amount: Number(decimal(wish.units)), currency: 'GBP' } } as const;
    return {
      flow: 'wealthkernel', units: wish.units,
      create: async () => expectSuccess('Requesting a withdrawal', await wealthkernel.withdraw(order, header('idempotency-key', wish)), withId).id,
      read: (id) => standing(() => wealthkernel.withdrawal(id)),
    };
  };
}

const flows: Readonly<Record<FlowName, (callers: Callers, lanes: number) => Promise<Flow>>> = {
  bultra: bultraFps, braid: braidCash, wealthkernel: wealthkernelCash,
};

export const flowOf = (name: FlowName, callers: Callers, lanes: number): Promise<Flow> => flows[name](callers, lanes);

/** All three, lane by lane. */
export async function mixOf(callers: Callers, lanes: number): Promise<Flow> {
  const all = await Promise.all(flowNames.map((name) => flowOf(name, callers, Math.ceil(lanes / flowNames.length))));
  return (lane, wish) => ofLane(all, lane)(Math.floor(lane / all.length), wish);
}
