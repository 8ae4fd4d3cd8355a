/** A withdrawal of USDC from a wallet: `node libs/clients/examples/braid.ts`, with a stack that `npm run up` started. */
import { braidClient, BraidError } from '../src/braid.ts';
import { acme, deposited, say, until, url } from './stack.ts';

const braid = braidClient({ url, token: acme.braid.token });

const { yieldSources: [source] } = await braid.value(braid.GET('/v2/portfolio-wallets/yield-sources'));
if (source === undefined) throw new Error('There is nothing to put USDC into.');
const positions = [{ positionKey: source.positionKey, targetWeightBps: 10_000 }];
const { id: walletId } = await braid.value(braid.POST('/v2/portfolio-wallets', { body: { requestId: crypto.randomUUID(), label: 'Treasury', positions, approvalPolicy: 'none' } }));
await deposited(walletId, '100');

const withdrawal = { requestId: crypto.randomUUID(), chain: 'arbitrum', token: 'usdc', withdrawalAmount: '25.00', destinationAddress: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' } as const;
const wallet = { path: { walletId } };
const { id: withdrawalId } = await braid.value(braid.POST('/v2/portfolio-wallets/{walletId}/withdraw', { params: wallet, body: withdrawal }));
const { status } = await until(
  () => braid.value(braid.GET('/v2/portfolio-wallets/{walletId}/withdrawals/{withdrawalId}', { params: { path: { walletId, withdrawalId } } })),
  (seen) => ['completed', 'partially_completed', 'failed', 'cancelled'].includes(seen.status),
);
say(`${withdrawalId} of 25.00 USDC is ${status}.`);

try {
  await braid.value(braid.POST('/v2/portfolio-wallets/{walletId}/withdraw', { params: wallet, body: { ...withdrawal, requestId: crypto.randomUUID(), withdrawalAmount: '1000.00' } }));
} catch (error) {
  if (!(error instanceof BraidError)) throw error;
  say(`1000.00 USDC: ${error.code ?? ''}, ${error.message}`);
}
for await (const seen of braid.rows((query) => braid.GET('/v2/portfolio-wallets/{walletId}/withdrawals', { params: { ...wallet, query } }))) say(`${seen.id} ${seen.amountUsd} ${seen.status}`);
