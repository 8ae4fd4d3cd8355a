import { afterEach, describe, expect, it } from '@jest/globals';
import { BraidCaller, gapsOf, lifeOf, rootsOf, until } from '@sluice/tools/client';
import { randomBytes } from 'node:crypto';
import { exported, kinds, settledTrace, type ExportedSpan } from './exported-trace.js';
import { openPortfolioStory, portfolioWith, pounds, vanguard } from './portfolio-story.js';
import { accepted, customerWith, openStory } from './story.js';
import { openSink } from './webhook-sink.js';

const [story, portfolios] = await Promise.all([openStory(), openPortfolioStory()]);

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const describedBy = ({ service, name, attributes }: ExportedSpan): string =>
  [`${service} ${name}`, attributes['sluice.withdrawal.id'], attributes['sluice.tenant.id'], attributes['sluice.dialect']].map(String).join(' | ');

/** Looks at everything that holds for the trace of any withdrawal. */
async function expectWholeTrace(dialectId: string, dialect: string): Promise<ExportedSpan[]> {
  const { id, traceId, rows } = await lifeOf(story.operator, dialectId);
  const spans = await settledTrace(traceId, rows);
  expect(rootsOf(spans).map(({ service, kind }) => [service, kind])).toEqual([['gateway', kinds.server]]);
  expect(gapsOf(rows, spans)).toEqual([]);
  const undescribed = spans.filter((span) => describedBy(span) !== `${span.service} ${span.name} | ${id} | acme | ${dialect}`).map(describedBy);
  expect([...new Set(undescribed)]).toEqual([]);
  expect(rows.length).toBeGreaterThan(10);
  const calls = rows.filter(({ kind }) => kind === 'provider-call').map(({ name }) => name);
  expect(spans.filter(({ name, kind }) => calls.includes(name) && kind !== kinds.client)).toEqual([]);
  return spans;
}

const rootOf = async (traceId: string): Promise<string | undefined> => rootsOf(await exported(traceId))[0]?.name;

describe('the trace of a withdrawal', () => {
  it('by Bultra is one, with a link to the request that accepted it and the bank’s report', async () => {
    const sink = await openSink();
    const { id: subscriptionId } = await story.bultra.subscribed({ url: sink.url, events: ['WITHDRAWAL_EXECUTED'], secret: 'what-only-the-two-of-us-know' });
    open.push(() => sink.close(), () => story.bultra.unsubscribed(subscriptionId));
    const { id } = await accepted(story, await customerWith(story, '100.00'), '60.00');
    await story.bultra.ended(id);
    await until('the webhook is on the timeline', () => lifeOf(story.operator, id), ({ rows }) => rows.some(({ kind }) => kind === 'webhook'), { withinMs: 60_000 });
    const spans = await expectWholeTrace(id, 'bultra');
    const { traceId } = await lifeOf(story.operator, id);
    const linked = [...new Set(spans.flatMap(({ links }) => links.map((link) => link.traceId)))].filter((linkedTo) => linkedTo !== traceId);
    const roots = await until('the linked requests have been exported', () => Promise.all(linked.map(rootOf)), (names) => names.some((name) => name?.endsWith('/accept')), { withinMs: 30_000 });
    expect(roots).toContain('POST /bultra/v1/withdrawals/:id/accept');
  });

  it('by WealthKernel is one, through sale, bank and books', async () => {
    const { portfolioId } = await portfolioWith(portfolios, { mandateType: 'Discretionary', cash: { GBP: '500.00' }, holdings: [{ isin: vanguard, quantity: '100', price: '10' }] });
    const id = await portfolios.client.requested({ portfolioId, consideration: pounds(800) });
    await portfolios.client.ended(id, { withinMs: 60_000 });
    const names = (await expectWholeTrace(id, 'wealthkernel')).map(({ service, name }) => `${service} ${name}`);
    expect(names).toEqual(expect.arrayContaining(['gateway POST /wealthkernel/withdrawals', 'liquidity custodian.sell', 'payout bank.submit']));
  });

  it('by Braid is one, across chains', async () => {
    const braid = new BraidCaller(story.stack, 'acme');
    const wallet = await braid.openWallet('usdz', 'none');
    await story.operator.depositOnChain(wallet.id, '100.00', { chain: 'arbitrum' });
    const { id } = await braid.withdrawn(wallet.id, { amount: '60', chain: 'ethereum', toAddress: `0x${randomBytes(20).toString('hex')}` });
    await braid.ended(wallet.id, id);
    const names = (await expectWholeTrace(id, 'braid')).map(({ service, name }) => `${service} ${name}`);
    expect(names).toEqual(expect.arrayContaining(['bridging arbitrum.broadcast', 'bridging attestation.messages', 'payout ethereum.broadcast']));
  });
});

describe('a request with a stranger’s trace context', () => {
  it('begins a trace of its own, and is linked to the stranger’s', async () => {
    const customer = await customerWith(story, '100.00');
    const stranger = randomBytes(16).toString('hex');
    const body = { account_id: customer.accountId, counterparty_id: customer.counterpartyId, amount: '10.00', rail: 'ACH', purpose: 'PERSONAL_ACCOUNT' };
    const answer = await story.bultra.ask('/withdrawals', { method: 'POST', body, headers: { traceparent: `00-${stranger}-00f067aa0ba902b7-01` } });
    expect(answer).toMatchObject({ status: 201, body: { id: expect.any(String) } });
    const { traceId } = await lifeOf(story.operator, (answer.body as { id: string }).id);
    expect(traceId).not.toBe(stranger);
    const [root] = await until('its root has been exported', async () => rootsOf(await exported(traceId)), (roots) => roots.length > 0, { withinMs: 30_000 });
    expect(root?.links).toEqual([{ traceId: stranger, spanId: '00f067aa0ba902b7' }]);
    expect(await exported(stranger)).toEqual([]);
  });
});
