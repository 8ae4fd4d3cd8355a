import { describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { accepted, customerWith, openStory, requested } from './story.js';

const [story, globex] = await Promise.all([openStory('acme'), openStory('globex')]);

/** The receipt names its code among its metadata, for programs to read. */
const codeOn = (pdf: Buffer): string => /<pdf:Keywords>([A-Z0-9-]+)</.exec(pdf.toString('latin1'))?.[1] ?? 'none';

const invalid = { status: 409, body: { error: { code: 'INVALID_STATUS' } } };

describe('the receipt of a withdrawal', () => {
  it('is there once it was executed: a PDF, the same bytes each time', async () => {
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    expect(await story.bultra.receipt(id)).toMatchObject(invalid);
    await story.bultra.accepted(id);
    await story.bultra.ended(id);
    const [first, second] = [await story.bultra.receipt(id), await story.bultra.receipt(id)];
    expect([first.status, first.headers.get('content-type'), first.headers.get('content-disposition')]).toEqual([200, 'application/pdf', `attachment; filename="withdrawal_receipt_${id}.pdf"`]);
    expect(first.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(first.bytes.equals(second.bytes)).toBe(true);
  });

  it('has a code that we confirm to its own tenant only', async () => {
    const { id } = await accepted(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.ended(id);
    const code = codeOn((await story.bultra.receipt(id)).bytes);
    expect(await story.bultra.ask(`/receipts/${code}`)).toMatchObject({ status: 200, body: { code, withdrawal_id: id, amount: '60.00', currency: 'USD', status: 'EXECUTED' } });
    for (const answer of [await globex.bultra.ask(`/receipts/${code}`), await globex.bultra.receipt(id), await story.bultra.ask('/receipts/AAAA-AAAA-AAAA-AAAA')]) expect(answer.status).toBe(404);
  });

  it('is not to be had any more when the money came back', async () => {
    const { id } = await accepted(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.ended(id);
    const code = codeOn((await story.bultra.receipt(id)).bytes);
    await story.operator.bankReturn(id, 'R03');
    await until('the return is seen', () => story.bultra.withdrawal(id), ({ status }) => status === 'FAILED');
    expect(await story.bultra.receipt(id)).toMatchObject(invalid);
    expect(await story.bultra.ask(`/receipts/${code}`)).toMatchObject({ status: 200, body: { status: 'FAILED' } });
  });
});

describe('a withdrawal that never arrived', () => {
  it('has no receipt', async () => {
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.cancel(id);
    expect(await story.bultra.receipt(id)).toMatchObject(invalid);
  });
});
