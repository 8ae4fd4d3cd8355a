import { braidClient } from '@sluice/clients/braid';
import { bultraClient } from '@sluice/clients/bultra';
import { wealthkernelClient } from '@sluice/clients/wealthkernel';
import { api } from '../api/operators.ts';
import type { Dialect } from '../api/shapes.ts';

export interface Played {
  /** Decimals. */
  readonly amount: string;
  /** What was done, as it is done. */
  readonly tell: (line: string) => void;
}

interface Credentials { readonly id: string; readonly secret: string }

/** Carried as far as its client has a part in it. @returns the withdrawal's id */
type Life = (credentials: Credentials, played: Played) => Promise<string>;

const url = location.origin;
const customer = 'Ada Lovelace';
const deposited = (target: string, amount: string, place: object = {}): Promise<unknown> => api.simulate('deposits', { target, amount, ...place });

const bultra: Life = async ({ id: clientId, secret: clientSecret }, { amount, tell }) => {
  const client = bultraClient({ url, clientId, clientSecret });
  const customerId = `cus_${crypto.randomUUID()}`;
  const account = await client.value(client.POST('/v1/accounts', { body: { customer_id: customerId, currency: 'USD' } }));
  await deposited(account.id, amount);
  tell(`Account ${account.id} is open, with ${amount} USD.`);
  const profile = { name: customer, relationship_to_customer: 'SELF' } as const;
  const counterparty = await client.value(client.POST('/v1/counterparties', {
    body: { customer_id: customerId, type: 'INDIVIDUAL', profile, supported_rails: ['ACH'], account: { routing_number: '021000021', account_number: '123456789' } },
  }));
  tell(`Counterparty ${counterparty.id} is ${counterparty.status}.`);
  const { id } = await client.value(client.POST('/v1/withdrawals', { body: { account_id: account.id, counterparty_id: counterparty.id, amount, purpose: 'PERSONAL_ACCOUNT', rail: 'ACH' } }));
  tell(`Withdrawal ${id} is requested.`);
  await client.value(client.POST('/v1/withdrawals/{id}/accept', { params: { path: { id } } }));
  tell('It is accepted.');
  return id;
};

const wealthkernel: Life = async ({ id: clientId, secret: clientSecret }, { amount, tell }) => {
  const client = wealthkernelClient({ url, clientId, clientSecret });
  const { id: partyId } = await client.value(client.POST('/parties', { body: { name: customer } }));
  const { id: portfolioId } = await client.value(client.POST('/portfolios', { body: { partyId, name: 'Growth', currency: 'GBP', mandateType: 'ExecutionOnly', accountType: 'GIA' } }));
  await deposited(portfolioId, amount, { currency: 'GBP' });
  tell(`Portfolio ${portfolioId} is open, with ${amount} GBP.`);
  const bankAccount = { partyId, name: customer, sortCode: '20-00-00', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB', isDefault: true } as const;
  tell(`Bank account ${(await client.value(client.POST('/bank-accounts', { body: bankAccount }))).id} is added.`);
  // The dialect writes amounts as JSON numbers.
  const { id } = await client.value(client.POST('/withdrawals', { body: { type: 'SpecifiedAmount', portfolioId, consideration: { currency: 'GBP', amount: Number(amount) } } }));
  tell(`Withdrawal ${id} is requested.`);
  return id;
};

const freshAddress = (): string => `0x${[...crypto.getRandomValues(new Uint8Array(20))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;

const braid: Life = async ({ secret: token }, { amount, tell }) => {
  const client = braidClient({ url, token });
  const { yieldSources: [source] } = await client.value(client.GET('/v2/portfolio-wallets/yield-sources'));
  if (source === undefined) throw new Error('There is nothing to put USDC into.');
  const positions = [{ positionKey: source.positionKey, targetWeightBps: 10_000 }];
  const { id: walletId } = await client.value(client.POST('/v2/portfolio-wallets', { body: { requestId: crypto.randomUUID(), label: 'Treasury', positions, approvalPolicy: 'none' } }));
  await deposited(walletId, amount, { chain: 'arbitrum' });
  tell(`Wallet ${walletId} is open, with ${amount} USDC on Arbitrum.`);
  const order = { requestId: crypto.randomUUID(), chain: 'base', token: 'usdc', withdrawalAmount: amount, destinationAddress: freshAddress() } as const;
  const { id } = await client.value(client.POST('/v2/portfolio-wallets/{walletId}/withdraw', { params: { path: { walletId } }, body: order }));
  tell(`Withdrawal ${id} to ${order.destinationAddress} on Base is requested.`);
  return id;
};

const lives: Readonly<Record<Dialect, Life>> = { bultra, wealthkernel, braid };

/** By a client of its own, as an integrator's would do it; the client is revoked afterwards. @returns the withdrawal's id */
export async function playLife(dialect: Dialect, played: Played): Promise<string> {
  const client = await api.addClient(dialect);
  played.tell(`Client ${client.id} was made for it.`);
  try {
    return await lives[dialect](client, played);
  } finally {
    await api.revokeClient(client.id);
    played.tell('The client was revoked again.');
  }
}
