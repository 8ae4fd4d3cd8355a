/** A withdrawal over ACH: `node libs/clients/examples/bultra.ts`, with a stack that `npm run up` started. */
import { bultraClient, BultraError } from '../src/bultra.ts';
import { acme, deposited, say, until, url } from './stack.ts';

const bultra = bultraClient({ url, ...acme.bultra });
const customer_id = `cus_${crypto.randomUUID()}`;

const account = await bultra.value(bultra.POST('/v1/accounts', { body: { customer_id, currency: 'USD' } }));
await deposited(account.id, '100.00');
const counterparty = await bultra.value(bultra.POST('/v1/counterparties', {
  body: {
    customer_id, type: 'INDIVIDUAL', profile: { name: 'Ada Lovelace', relationship_to_customer: 'SELF' }, supported_rails: ['ACH'],
    account: { routing_number: '021000021', account_number: '123456789' },
  },
}));

const order = { account_id: account.id, counterparty_id: counterparty.id, amount: '25.00', purpose: 'PERSONAL_ACCOUNT', rail: 'ACH' } as const;
const { id } = await bultra.value(bultra.POST('/v1/withdrawals', { body: order }));
await bultra.value(bultra.POST('/v1/withdrawals/{id}/accept', { params: { path: { id } } }));
const { status } = await until(() => bultra.value(bultra.GET('/v1/withdrawals/{id}', { params: { path: { id } } })), (withdrawal) => ['EXECUTED', 'FAILED', 'CANCELLED'].includes(withdrawal.status));
say(`${id} of 25.00 USD is ${status}.`);

try {
  await bultra.value(bultra.POST('/v1/withdrawals', { body: { ...order, amount: '1000.00' } }));
} catch (error) {
  if (!(error instanceof BultraError)) throw error;
  say(`1000.00 USD: ${error.code ?? ''}, ${error.message}`);
}
for await (const withdrawal of bultra.rows((query) => bultra.GET('/v1/withdrawals', { params: { query: { account_id: account.id, ...query } } }))) say(`${withdrawal.id} ${withdrawal.amount} ${withdrawal.status}`);
