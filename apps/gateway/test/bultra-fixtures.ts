import type { Caller, GatewayUnderTest } from './gateway-under-test.js';

export const counterparty = {
  customer_id: 'cus_1',
  type: 'INDIVIDUAL',
  profile: { name: 'Ada Lovelace', relationship_to_customer: 'SELF' },
  supported_rails: ['ACH', 'WIRE'],
  account: { routing_number: '021000021', account_number: '123456789' },
};

/** An account with this much on it. */
export async function fundedAccount(gateway: GatewayUnderTest, caller: Caller, amount = '10000.00'): Promise<string> {
  const account = await gateway.as(caller, 'POST', '/bultra/v1/accounts', { customer_id: 'cus_1', currency: 'USD' });
  const target = String(account.body['id']);
  await gateway.as(caller.startsWith('acme') ? 'acme-ops' : 'globex-ops', 'POST', '/ops/v1/simulations/deposits', { target, amount });
  return target;
}

/** A body that creates a withdrawal of this tenant. */
export async function withdrawalOrder(gateway: GatewayUnderTest, caller: Caller): Promise<Record<string, string>> {
  const { body } = await gateway.as(caller, 'POST', '/bultra/v1/counterparties', counterparty);
  return { account_id: await fundedAccount(gateway, caller), counterparty_id: String(body['id']), amount: '2500', purpose: 'PERSONAL_ACCOUNT', rail: 'ACH', reference: 'Monthly transfer' };
}

export async function createdWithdrawal(gateway: GatewayUnderTest, caller: Caller): Promise<string> {
  const { body } = await gateway.as(caller, 'POST', '/bultra/v1/withdrawals', await withdrawalOrder(gateway, caller));
  return String(body['id']);
}
