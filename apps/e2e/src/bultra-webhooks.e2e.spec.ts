import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until, type BultraEvent } from '@sluice/tools/client';
import { z } from 'zod';
import { accepted, customerWith, openStory, requested } from './story.js';
import { openSink, type Received, type Sink } from './webhook-sink.js';

const [story, globex] = await Promise.all([openStory('acme'), openStory('globex')]);

const SECRET = 'what-only-the-two-of-us-know';
const events = (['REQUESTED', 'ACCEPTED', 'IN_PROGRESS', 'EXECUTED', 'FAILED', 'CANCELLED'] as const).map((status) => `WITHDRAWAL_${status}` as const);
/** A failed try is made again after five seconds of the tenant's clock. */
const waitLimit = { withinMs: 60_000 };

const eventSchema = z.object({ id: z.string().regex(/^evt_/), type: z.string(), created_at: z.string(), data: z.object({ id: z.string(), status: z.string() }) });
const eventIn = ({ body }: Received) => eventSchema.parse(JSON.parse(body));

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function subscribedSink(wanted: readonly BultraEvent[], ...answers: number[]): Promise<Sink & { readonly subscriptionId: string }> {
  const sink = await openSink(...answers);
  const { id } = await story.bultra.subscribed({ url: sink.url, events: wanted, secret: SECRET });
  open.push(() => story.bultra.unsubscribed(id), () => sink.close());
  return { ...sink, subscriptionId: id };
}

function expectSigned({ headers, body }: Received): void {
  const [, at = '', given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-bultra-signature'])) ?? [];
  expect(given).toBe(createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex'));
  expect(Math.abs(Date.now() / 1_000 - Number(at))).toBeLessThan(300);
}

const about = (sink: Sink, id: string): Received[] => sink.received.filter((each) => eventIn(each).data.id === id);
const arrived = (sink: Sink, id: string): string[] => about(sink, id).filter(({ status }) => status === 200).map((each) => eventIn(each).type);

describe('a subscriber over HTTP', () => {
  it('hears each status once, signed, in spite of one answer with 500', async () => {
    const sink = await subscribedSink(events, 500);
    const { id } = await accepted(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.ended(id);
    const all = events.slice(0, 4);
    // The first that came was refused: it may be an event of another story.
    const ofRefused = (): number[] => sink.received.filter(({ body }) => body === sink.received[0]?.body).map(({ status }) => status);
    await until('every event has arrived', async () => [...arrived(sink, id), ...ofRefused()], (seen) => [...all, 200].every((each) => seen.includes(each)), waitLimit);
    expect(arrived(sink, id).sort()).toEqual([...all].sort());
    about(sink, id).forEach(expectSigned);
    expect(ofRefused()).toEqual([500, 200]);
    for (const each of about(sink, id)) expect(eventIn(each).type).toBe(`WITHDRAWAL_${eventIn(each).data.status}`);
  });

  it('hears only what it subscribed to, and of its own tenant', async () => {
    const sink = await subscribedSink(['WITHDRAWAL_CANCELLED']);
    const theirs = await requested(globex, await customerWith(globex, '100.00'), '60.00');
    await globex.bultra.cancel(theirs.id);
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.cancel(id);
    await until('the event has arrived', async () => arrived(sink, id), (types) => types.length > 0, waitLimit);
    const notices = sink.received.map((each) => [eventIn(each).type, eventIn(each).data.id]);
    expect(notices.filter(([type, subject]) => type !== 'WITHDRAWAL_CANCELLED' || subject === id || subject === theirs.id)).toEqual([['WITHDRAWAL_CANCELLED', id]]);
  });
});

describe('a subscription', () => {
  it('shows its secret to nobody, and is not there for another tenant', async () => {
    const { subscriptionId } = await subscribedSink(['WITHDRAWAL_FAILED']);
    const listed = await story.bultra.ask('/subscriptions?limit=100');
    expect(listed.bytes.toString()).toContain(subscriptionId);
    expect(listed.bytes.toString()).not.toContain(SECRET);
    expect((await globex.bultra.ask('/subscriptions?limit=100')).bytes.toString()).not.toContain(subscriptionId);
    expect(await globex.bultra.ask(`/subscriptions/${subscriptionId}`, { method: 'DELETE' })).toMatchObject({ status: 404 });
  });

  it.each([[{ url: 'http://10.0.0.1/hook' }, 'url'], [{ url: 'nowhere' }, 'url'], [{ events: ['WITHDRAWAL_LOST'] }, 'events.0']])('is refused with %j', async (change, field) => {
    const answer = await story.bultra.post('/subscriptions', { url: 'http://127.0.0.1:9/hook', events, ...change });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'INVALID_REQUEST', details: [{ field }] } } });
  });
});
