import { randomBytes, randomUUID } from 'node:crypto';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import { BraidCaller, BultraCaller, exchange, expectSuccess, fundedCustomer, fundedPortfolio, OperatorCaller, WealthKernelCaller } from '../client/index.ts';
import type { StackFile, TenantSecrets } from '../stack/index.ts';
import { z } from 'zod';
import type { DescribedOperation, Sender } from './requests.ts';
import type { KnownIds } from './schema-values.ts';

/** One API: what it says of itself, and who calls it. */
export interface Target {
  readonly name: string;
  readonly prefix: string;
  readonly answers: DocumentedAnswers;
  readonly sender: Sender;
}

const prefixes = { wealthkernel: '/wealthkernel', bultra: '/bultra', braid: '/braid', ops: '/ops/v1' } as const;
type Name = keyof typeof prefixes;

const basicOf = ({ clientId, clientSecret }: TenantSecrets['bultra']): string => `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

const tokenSchema = z.object({ access_token: z.string() });

async function bearerAt(url: string, authorization: string): Promise<string> {
  const answer = await exchange(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ grant_type: 'client_credentials' }) });
  return `Bearer ${expectSuccess('A token', answer, tokenSchema).access_token}`;
}

/** `Authorization` headers of those who may do everything in their dialect, and of one who may only read. */
async function bearersOf(gateway: string, tenant: TenantSecrets): Promise<Record<Name | 'bultraReadOnly', string>> {
  const bultraAt = `${gateway}/bultra/oauth2/token`;
  return {
    wealthkernel: await bearerAt(`${gateway}/wealthkernel/connect/token`, basicOf(tenant.wealthkernel)),
    bultra: await bearerAt(bultraAt, basicOf(tenant.bultra)), bultraReadOnly: await bearerAt(bultraAt, basicOf(tenant.bultraReadOnly)),
    braid: `Bearer ${tenant.braid.token}`, ops: `Bearer ${tenant.ops.key}`,
  };
}

/** Nobody listens there. */
const HOOK = 'http://127.0.0.1:9/hook';

/** Something of each kind in each dialect, so that there is something to name. */
async function furnish(stack: StackFile, tenantId: string, tenant: TenantSecrets): Promise<void> {
  const operator = new OperatorCaller(stack, tenantId);
  const bultra = new BultraCaller(stack, tenant.bultra);
  const { accountId, counterpartyId } = await fundedCustomer(bultra, operator, '100000.00');
  for (const amount of ['10.00', '20.00', '30.00']) await bultra.created({ account_id: accountId, counterparty_id: counterpartyId, amount, rail: 'ACH' });
  const rich = await fundedCustomer(bultra, operator, '60000.00');
  const large = await bultra.created({ account_id: rich.accountId, counterparty_id: rich.counterpartyId, amount: '40000.00', rail: 'ACH', purpose: 'PERSONAL_ACCOUNT' });
  await bultra.accepted(large.id);
  await bultra.asked(large.id, { withinMs: 60_000 });
  await bultra.post('/subscriptions', { url: HOOK, events: ['WITHDRAWAL_EXECUTED'] });
  const wealthkernel = new WealthKernelCaller(stack, tenant.wealthkernel);
  const { portfolioId } = await fundedPortfolio(wealthkernel, operator, { cash: { GBP: '100000.00' } });
  for (const amount of [10, 20]) await wealthkernel.requested({ portfolioId, consideration: { currency: 'GBP', amount } });
  await wealthkernel.post('/webhooks/subscriptions', { url: HOOK, eventTypes: ['withdrawals.withdrawal_settled'] });
  await wealthkernel.post('/webhooks/secrets');
  const braid = new BraidCaller(stack, tenantId);
  const wallet = await braid.openWallet('usdz', 'customer');
  await operator.depositOnChain(wallet.id, '1000.00', { chain: 'arbitrum' });
  for (const amount of ['1', '2']) await braid.withdraw(wallet.id, { amount, chain: 'arbitrum', toAddress: `0x${randomBytes(20).toString('hex')}`, requestId: randomUUID() });
  await braid.ask('/webhooks/registrations', { method: 'POST', body: { callbackUrl: HOOK, eventTypes: ['portfolio_wallet.withdrawal.status_changed'] } });
  await operator.ask('/clients', { method: 'POST', body: { dialect: 'braid' } });
}

const isId = (name: string): boolean => /(^|[a-z_])id$|^(code|legKey)$/i.test(name);

/** Each id in a body, by what it is of. */
function gather(into: Map<string, Set<string>>, value: unknown, of: string): void {
  if (Array.isArray(value)) return value.forEach((item) => gather(into, item, of));
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    if (typeof each === 'string' && isId(name)) {
      const key = (name === 'id' ? `${of}id` : name).toLowerCase().replaceAll(/[^a-z]/g, '');
      into.set(key, (into.get(key) ?? new Set()).add(each));
    } else gather(into, each, name === 'data' ? of : name.replace(/ies$/, 'y').replace(/s$/, ''));
  }
}

const MOST_IDS = 8;

/** What the lists of a dialect name. */
async function idsIn(gateway: string, prefix: string, { document }: DocumentedAnswers, authorization: string, tenantId: string): Promise<KnownIds> {
  const found = new Map<string, Set<string>>();
  const read = async (path: string): Promise<void> => {
    const { body } = await exchange(`${gateway}${prefix}${path}`, { headers: { authorization } });
    gather(found, body, (path.split('/').at(-1) ?? '').replace(/ies$/, 'y').replace(/s$/, ''));
  };
  const lists = Object.entries(document.paths).filter(([path, operations]) => 'get' in operations && !/openapi|stream|verification/.test(path)).map(([path]) => path);
  for (const path of lists.filter((each) => !each.includes('{'))) await read(path);
  for (const wallet of found.get('portfoliowalletid') ?? []) {
    await read(`/v2/portfolio-wallets/${wallet}/withdrawals`);
    for (const id of found.get('withdrawalid') ?? []) await read(`/v2/portfolio-wallets/${wallet}/withdrawals/${id}`);
  }
  // Its own clients are named after the tenant: were one revoked, nothing would be let in any more.
  return new Map([...found].map(([key, ids]) => [key, [...ids].filter((id) => !id.startsWith(tenantId)).slice(0, MOST_IDS)] as const).filter(([, ids]) => ids.length > 0));
}

/** The operation as requests are made of it. */
export const describedAt = ({ answers }: Target, operation: string): DescribedOperation => {
  const [method = '', path = ''] = operation.split(' ');
  return answers.document.paths[path]?.[method.toLowerCase()] as unknown as DescribedOperation;
};

/** All four APIs of a running stack, called by one tenant's clients. What the tenant has is made first. */
export async function targetsOn(stack: StackFile, tenantId: string): Promise<readonly Target[]> {
  const tenant = stack.tenants[tenantId];
  if (tenant === undefined) throw new Error(`The stack has no tenant ${tenantId}: it was started by an older version. Remove its folder.`);
  await furnish(stack, tenantId, tenant);
  const { bultraReadOnly, ...bearers } = await bearersOf(stack.gateway, tenant);
  return Promise.all(Object.entries(prefixes).map(async ([name, prefix]): Promise<Target> => {
    const answers = new DocumentedAnswers((await exchange(`${stack.gateway}${prefix}/openapi.json`)).body as OpenApi);
    const authorization = bearers[name as Name];
    const ids = await idsIn(stack.gateway, prefix, answers, authorization, tenantId);
    const otherAuthorizations = [bultraReadOnly, ...Object.values(bearers)].filter((each) => each !== authorization);
    return { name, prefix, answers, sender: { prefix, host: new URL(stack.gateway).host, authorization, otherAuthorizations, basic: basicOf(name === 'wealthkernel' ? tenant.wealthkernel : tenant.bultra), ids } };
  }));
}
