import type { BultraErrorBody } from '@sluice/clients/bultra';
import type { Scene } from '../stage.ts';

/** More than there is: refused at the door, in the dialect's own words. */
export const bultraInsufficientFunds: Scene = {
  title: 'Bultra: more than the account holds',
  async play(stage) {
    const customer = await stage.customerWith('50.00');
    const answer = await stage.bultra.create({ account_id: customer.accountId, counterparty_id: customer.counterpartyId, amount: '50.01', rail: 'ACH' });
    const { error: refusal } = answer.body as Partial<BultraErrorBody>;
    stage.tell(`asked for 50.01 USD: ${answer.status} ${refusal?.code ?? ''} – ${refusal?.message ?? ''}`);
    stage.check('it is refused with 422 INSUFFICIENT_FUNDS', answer.status === 422 && refusal?.code === 'INSUFFICIENT_FUNDS');
    const balance = await stage.balance(customer);
    stage.check('nothing is held', balance.available === '50.00');
  },
};
