import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { expectBooksAgree, openPortfolioStory, waitLimit, portfolioWith, pounds, poundsIn, withdrawn, type PortfolioStory } from './portfolio-story.js';

let story: PortfolioStory;
const review = (rfi: { dialects: ('bultra' | 'wealthkernel')[]; autoReview: boolean; upFrontOver: string; inReviewOver: string }) => story.operator.api.value(story.operator.api.PUT('/sandbox', { body: { rfi } }));
beforeAll(async () => {
  story = await openPortfolioStory('globex');
  await review({ dialects: ['wealthkernel'], autoReview: false, upFrontOver: '100.00', inReviewOver: '10.00' });
});
afterAll(async () => {
  await review({ dialects: ['bultra'], autoReview: true, upFrontOver: '50000.00', inReviewOver: '10000.00' });
});

async function askedFor(withdrawalId: string, known: readonly string[] = []): Promise<string> {
  const documents = async () =>
    (await story.operator.api.value(story.operator.api.GET('/documents', { params: { query: { withdrawalId } } }))).data.filter(({ id }) => !known.includes(id));
  const [document] = await until('a document is asked for', documents, (seen) => seen.length > 0);
  return document?.id ?? '';
}

describe('an amount for which a document is asked up front', () => {
  it('waits as Pending with an RFI while a smaller one goes through, and is paid once a reviewer accepts', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '300.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(150) });
    const documentId = await askedFor(id);
    expect(await story.client.withdrawal(id)).toMatchObject({ status: 'Pending', paidOut: null, reason: null });
    expect(await story.operator.withdrawal(id)).toMatchObject({ phase: 'created', hold: 'rfi' });
    expect(await poundsIn(story, portfolioId)).toBe(300);
    expect(await withdrawn(story, { portfolioId, consideration: pounds(10) })).toMatchObject({ status: 'Settled', paidOut: pounds(10) });
    expect(await story.client.withdrawal(id)).toMatchObject({ status: 'Pending' });
    await story.operator.review(documentId, 'accept', 'Seen on paper.');
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Settled', paidOut: pounds(150) });
    await expectBooksAgree(story, portfolioId);
  });

  it('is asked for another one when it is rejected', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '300.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(150) });
    const first = await askedFor(id);
    await story.operator.review(first, 'reject', 'Not readable.');
    const second = await askedFor(id, [first]);
    expect(await story.client.withdrawal(id)).toMatchObject({ status: 'Pending' });
    await story.operator.review(second, 'accept', 'Seen on paper.');
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Settled' });
  });

  it('can be cancelled while it waits, and its portfolio is free for another one', async () => {
    const { portfolioId } = await portfolioWith(story, { mandateType: 'Discretionary', cash: { GBP: '300.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(150) });
    await askedFor(id);
    expect((await story.client.cancel(id)).status).toBe(204);
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Cancelled', paidOut: null });
    expect(await poundsIn(story, portfolioId)).toBe(300);
    expect(await withdrawn(story, { portfolioId, consideration: pounds(10) })).toMatchObject({ status: 'Settled' });
    await expectBooksAgree(story, portfolioId);
  });
});

describe('an amount for which a document is asked in review', () => {
  it('waits as Active, and is paid once a reviewer accepts', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '300.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(50) });
    const documentId = await askedFor(id);
    expect(await story.client.withdrawal(id)).toMatchObject({ status: 'Active', paidOut: null, reason: null });
    expect(await story.operator.withdrawal(id)).toMatchObject({ phase: 'authorized', hold: 'rfi' });
    await story.operator.review(documentId, 'accept', 'Seen on paper.');
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Settled', paidOut: pounds(50) });
    await expectBooksAgree(story, portfolioId);
  });

  it('can be cancelled while it waits, and nothing has moved', async () => {
    const { portfolioId } = await portfolioWith(story, { mandateType: 'Discretionary', cash: { GBP: '300.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(50) });
    await askedFor(id);
    expect((await story.client.cancel(id)).status).toBe(204);
    expect(await story.client.ended(id, waitLimit)).toMatchObject({ status: 'Cancelled', paidOut: null });
    expect(await poundsIn(story, portfolioId)).toBe(300);
    await expectBooksAgree(story, portfolioId);
  });
});
