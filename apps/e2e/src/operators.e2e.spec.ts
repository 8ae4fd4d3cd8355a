import { afterEach, describe, expect, it } from '@jest/globals';
import { BraidCaller, until } from '@sluice/tools/client';
import { randomBytes } from 'node:crypto';
import { accepted, customerWith, openStory, requested } from './story.js';
import { openSink } from './webhook-sink.js';

const [story, globex] = await Promise.all([openStory('acme'), openStory('globex')]);

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const { api } = story.operator;
const canonical = (id: string) => story.operator.withdrawal(id);
const timeline = (id: string) => story.operator.timeline(id);
const act = (id: string, action: string, reason: string) => story.operator.ask(`/withdrawals/${id}/actions/${action}`, { method: 'POST', body: { reason } });
const audited = async (id: string) => (await api.value(api.GET('/audit', { params: { query: { target: id } } }))).data.reverse();

describe('a withdrawal that was carried', () => {
  it('is shown to operators in full, with its whole life in every service, in order', async () => {
    const sink = await openSink();
    const { id: subscriptionId } = await story.bultra.subscribed({ url: sink.url, events: ['WITHDRAWAL_EXECUTED'], secret: 'what-only-the-two-of-us-know' });
    open.push(() => sink.close(), () => story.bultra.unsubscribed(subscriptionId));
    const { id: dialectId } = await accepted(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.ended(dialectId);
    const view = await canonical(dialectId);
    expect(view).toMatchObject({
      dialectId, tenantId: 'acme', dialect: 'bultra', phase: 'settled', hold: 'none', amount: { currency: 'USD', amount: '60.00' }, delivered: { currency: 'USD', amount: '60.00' },
      payoutLegs: [{ status: 'delivered', rail: 'ACH', amount: { currency: 'USD', amount: '60.00' } }], timers: [], traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const { id, traceId } = view;
    const rows = await until('the webhook is on the timeline', () => timeline(id), (all) => all.some(({ kind }) => kind === 'webhook'), { withinMs: 60_000 });
    expect(rows.map(({ at }) => Date.parse(at))).toEqual(rows.map(({ at }) => Date.parse(at)).sort((one, other) => one - other));
    const has = (service: string, kind: string, name: string): boolean => rows.some((row) => row.service === service && row.kind === kind && row.name === name);
    expect([
      has('intake', 'step', 'delivering'), has('compliance', 'message', 'compliance.screen'), has('compliance', 'provider-call', 'names.search'), has('ledger', 'message', 'ledger.place-hold'),
      has('liquidity', 'message', 'liquidity.source-liquidity'), has('payout', 'message', 'payout.deliver'), has('payout', 'provider-call', 'bank.submit'),
      has('ledger', 'message', 'ledger.post-hold'), has('webhooks', 'webhook', 'WITHDRAWAL_EXECUTED'),
    ]).toEqual(Array.from({ length: 9 }, () => true));
    expect(new Set(rows.filter(({ kind }) => kind !== 'operator').map((row) => row.traceId))).toEqual(new Set([traceId]));
    expect(await timeline(dialectId)).toEqual(expect.arrayContaining([...rows]));
  });

  it('across chains names every provider that was called for it', async () => {
    const braid = new BraidCaller(story.stack, 'acme');
    const wallet = await braid.openWallet('usdz', 'none');
    await story.operator.depositOnChain(wallet.id, '100.00', { chain: 'arbitrum' });
    const { id } = await braid.withdrawn(wallet.id, { amount: '60', chain: 'ethereum', toAddress: `0x${randomBytes(20).toString('hex')}` });
    expect(await braid.ended(wallet.id, id)).toMatchObject({ status: 'completed' });
    expect((await story.operator.ask(`/withdrawals/${id}`)).body).toMatchObject({
      dialect: 'braid', phase: 'settled', amount: { currency: 'USDC', amount: '60.000000' }, delivered: { currency: 'USDC', amount: '60.000000' },
      sourceLegs: [{ chain: 'arbitrum', status: 'completed' }], payoutLegs: [{ chain: 'ethereum', status: 'delivered', txHash: expect.stringMatching(/^0x/) }],
    });
    const calls = (await timeline(id)).filter(({ kind }) => kind === 'provider-call').map(({ service, name }) => `${service} ${name}`);
    expect(calls).toEqual(expect.arrayContaining(['bridging arbitrum.broadcast', 'bridging attestation.messages', 'bridging ethereum.broadcast', 'payout signer.submit', 'payout ethereum.broadcast']));
  });

  it('is found in the list, and by nobody of another tenant', async () => {
    const { id: dialectId } = await requested(story, await customerWith(story, '100.00'), '60.00');
    const { id } = await canonical(dialectId);
    expect((await story.operator.ask(`/withdrawals?text=${dialectId}`)).body).toMatchObject({ data: [{ id, dialectId }], nextCursor: null });
    const paths = [`/withdrawals/${id}`, `/withdrawals/${dialectId}`, `/withdrawals/${id}/timeline`];
    expect(await Promise.all(paths.map(async (path) => (await globex.operator.ask(path)).status))).toEqual([404, 404, 404]);
    expect((await globex.operator.ask(`/withdrawals?text=${dialectId}`)).body).toEqual({ data: [], nextCursor: null });
  });
});

describe('an operator’s action', () => {
  it('is done, or refused, and stands in the audit log and on the timeline, either way', async () => {
    const { id: dialectId } = await requested(story, await customerWith(story, '100.00'), '60.00');
    await until('it was judged', async () => (await story.operator.ask(`/withdrawals/${dialectId}`)).body, (body) => JSON.stringify(body).includes('"name":"awaitingAcceptance"'));
    expect((await act(dialectId, 'retry-step', 'It seems to wait.')).status).toBe(409);
    expect(await act(dialectId, 'fail', 'The customer called.')).toMatchObject({ status: 200, body: { phase: 'failed' } });
    expect(await story.bultra.ended(dialectId)).toMatchObject({ status: 'FAILED', failure_code: 'OPERATOR_FAILED' });
    expect((await act(dialectId, 'fail', 'Once more.')).status).toBe(409);
    expect((await act(dialectId, 'fail', '')).status).toBe(400);
    expect((await audited(dialectId)).map(({ kind, action, reason, outcome }) => [kind, action.split('/').at(-1), reason, outcome])).toEqual([
      ['intent', 'retry-step', 'It seems to wait.', null], ['outcome', 'retry-step', 'It seems to wait.', 'refused: invalid_status'],
      ['intent', 'fail', 'The customer called.', null], ['outcome', 'fail', 'The customer called.', 'done'],
      ['intent', 'fail', 'Once more.', null], ['outcome', 'fail', 'Once more.', 'refused: invalid_status'],
      ['intent', 'fail', '', null], ['outcome', 'fail', '', 'refused: invalid_request'],
    ]);
    expect((await timeline(dialectId)).filter(({ kind }) => kind === 'operator').length).toBe(8);
    expect((await story.operator.ask('/audit/verification')).body).toMatchObject({ ok: true, breach: null });
  });

  it('brings the money of a held withdrawal back to the account', async () => {
    await story.operator.autoReview(false);
    open.push(() => story.operator.autoReview(true));
    const customer = await customerWith(story, '20000.00');
    const { id } = await accepted(story, customer, '15000.00');
    await until('it waits for its documents', () => story.bultra.withdrawal(id), ({ status }) => status === 'CHANGES_REQUESTED');
    expect((await act(id, 'fail', 'They are not coming.')).status).toBe(200);
    expect(await story.bultra.ended(id)).toMatchObject({ status: 'FAILED', failure_code: 'OPERATOR_FAILED' });
    const { balance } = await story.bultra.account(customer.accountId);
    expect([balance.total, balance.pending, balance.available]).toEqual(['20000.00', '0.00', '20000.00']);
  });

  it('on another tenant’s withdrawal finds nothing, and is in nobody else’s log', async () => {
    const { id } = await requested(story, await customerWith(story, '100.00'), '60.00');
    expect((await globex.operator.ask(`/withdrawals/${id}/actions/cancel`, { method: 'POST', body: { reason: 'Curious.' } })).status).toBe(404);
    expect(await audited(id)).toEqual([]);
    expect(await story.bultra.withdrawal(id)).not.toMatchObject({ status: 'CANCELLED' });
  });
});

describe('what is stuck', () => {
  it('is not what only waits for its customer', async () => {
    const { id: dialectId } = await requested(story, await customerWith(story, '100.00'), '60.00');
    const { data } = await api.value(api.GET('/stuck', { params: { query: { limit: 200 } } }));
    expect(data.map((step) => step.dialectId)).not.toContain(dialectId);
  });
});
