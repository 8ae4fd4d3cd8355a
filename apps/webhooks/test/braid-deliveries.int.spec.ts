import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/builders';
import { recordBalance } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { createHmac } from 'node:crypto';
import { Sink, type Received } from './sink.js';
import { WebhooksWorld, type Step } from './webhooks-world.js';

let world: WebhooksWorld;
let sink: Sink;
beforeAll(async () => { world = await WebhooksWorld.start('braid'); });
afterAll(() => world.service.stop());
beforeEach(async () => {
  sink = await Sink.open();
  await world.newTenant();
});
afterEach(() => sink.close());

const WITHDRAWAL = 'portfolio_wallet.withdrawal.status_changed';
const PAYOUT = 'portfolio_wallet.withdrawal.payout.status_changed';
const BALANCE = 'portfolio_wallet.balance.updated';
const secret = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';
const usdc = (units: string) => ({ currency: 'USDC' as const, units });
const leg = { id: '0c7c6fcb-3c49-4f6d-9a8d-1d2b8d1ef7b0', key: 'usdz', attempt: 1, status: 'planned', amount: usdc('65000000000') };
const view = {
  id: '11b17950-1f5c-4d36-8f0d-0f3d1d0c6a45', requestId: 'df8b7be6-e110-4f6d-9b2d-7c44a5b1f0b0', walletId: '9d1a1c83-3a1c-4c14-9c5a-0c9a57a4a7db', amount: usdc('65000000000'), fee: usdc('0'),
  chain: 'ethereum', toAddress: '0x742d35Cc6634C0532925a3b844Bc454e4438f44e', payouts: [leg], sourceLegs: [{ status: 'pending' }], createdAt: '2026-02-05T11:00:00Z', updatedAt: '2026-02-05T11:05:00Z',
};
const withLeg = (phase: string, change: object = {}, ended: object = {}): Step => ({ phase, view: { ...view, payouts: [{ ...leg, ...change }], ...ended } });
const life = [
  { phase: 'created', view: { ...view, payouts: [] } }, withLeg('authorized'), withLeg('sourcing'), withLeg('sourcing'), withLeg('delivering', { status: 'sent', txHash: '0xab' }),
  withLeg('settled', { status: 'delivered', txHash: '0xab' }, { endedAt: '2026-02-05T12:30:00.000Z' }),
];
const bodyOf = ({ body }: Received) => JSON.parse(body) as { event: string; observedAt: string; walletId: string; withdrawal?: { status: string }; payout?: { status: string; legKey: string }; balance?: object };
const statuses = () => sink.received.map(bodyOf).map(({ withdrawal, payout }) => (withdrawal ? `withdrawal ${withdrawal.status}` : `payout ${payout?.status ?? ''}`)).sort((a, b) => a.localeCompare(b));

describe('a registration', () => {
  it('is sent a withdrawal in the shape of the list, signed and named in the headers', async () => {
    await world.subscribe(sink, [WITHDRAWAL], secret);
    await world.changes([{ phase: 'created', view: { ...view, payouts: [] } }, withLeg('authorized')]);
    const { body, headers } = await sink.call(1);
    expect(JSON.parse(body)).toEqual({
      event: WITHDRAWAL, observedAt: '2026-01-15T10:30:01.000Z', walletId: view.walletId,
      withdrawal: {
        id: view.id, requestId: view.requestId, walletId: view.walletId, amountUsd: '65000.00', feeUsd: '0.00', destinationChain: 'ethereum', destinationToken: 'usdc', status: 'pending',
        createdAt: '2026-02-05T11:00:00.000Z', completedAt: null,
      },
    });
    expect(headers).toMatchObject({ 'braid-event-id': expect.stringMatching(/^[0-9a-f-]{36}$/), 'braid-event-type': WITHDRAWAL, 'content-type': 'application/json' });
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['braid-signature'])) ?? [];
    expect(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')).toBe(v1);
  });

  it('is sent every change of status once of the withdrawal and of its payouts, and nothing else', async () => {
    await world.subscribe(sink, [WITHDRAWAL, PAYOUT], secret);
    await world.changes(life);
    await sink.call(6);
    const deliveries = await world.deliveriesOnce((all) => all.length === 6 && all.every(({ status }) => status === 'delivered'));
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(6);
    expect(statuses()).toEqual(['payout broadcasted', 'payout completed', 'payout planning', 'withdrawal completed', 'withdrawal pending', 'withdrawal processing']);
    expect(sink.received.map(bodyOf).find(({ payout }) => payout?.status === 'completed')).toMatchObject({
      event: PAYOUT, walletId: view.walletId, withdrawalId: view.id, payout: { id: leg.id, legKey: 'pos_usdz_001', amount: '65000.00', token: 'usdc', chain: 'ethereum', txHash: '0xab', failureReason: null },
    });
  });

  it('is sent a retried payout as a new attempt', async () => {
    await world.subscribe(sink, [PAYOUT], secret);
    await world.changes([withLeg('delivering', { status: 'failed', failureReason: 'onchain_reverted' }), withLeg('delivering', { attempt: 2 })]);
    await sink.call(2);
    expect(sink.received.map(bodyOf).map(({ payout }) => `${payout?.legKey ?? ''} ${payout?.status ?? ''}`).sort((a, b) => a.localeCompare(b))).toEqual(['pos_usdz_001 failed', 'pos_usdz_002 planning']);
  });

  it('is never sent what was refused at once', async () => {
    await world.subscribe(sink, [WITHDRAWAL, PAYOUT], secret);
    await world.changes([{ phase: 'created', view }, { phase: 'rejected', view }]);
    await world.changes([withLeg('authorized')]);
    await sink.call(2);
    expect(statuses()).toEqual(['payout planning', 'withdrawal pending']);
  });
});

