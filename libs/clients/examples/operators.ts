/** A look at what Sluice does: `node libs/clients/examples/operators.ts`, with a stack that `npm run up` started. */
import { OperatorError } from '../src/operators.ts';
import { operator, say } from './stack.ts';

const { name } = await operator.value(operator.GET('/tenants/current'));
const { balanced, currencies } = await operator.value(operator.GET('/ledger/trial-balance'));
say(`The books of ${name} are ${balanced ? 'balanced' : 'NOT balanced'}: ${currencies.map(({ currency, debits }) => `${debits} ${currency}`).join(', ') || 'empty'}.`);

const phases = new Map<string, number>();
for await (const { phase } of operator.rows((query) => operator.GET('/withdrawals', { params: { query: { limit: 200, ...query } } }))) phases.set(phase, (phases.get(phase) ?? 0) + 1);
say(`Withdrawals: ${[...phases].map(([phase, count]) => `${count} ${phase}`).join(', ') || 'none'}.`);

try {
  await operator.value(operator.POST('/withdrawals/{id}/actions/cancel', { params: { path: { id: 'wth_1' } }, body: { reason: 'To see what it says.' } }));
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  say(`wth_1: ${error.code ?? ''}, ${error.message}`);
}
