import { expectSuccess, invoicePdf, until } from '../../../client/index.ts';
import { z } from 'zod';
import type { Scene } from '../stage.ts';

/** A large amount waits for a document before it can be accepted. */
export const bultraDocument: Scene = {
  title: 'Bultra: 60,000.00 USD, with a document asked for first',
  async play(stage) {
    const customer = await stage.customerWith('100000.00');
    const { id } = await stage.created(customer, '60000.00', 'A new machine');
    const document = await stage.bultra.asked(id);
    stage.tell(`${id} is CHANGES_REQUESTED: ${document.type} ${document.id} is ${document.status}`);
    stage.check('it cannot be accepted without it (409)', (await stage.bultra.accept(id)).status === 409);
    const { status, size } = expectSuccess('The upload', await stage.bultra.upload(document.id, invoicePdf()), z.object({ status: z.string(), size: z.int() }));
    stage.tell(`a PDF of ${size} bytes is ${status}`);
    await until('the document is accepted', () => stage.bultra.withdrawal(id), (seen) => seen.status === 'REQUESTED', { signal: stage.signal });
    stage.tell(`the document is accepted; ${id} is REQUESTED again`);
    await stage.bultra.accepted(id);
    stage.check('the money has arrived', (await stage.followed(id)).status === 'EXECUTED');
  },
};
