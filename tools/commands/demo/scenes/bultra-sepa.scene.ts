import type { Scene } from '../stage.ts';

/** Euros to an IBAN, by the calendar of TARGET. */
export const bultraSepa: Scene = {
  title: 'Bultra: 1,250.00 EUR by SEPA',
  async play(stage) {
    const customer = await stage.customerWith('2000.00', 'EUR');
    const { id } = await stage.created(customer, '1250.00', 'Rechnung 2026-001', 'SEPA');
    const { accepted_at: acceptedAt = '', estimated_completion: promised = '' } = await stage.bultra.accepted(id);
    stage.tell(`${id} is ACCEPTED; the rail's calendar says ${promised}`);
    stage.check('it is promised for 16:00 of a later day', promised.endsWith('T16:00:00Z') && promised.slice(0, 10) > acceptedAt.slice(0, 10));
    stage.check('the money has arrived', (await stage.followed(id)).status === 'EXECUTED');
  },
};
