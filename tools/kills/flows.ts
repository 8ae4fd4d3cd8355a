import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  BraidCaller, BultraCaller, exchange, expectSuccess, fundedCustomer, fundedPortfolio, invoicePdf, OperatorCaller, until, usdcOnChain, WealthKernelCaller,
  type BraidWallet, type Chain, type ChainPlace, type Currency, type Holding, type NewWithdrawal, type Rail,
} from '../client/index.ts';
import { addressOf, readRecords, type StackFile, type StackPlace } from '../stack/index.ts';
import { repeated } from './repeated.ts';

/** A tenant's callers, and where the outside world's journals are. */
export interface World {
  readonly stack: StackFile;
  readonly place: StackPlace;
  readonly bultra: BultraCaller;
  readonly wealthkernel: WealthKernelCaller;
  readonly braid: BraidCaller;
  readonly operator: OperatorCaller;
}

/** Carries one withdrawal to its end, whatever dies meanwhile. @returns what is true afterwards and what should be, as two lists that must be equal. */
export type Carry = () => Promise<{ readonly id: string; readonly is: readonly unknown[]; readonly shouldBe: readonly unknown[] }>;

/** Makes a customer with money of their own; the withdrawal is another matter. */
type Flow = (world: World) => Promise<Carry>;

const ENDS_WITHIN = { withinMs: 180_000, everyMs: 200 };

export async function worldOf(stack: StackFile, place: StackPlace, tenantId = 'acme'): Promise<World> {
  const secrets = stack.tenants[tenantId];
  if (secrets === undefined) throw new Error(`The stack has no tenant ${tenantId}.`);
  const [bultra, wealthkernel] = [new BultraCaller(stack, secrets.bultra), new WealthKernelCaller(stack, secrets.wealthkernel)];
  return { stack, place, bultra, wealthkernel, braid: new BraidCaller(stack, tenantId), operator: new OperatorCaller(stack, tenantId) };
}

const journalSchema = z.object({ payments: z.array(z.object({ reference: z.string().optional(), status: z.string() })) });

/** How often the bank took an instruction with this reference, by its own books. */
async function timesPaid({ place }: World, wanted: string): Promise<number> {
  const simulators = (await readRecords(place)).find(({ name }) => name === 'simulators');
  const { payments } = expectSuccess('Reading the journal', await exchange(`${addressOf(simulators?.port ?? 0)}/bank/journal`), journalSchema);
  return payments.filter(({ reference }) => reference === wanted).length;
}

const freshReference = (): string => `W${randomBytes(7).toString('hex')}X`;
const freshAddress = (): string => `0x${randomBytes(20).toString('hex')}`;
const keyed = (): Record<string, string> => ({ 'x-bultra-idempotency-id': randomUUID() });

/** Created by one client's request that is repeated until it is answered, as clients do. */
async function created({ bultra }: World, order: NewWithdrawal): Promise<string> {
  const headers = keyed();
  return (await repeated(() => bultra.created(order, headers))).id;
}

async function accept({ bultra }: World, id: string): Promise<void> {
  const headers = keyed();
  await repeated(() => bultra.accepted(id, headers));
}

const bultraEnd = ({ bultra }: World, id: string): Promise<string> =>
  until(`withdrawal ${id} ends`, () => repeated(() => bultra.withdrawal(id)).then(({ status }) => status), (status) => ['EXECUTED', 'FAILED', 'CANCELLED'].includes(status), ENDS_WITHIN);

async function bultraResult(world: World, accountId: string, id: string, reference: string): Promise<unknown[]> {
  const status = await bultraEnd(world, id);
  const { balance } = await repeated(() => world.bultra.account(accountId));
  return [status, balance.total, balance.pending, balance.available, await timesPaid(world, reference)];
}

const bultraBy = (rail: Rail, currency: Currency): Flow => async (world) => {
  const { accountId, counterpartyId } = await fundedCustomer(world.bultra, world.operator, '25.00', currency);
  const reference = freshReference();
  return async () => {
    const id = await created(world, { account_id: accountId, counterparty_id: counterpartyId, amount: '10.00', rail, reference });
    await accept(world, id);
    return { id, is: await bultraResult(world, accountId, id, reference), shouldBe: ['EXECUTED', '15.00', '0.00', '15.00', 1] };
  };
};

/** A document is asked for in review, when the amount is held already. */
const bultraWithDocument: Flow = async (world) => {
  const { accountId, counterpartyId } = await fundedCustomer(world.bultra, world.operator, '60000.00');
  const reference = freshReference();
  return async () => {
    const id = await created(world, { account_id: accountId, counterparty_id: counterpartyId, amount: '40000.00', rail: 'ACH', reference });
    await accept(world, id);
    const document = await repeated(() => world.bultra.asked(id, ENDS_WITHIN));
    await repeated(() => world.bultra.upload(document.id, invoicePdf()));
    return { id, is: await bultraResult(world, accountId, id, reference), shouldBe: ['EXECUTED', '20000.00', '0.00', '20000.00', 1] };
  };
};

