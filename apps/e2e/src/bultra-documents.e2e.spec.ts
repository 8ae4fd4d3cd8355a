import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invoicePdf, until } from '@sluice/tools/client';
import { accepted, balanceOf, customerWith, openStory, requested, type Story } from './story.js';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story.operator.autoReview(true));

const statusOf = async (id: string): Promise<string> => (await story.bultra.documents(id)).status;
const becomes = (id: string, status: string): Promise<string> => until(`${id} is ${status}`, () => statusOf(id), (seen) => seen === status);
const documentStatuses = async (id: string): Promise<string[]> => (await story.bultra.documents(id)).required_documents.map((document) => document.status);
const refusedWith = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('a withdrawal of more than 50,000.00', () => {
  it('waits for a document before it can be accepted, and then travels without another question', async () => {
    const customer = await customerWith(story, '60000.00');
    const { id, status } = await requested(story, customer, '50000.01');
    expect(status).toBe('REQUESTED');
    const document = await story.bultra.asked(id);
    expect([await statusOf(id), document.type]).toEqual(['CHANGES_REQUESTED', 'INVOICE']);
    expect(await story.bultra.accept(id)).toMatchObject(refusedWith(409, 'INVALID_STATUS'));
    expect(await balanceOf(story, customer)).toEqual(['60000.00', '0.00', '60000.00']);

    const pdf = invoicePdf();
    expect(await story.bultra.upload(document.id, pdf)).toMatchObject({ status: 200, body: { id: document.id, type: 'INVOICE', status: 'UPLOADED', filename: 'invoice.pdf', size: pdf.length } });
    await becomes(id, 'REQUESTED');
    expect(await documentStatuses(id)).toEqual(['ACCEPTED']);
    await story.bultra.accepted(id);
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED' });
    expect(await documentStatuses(id)).toEqual(['ACCEPTED']);
    expect(await balanceOf(story, customer)).toEqual(['9999.99', '0.00', '9999.99']);
  });

  it('takes a PDF by its content and each document once', async () => {
    const { id } = await requested(story, await customerWith(story, '60000.00'), '60000.00');
    const document = await story.bultra.asked(id);
    expect(await story.bultra.upload(document.id, new TextEncoder().encode('a text that calls itself a PDF'))).toMatchObject(refusedWith(415, 'UNSUPPORTED_DOCUMENT_TYPE'));
    expect(await story.bultra.upload('doc_req_nobody', invoicePdf())).toMatchObject(refusedWith(404, 'NOT_FOUND'));
    expect(await documentStatuses(id)).toEqual(['PENDING']);
    await story.bultra.upload(document.id, invoicePdf());
    await becomes(id, 'REQUESTED');
    expect(await story.bultra.upload(document.id, invoicePdf())).toMatchObject(refusedWith(409, 'INVALID_STATUS'));
  });
});

describe('a withdrawal of exactly 50,000.00', () => {
  it('is asked about in review only', async () => {
    const customer = await customerWith(story, '50000.00');
    const { id } = await accepted(story, customer, '50000.00');
    const document = await story.bultra.asked(id);
    expect(await statusOf(id)).toBe('CHANGES_REQUESTED');
    expect(await balanceOf(story, customer)).toEqual(['50000.00', '50000.00', '0.00']);
    await story.bultra.upload(document.id, invoicePdf());
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED' });
    expect(await balanceOf(story, customer)).toEqual(['0.00', '0.00', '0.00']);
  });
});

describe('a document that an operator rejects', () => {
  it('is followed by a new requirement, and only an accepted one lets the withdrawal go on', async () => {
    await story.operator.autoReview(false);
    const { id } = await accepted(story, await customerWith(story, '20000.00'), '10000.01');
    const first = await story.bultra.asked(id);
    await story.bultra.upload(first.id, invoicePdf());
    expect(await documentStatuses(id)).toEqual(['UPLOADED']);
    await story.operator.review(first.id, 'reject', 'It is another company\'s.');
    const second = await story.bultra.asked(id);
    expect([second.id === first.id, second.type, await statusOf(id)]).toEqual([false, first.type, 'CHANGES_REQUESTED']);
    expect(await documentStatuses(id)).toEqual(['REJECTED', 'PENDING']);
    await story.bultra.upload(second.id, invoicePdf());
    await story.operator.review(second.id, 'accept', 'Fine.');
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'EXECUTED' });
  });
});
