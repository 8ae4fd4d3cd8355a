/** A withdrawal of cash from a portfolio: `node libs/clients/examples/wealthkernel.ts`, with a stack that `npm run up` started. */
import { wealthkernelClient, WealthKernelError } from '../src/wealthkernel.ts';
import { acme, deposited, say, until, url } from './stack.ts';

const wealthkernel = wealthkernelClient({ url, ...acme.wealthkernel });

const { id: partyId } = await wealthkernel.value(wealthkernel.POST('/parties', { body: { name: 'Ada Lovelace' } }));
const portfolio = { partyId, name: 'Growth', currency: 'GBP', mandateType: 'ExecutionOnly', accountType: 'GIA' } as const;
const { id: portfolioId } = await wealthkernel.value(wealthkernel.POST('/portfolios', { body: portfolio }));
const bankAccount = { partyId, name: 'Ada Lovelace', sortCode: '20-00-00', accountNumber: '55779911', currency: 'GBP', countryCode: 'GB', isDefault: true } as const;
await wealthkernel.value(wealthkernel.POST('/bank-accounts', { body: bankAccount }));
await deposited(portfolioId, '250.00', { currency: 'GBP' });

const order = { type: 'SpecifiedAmount', portfolioId, consideration: { currency: 'GBP', amount: 100 } } as const;
const { id } = await wealthkernel.value(wealthkernel.POST('/withdrawals', { body: order }));
const { status } = await until(() => wealthkernel.value(wealthkernel.GET('/withdrawals/{id}', { params: { path: { id } } })), (withdrawal) => ['Settled', 'Rejected', 'Cancelled'].includes(withdrawal.status));
say(`${id} of 100 GBP is ${status}.`);

try {
  await wealthkernel.value(wealthkernel.POST('/withdrawals', { body: { ...order, portfolioId: 'prt-abcdefghij2345' } }));
} catch (error) {
  if (!(error instanceof WealthKernelError)) throw error;
  say(`Another portfolio: ${error.message}`);
}
for await (const transaction of wealthkernel.rows((query) => wealthkernel.GET('/transactions', { params: { query: { portfolioId, ...query } } }))) say(`${transaction.type} ${transaction.consideration.amount} ${transaction.status}`);