describe('a change that its dialect cannot express', () => {
  it('is skipped, and the others are sent', async () => {
    await world.subscribe(sink, [WITHDRAWAL], secret);
    await world.changes([{ phase: 'authorized', view: { id: view.id } }]);
    await world.changes([withLeg('authorized')]);
    await sink.call(1);
    await world.workedThrough(2);
    expect(statuses()).toEqual(['withdrawal pending']);
  });
});

describe('a wallet’s balance', () => {
  const walletId = newId();
  const balance = (total: string, second: number) => world.service.publish(recordBalance, {
    walletId, observedAt: `2026-02-05T11:00:0${second}.000Z`, balance: { total: usdc(total), withdrawable: usdc(total), earned: usdc('0') },
  }, { tenantId: world.tenantId });

  it('is sent when it changes, and never out of date or twice', async () => {
    await world.subscribe(sink, [BALANCE], secret);
    await balance('82500000000', 1);
    expect(bodyOf(await sink.call(1))).toEqual({ event: BALANCE, observedAt: '2026-02-05T11:00:01.000Z', walletId, balance: { totalUsd: '82500.00', withdrawableUsd: '82500.00', earnedUsd: '0.00' } });
    await balance('82500000000', 2);
    await balance('90000000000', 0);
    await balance('17500000000', 3);
    expect(bodyOf(await sink.call(2)).balance).toEqual({ totalUsd: '17500.00', withdrawableUsd: '17500.00', earnedUsd: '0.00' });
    await balance('82500000000', 4);
    await sink.call(3);
    const deliveries = await world.deliveriesOnce((all) => all.every(({ status }) => status === 'delivered'));
    expect(deliveries.map(({ withdrawalId }) => withdrawalId)).toEqual([undefined, undefined, undefined]);
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(3);
  });
});

describe('a wallet that moves all the time', () => {
  it('is sent at its newest, and no observation waits for another', async () => {
    const walletId = newId();
    await world.subscribe(sink, [BALANCE], secret);
    await Promise.all(Array.from({ length: 40 }, (_, n) => world.service.publish(recordBalance, {
      walletId, observedAt: new Date(Date.UTC(2026, 1, 5, 11) + ((n * 7) % 40)).toISOString(), balance: { total: usdc(String((n * 7) % 40)), withdrawable: usdc('0'), earned: usdc('0') },
    }, { tenantId: world.tenantId })));
    await until('the newest came', () => sink.received.some((call) => bodyOf(call).observedAt === '2026-02-05T11:00:00.039Z'));
    expect(await (await fetch(`${world.service.url}/metrics`)).text()).not.toMatch(/^sluice_messages_handled_total\{[^}]*outcome="(retried|parked)"/m);
  });
});

describe('an endpoint of Braid that does not take it', () => {
  it.each([400, 404, 410, 422, 429])('with %d is not tried again', async (status) => {
    sink.answer(status);
    await world.subscribe(sink, [WITHDRAWAL], secret);
    await world.changes([withLeg('authorized')]);
    const [delivery] = await world.deliveriesOnce(([one]) => one?.status === 'failed');
    expect(delivery?.attempts.map((tried) => tried.status)).toEqual([status]);
    expect(delivery?.nextAt).toBeUndefined();
  });

  it('with a failure of its own is tried again under the same event id', async () => {
    sink.answer(500, (response) => void response.destroy(), 200);
    await world.subscribe(sink, [WITHDRAWAL], secret);
    await world.changes([withLeg('authorized')]);
    await world.deliveriesOnce(([one]) => one?.attempts.length === 1);
    await world.pass(10_000);
    await world.deliveriesOnce(([one]) => one?.attempts.length === 2);
    await world.pass(60_000);
    await world.deliveriesOnce(([one]) => one?.status === 'delivered');
    expect(new Set(sink.received.map(({ headers }) => headers['braid-event-id'])).size).toBe(1);
    expect(sink.received).toHaveLength(3);
  });
});
