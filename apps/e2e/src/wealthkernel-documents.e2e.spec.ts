import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectSuccess, until } from '@sluice/tools/client';
import { z } from 'zod';
import { expectBooksAgree, openPortfolioStory, patience, portfolioWith, pounds, poundsIn, type PortfolioStory } from './portfolio-story.js';

let story: PortfolioStory;
const review = (dialects: readonly string[], autoReview: boolean) => ({ method: 'PUT', body: { rfi: { dialects, autoReview } } }) as const;
beforeAll(async () => {
  story = await openPortfolioStory('globex');
  await story.operator.ask('/sandbox', review(['bultra', 'wealthkernel'], false));
});
afterAll(async () => {
  await story.operator.ask('/sandbox', review(['bultra'], true));
});

const documentsSchema = z.object({ data: z.array(z.object({ id: z.string(), status: z.string() })) });

async function askedFor(withdrawalId: string): Promise<string> {
  const documents = async () => expectSuccess('Reading documents', await story.operator.ask(`/documents?withdrawalId=${withdrawalId}`), documentsSchema).data;
  const [document] = await until('a document is asked for', documents, (seen) => seen.length > 0);
  return document?.id ?? '';
}

describe('a large amount of a tenant whose portfolios are asked for documents too', () => {
  it('waits as Active, and is paid once a reviewer accepts', async () => {
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '70000.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(60_000) });
    const documentId = await askedFor(id);
    expect(await story.client.withdrawal(id)).toMatchObject({ status: 'Active', paidOut: null, reason: null });
    await story.operator.review(documentId, 'accept', 'Seen on paper.');
    expect(await story.client.ended(id, patience)).toMatchObject({ status: 'Settled', paidOut: pounds(60_000) });
    await expectBooksAgree(story, portfolioId);
  });

  it('can be cancelled while it waits, and nothing has moved', async () => {
    const { portfolioId } = await portfolioWith(story, { mandateType: 'Discretionary', cash: { GBP: '70000.00' } });
    const id = await story.client.requested({ portfolioId, consideration: pounds(60_000) });
    await askedFor(id);
    expect((await story.client.cancel(id)).status).toBe(204);
    expect(await story.client.ended(id, patience)).toMatchObject({ status: 'Cancelled', paidOut: null });
    expect(await poundsIn(story, portfolioId)).toBe(70_000);
    await expectBooksAgree(story, portfolioId);
  });
});
