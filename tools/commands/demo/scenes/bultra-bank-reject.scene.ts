import type { Scene } from '../stage.ts';

/** The bank says no: the withdrawal fails and the money is free again. */
export const bultraBankReject: Scene = {
  title: 'Bultra: rejected by the bank',
  async play(stage) {
    const customer = await stage.customerWith('1000.00');
    await stage.operator.fault({ port: 'bank', mode: 'reject', code: 'R03', count: 1 });
    stage.tell('the bank will reject the next instruction with R03');
    const { id } = await stage.created(customer, '400.00', 'No such account');
    await stage.bultra.accepted(id);
    const ended = await stage.followed(id);
    stage.check(`it failed, with the bank's code ${ended.failure_code ?? '(none)'}`, ended.status === 'FAILED' && ended.failure_code === 'R03');
    const balance = await stage.balance(customer);
    stage.check('all of the money is available again', balance.available === '1000.00' && balance.pending === '0.00');
  },
};
