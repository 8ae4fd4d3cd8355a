import { until } from '../../../client/index.ts';
import type { Scene } from '../stage.ts';

/** The other bank sends back what had arrived: history stays, and the money is there again. */
export const bultraReturn: Scene = {
  title: 'Bultra: sent back after it had arrived',
  async play(stage) {
    const customer = await stage.customerWith('500.00');
    const { id } = await stage.created(customer, '200.00', 'Account was closed');
    await stage.bultra.accepted(id);
    await stage.followed(id);
    await stage.operator.bankReturn(id, 'R02');
    stage.tell('the other bank returns it with R02');
    const returned = await until('the return is seen', () => stage.bultra.withdrawal(id), ({ status }) => status === 'FAILED', { signal: stage.signal });
    stage.arrived.delete(id);
    stage.check(`it is FAILED with ${returned.failure_code ?? '(none)'}, and was executed all the same`, returned.failure_code === 'R02' && returned.executed_at !== undefined);
    await until('the account is credited', () => stage.bultra.account(customer.accountId), ({ balance }) => balance.total !== '300.00', { signal: stage.signal });
    const balance = await stage.balance(customer);
    stage.check('the account was credited once', balance.total === '500.00' && balance.available === '500.00');
  },
};
