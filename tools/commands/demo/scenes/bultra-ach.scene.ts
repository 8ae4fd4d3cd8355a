import type { Scene } from '../stage.ts';

/** The whole way: from the request to the money's arrival at another bank. */
export const bultraAch: Scene = {
  title: 'Bultra: 2,500.00 USD by ACH',
  async play(stage) {
    const customer = await stage.customerWith('10000.00');
    const { id } = await stage.created(customer, '2500.00', 'Monthly transfer');
    const accepted = await stage.bultra.accepted(id);
    stage.tell(`${id} is ACCEPTED; the rail's calendar says ${accepted.estimated_completion}`);
    const { status } = await stage.followed(id);
    stage.check('the money has arrived', status === 'EXECUTED');
    const balance = await stage.balance(customer);
    stage.check('it left the account once', balance.total === '7500.00' && balance.pending === '0.00');
  },
};
