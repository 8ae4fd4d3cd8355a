import type { Scene } from '../stage.ts';

/** What the customer can show: there when the money has arrived, and never another. */
export const bultraReceipt: Scene = {
  title: 'Bultra: a receipt',
  async play(stage) {
    const customer = await stage.customerWith('100.00');
    const { id } = await stage.created(customer, '75.00', 'Rent');
    stage.check('there is none before the money has arrived (409)', (await stage.bultra.receipt(id)).status === 409);
    await stage.bultra.accepted(id);
    await stage.followed(id);
    const [first, second] = [await stage.bultra.receipt(id), await stage.bultra.receipt(id)];
    stage.tell(`${first.status} ${first.headers.get('content-type') ?? ''}, ${first.bytes.length} bytes: ${first.headers.get('content-disposition') ?? ''}`);
    stage.check('it is a PDF, the same bytes each time', first.bytes.subarray(0, 5).toString() === '%PDF-' && first.bytes.equals(second.bytes));
  },
};