const bultraCancelled: Flow = async (world) => {
  const { accountId, counterpartyId } = await fundedCustomer(world.bultra, world.operator, '25.00');
  const reference = freshReference();
  return async () => {
    const id = await created(world, { account_id: accountId, counterparty_id: counterpartyId, amount: '10.00', rail: 'ACH', reference });
    await repeated(() => world.bultra.cancel(id));
    return { id, is: await bultraResult(world, accountId, id, reference), shouldBe: ['CANCELLED', '25.00', '0.00', '25.00', 0] };
  };
};

interface PortfolioCase {
  readonly cash: string;
  readonly holdings: readonly Holding[];
  readonly amount: number;
  readonly left: number;
}

const wealthkernelOf = ({ cash, holdings, amount, left }: PortfolioCase): Flow => async (world) => {
  const { wealthkernel: client, operator } = world;
  const { portfolioId } = await fundedPortfolio(client, operator, { mandateType: 'Discretionary', cash: { GBP: cash }, holdings });
  const reference = freshReference();
  return async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const order = { portfolioId, consideration: { currency: 'GBP', amount }, reference };
    const id = await repeated(() => client.requested(order, headers));
    const { status } = await until(`withdrawal ${id} ends`, () => repeated(() => client.withdrawal(id)), (seen) => ['Settled', 'Rejected', 'Cancelled'].includes(seen.status), ENDS_WITHIN);
    const balances = await repeated(() => client.cash(portfolioId));
    return { id, is: [status, balances.find(({ currency }) => currency === 'GBP')?.amount.amount, await timesPaid(world, reference)], shouldBe: ['Settled', left, 1] };
  };
};

interface WalletCase {
  readonly places: readonly (ChainPlace & { readonly amount: string })[];
  readonly policy?: 'none' | 'customer';
  readonly amount: string;
  readonly chain: Chain;
  readonly left: string;
}

/** Given by the customer, once: a second approval would be refused. */
async function approve({ braid }: World, wallet: BraidWallet, id: string): Promise<void> {
  const { payouts: [payout] } = await until('its leg waits for the customer', () => repeated(() => braid.withdrawal(wallet.id, id)), ({ payouts }) => payouts[0]?.status === 'pending_customer_approval', ENDS_WITHIN);
  await repeated(() => braid.act(wallet.id, id, `payouts/${payout?.id}/approve`));
}

const braidOf = ({ places, policy = 'none', amount, chain, left }: WalletCase): Flow => async (world) => {
  const { braid, operator, stack } = world;
  const wallet = await braid.openWallet('usdz', policy);
  for (const { amount: deposited, ...place } of places) await operator.depositOnChain(wallet.id, deposited, place);
  const toAddress = freshAddress();
  return async () => {
    const order = { amount, chain, toAddress, requestId: randomUUID() };
    const { id } = await repeated(() => braid.withdrawn(wallet.id, order));
    if (policy === 'customer') await approve(world, wallet, id);
    const { status } = await until(`withdrawal ${id} ends`, () => repeated(() => braid.withdrawal(wallet.id, id)), (seen) => ['completed', 'partially_completed', 'failed', 'cancelled'].includes(seen.status), ENDS_WITHIN);
    const { balance } = await until('what is left can be withdrawn', () => repeated(() => braid.wallet(wallet.id)), (seen) => seen.balance.withdrawableUsd === seen.balance.totalUsd, ENDS_WITHIN);
    return { id, is: [status, await usdcOnChain(stack, chain, toAddress), balance.totalUsd], shouldBe: ['completed', BigInt(amount) * 1_000_000n, left] };
  };
};

/** Every way of a withdrawal whose points are passed, by name. */
export const flows: Readonly<Record<string, Flow>> = {
  'bultra-ach': bultraBy('ACH', 'USD'),
  'bultra-wire': bultraBy('WIRE', 'USD'),
  'bultra-fps': bultraBy('FPS', 'GBP'),
  'bultra-sepa': bultraBy('SEPA', 'EUR'),
  'bultra-document': bultraWithDocument,
  'bultra-cancelled': bultraCancelled,
  'wealthkernel-cash': wealthkernelOf({ cash: '100.00', holdings: [], amount: 60, left: 40 }),
  'wealthkernel-selling': wealthkernelOf({ cash: '10.00', holdings: [{ isin: 'GB00B3X7QG63', quantity: '100', price: '10' }], amount: 60, left: 0 }),
  'braid-cash': braidOf({ places: [{ amount: '30.00', chain: 'arbitrum' }], amount: '25', chain: 'arbitrum', left: '5.00' }),
  'braid-bridged': braidOf({ places: [{ amount: '20.00', chain: 'arbitrum' }, { amount: '20.00', chain: 'arbitrum', positionKey: 'usdz' }], amount: '30', chain: 'base', left: '10.00' }),
  'braid-approved': braidOf({ places: [{ amount: '30.00', chain: 'polygon' }], policy: 'customer', amount: '25', chain: 'polygon', left: '5.00' }),
};

export function flowNamed(name: string): Flow {
  const flow = flows[name];
  if (flow === undefined) throw new Error(`There is no flow ${name}; there are ${Object.keys(flows).join(', ')}.`);
  return flow;
}
