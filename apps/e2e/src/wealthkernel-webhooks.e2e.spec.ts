import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/tools/client';
import { z } from 'zod';
import { openPortfolioStory, waitLimit, portfolioWith, pounds, withdrawn } from './portfolio-story.js';
import { openSink, type Received, type Sink } from './webhook-sink.js';

const story = await openPortfolioStory();
const { client } = story;

const secretSchema = z.strictObject({ id: z.string(), secret: z.base64(), createdAt: z.string(), expiresAt: z.string() });
const noticeSchema = z.strictObject({
  eventId: z.string().regex(/^whevt-/), eventType: z.strictObject({ name: z.string(), version: z.literal(1) }), payload: z.looseObject({ withdrawalId: z.string().optional(), status: z.string().optional() }),
});
const noticeIn = ({ body }: Received) => noticeSchema.parse(JSON.parse(body));

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function madeSecret(): Promise<string> {
  const { status, body } = await client.post('/webhooks/secrets');
  expect(status).toBe(201);
  const { id, secret } = secretSchema.parse(body);
  open.push(() => client.ask(`/webhooks/secrets/${id}`, { method: 'DELETE' }));
  return secret;
}

async function subscribedSink(...answers: number[]): Promise<Sink & { readonly id: string }> {
  const sink = await openSink(...answers);
  const { id } = z.object({ id: z.string() }).parse((await client.post('/webhooks/subscriptions', { url: sink.url })).body);
  open.push(() => client.ask(`/webhooks/subscriptions/${id}`, { method: 'DELETE' }), () => sink.close());
  return { ...sink, id };
}

function expectSigned({ headers, body }: Received, secrets: readonly string[]): void {
  const [stamp = '', ...given] = String(headers['webhook-signature']).split(',');
  expect(given).toEqual(secrets.map((secret) => `v1=${createHmac('sha256', Buffer.from(secret, 'base64')).update(`${body}${stamp.slice(2)}`).digest('hex')}`));
  expect(headers['idempotency-key']).toBe(noticeIn({ headers, body, status: 200 }).eventId);
}

const about = (sink: Sink, id: string): Received[] => sink.received.filter((each) => each.status === 200 && noticeIn(each).payload.withdrawalId === id);
const names = (received: readonly Received[]): string[] => received.map((each) => noticeIn(each).eventType.name.replace('withdrawals.withdrawal_', '')).sort();

describe('a client that subscribed', () => {
  it('hears nothing without a secret, and of each status once with two, in spite of one answer with 500', async () => {
    const sink = await subscribedSink(500);
    const { portfolioId } = await portfolioWith(story, { cash: { GBP: '500.00' } });
    await withdrawn(story, { portfolioId, consideration: pounds(10) });
    expect(sink.received).toEqual([]);
    const secrets = [await madeSecret(), await madeSecret()];
    expect(await client.post('/webhooks/secrets')).toMatchObject({ status: 409 });
    const { id } = await withdrawn(story, { portfolioId, consideration: pounds(20) });
    await until('every event has arrived', async () => names(about(sink, id)), (all) => ['requested', 'activated', 'settled'].every((name) => all.includes(name)), waitLimit);
    expect(names(about(sink, id))).toEqual(['activated', 'requested', 'settled']);
    for (const each of about(sink, id)) expectSigned(each, secrets);
  });

  it('is sent a test when it asks for one', async () => {
    const secret = await madeSecret();
    const sink = await subscribedSink();
    expect(await client.post(`/webhooks/subscriptions/${sink.id}/test`)).toMatchObject({ status: 202 });
    const [test] = await until('the test has arrived', async () => sink.received.filter((each) => names([each]).includes('webhooks.test')), (all) => all.length > 0, waitLimit);
    if (!test) throw new Error('There is no test.');
    expectSigned(test, [secret]);
  });
});
