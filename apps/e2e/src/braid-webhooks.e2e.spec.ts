import { createHmac, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { BraidCaller, until } from '@sluice/tools/client';
import { z } from 'zod';
import { openStory } from './story.js';
import { openSink, type Received, type Sink } from './webhook-sink.js';

const story = await openStory();
const braid = new BraidCaller(story.stack, 'acme');
const globex = new BraidCaller(story.stack, 'globex');
const waitLimit = { withinMs: 100_000 };
const REGISTRATIONS = '/webhooks/registrations';

const WITHDRAWAL = 'portfolio_wallet.withdrawal.status_changed';
const PAYOUT = 'portfolio_wallet.withdrawal.payout.status_changed';
const BALANCE = 'portfolio_wallet.balance.updated';

const registeredSchema = z.strictObject({ id: z.string().regex(/^wh_/), url: z.string(), events: z.array(z.string()), createdAt: z.string(), secret: z.string().regex(/^[0-9a-f]{64}$/) });
const noticeSchema = z.object({
  event: z.string(), observedAt: z.string(), walletId: z.string(), withdrawal: z.object({ id: z.string(), status: z.string() }).optional(), withdrawalId: z.string().optional(),
  payout: z.object({ id: z.string(), status: z.string() }).optional(), balance: z.object({ totalUsd: z.string(), withdrawableUsd: z.string() }).optional(),
});
const noticeIn = ({ body }: Received) => noticeSchema.parse(JSON.parse(body));

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function registeredSink(eventTypes: readonly string[], ...answers: number[]): Promise<Sink & { readonly secret: string; readonly id: string }> {
  const sink = await openSink(...answers);
  const answer = await braid.ask(REGISTRATIONS, { method: 'POST', body: { callbackUrl: sink.url, eventTypes } });
  expect(answer.status).toBe(201);
  const { id, secret } = registeredSchema.parse(answer.body);
  open.push(() => braid.ask(`${REGISTRATIONS}/${id}`, { method: 'DELETE' }), () => sink.close());
  return { ...sink, id, secret };
}

function expectSigned({ headers, body }: Received, secret: string): void {
  const [, at = '', given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['braid-signature'])) ?? [];
  expect(given).toBe(createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'));
  expect(headers['braid-event-type']).toBe(noticeIn({ headers, body, status: 200 }).event);
}

const about = (sink: Sink, walletId: string): Received[] => sink.received.filter((each) => each.status === 200 && noticeIn(each).walletId === walletId);
const eventIds = (received: readonly Received[]): unknown[] => received.map(({ headers }) => headers['braid-event-id']);

describe('an organisation that registered', () => {
  it('hears of a withdrawal, its payout and its wallet’s balance, each change once and signed, in spite of one answer with 500', async () => {
    const sink = await registeredSink([WITHDRAWAL, PAYOUT, BALANCE], 500);
    const wallet = await braid.openWallet('usdz');
    await story.operator.depositOnChain(wallet.id, '100.00', { chain: 'base' });
    const { id } = await braid.withdrawn(wallet.id, { amount: '60', chain: 'base', toAddress: `0x${randomBytes(20).toString('hex')}` });
    await braid.ended(wallet.id, id);
    const refused = (): Received | undefined => sink.received.find(({ status }) => status === 500);
    const received = await until('everything has been told', async () => about(sink, wallet.id), (all) => {
      const notices = all.map(noticeIn);
      return eventIds(all).includes(refused()?.headers['braid-event-id']) && ['pending', 'processing', 'completed'].every((status) => notices.some(({ withdrawal }) => withdrawal?.status === status)) && notices.some(({ payout }) => payout?.status === 'completed')
        && notices.some(({ balance }) => balance?.totalUsd === '100.00') && notices.some(({ balance }) => balance?.totalUsd === '40.00' && balance.withdrawableUsd === '40.00');
    }, waitLimit);
    expect(received.map(noticeIn).flatMap(({ withdrawal }) => withdrawal?.status ?? []).sort()).toEqual(['completed', 'pending', 'processing']);
    expect(new Set(eventIds(received)).size).toBe(received.length);
    for (const each of received) expectSigned(each, sink.secret);
    expect(refused()).toBeDefined();
  });

  it('hears no more once it has ended that, and nothing of another organisation', async () => {
    const sink = await registeredSink([BALANCE]);
    const theirs = await globex.openWallet('usdz');
    const wallet = await braid.openWallet('usdz');
    await story.operator.depositOnChain(wallet.id, '5.00', { chain: 'base' });
    await until('the deposit has been told', async () => about(sink, wallet.id), (all) => all.length === 1, waitLimit);
    expect(await globex.ask(`${REGISTRATIONS}/${sink.id}`, { method: 'DELETE' })).toMatchObject({ status: 404, body: { code: 'webhook_not_found' } });
    expect(await braid.ask(`${REGISTRATIONS}/${sink.id}`, { method: 'DELETE' })).toMatchObject({ status: 200, body: { id: sink.id, deleted: true } });
    const other = await registeredSink([BALANCE]);
    await story.operator.depositOnChain(wallet.id, '5.00', { chain: 'base' });
    await until('the other has been told', async () => about(other, wallet.id), (all) => all.length === 1, waitLimit);
    expect(about(sink, wallet.id)).toHaveLength(1);
    expect(about(other, theirs.id)).toEqual([]);
  });

  it.each([[{ callbackUrl: 'http://10.0.0.1/hook' }, 'callbackUrl'], [{ callbackUrl: 'nowhere' }, 'callbackUrl'], [{ eventTypes: ['lost'] }, 'eventTypes']])('is refused with %j', async (change, named) => {
    const answer = await braid.ask(REGISTRATIONS, { method: 'POST', body: { callbackUrl: 'http://127.0.0.1:9/hook', eventTypes: [BALANCE], ...change } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_error', error: expect.stringContaining(named) } });
  });
});
