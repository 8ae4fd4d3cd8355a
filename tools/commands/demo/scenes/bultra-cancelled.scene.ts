import { z } from 'zod';
import { expectSuccess } from '../../../client/index.ts';
import type { Scene } from '../stage.ts';

/** Second thoughts before acceptance, and a third one that comes too late. */
export const bultraCancelled: Scene = {
  title: 'Bultra: cancelled before it was accepted',
  async play(stage) {
    const customer = await stage.customerWith('300.00');
    const { id } = await stage.created(customer, '100.00', 'Changed my mind');
    const { status } = expectSuccess('Cancelling', await stage.bultra.cancel(id), z.object({ status: z.string() }));
    stage.check('it is cancelled', status === 'CANCELLED');
    const again = await stage.bultra.accept(id);
    stage.check('it cannot be accepted any more (409)', again.status === 409);
    const balance = await stage.balance(customer);
    stage.check('nothing left the account', balance.available === '300.00');
  },
};
