import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addSecret, dropSecret, listSecrets, subscribe, testSubscription } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { SharedSecretsRepository } from '../src/subscriptions/subscriptions.repository.js';
import { Sink, type Received } from './sink.js';
import { WebhooksWorld, type Step } from './webhooks-world.js';

let world: WebhooksWorld;
let sink: Sink;
beforeAll(async () => { world = await WebhooksWorld.start('wealthkernel'); });
afterAll(() => world.service.stop());
beforeEach(async () => {
  sink = await Sink.open();
  await world.newTenant();
});
afterEach(() => sink.close());

const dialect = 'wealthkernel' as const;
const nameOf = (verb: string): string => `withdrawals.withdrawal_${verb}`;
const every = [...['requested', 'activated', 'settled', 'rejected', 'cancelling', 'cancelled'].map(nameOf), 'webhooks.test'];
const secretsOf = ['c2VjcmV0LXNlY3JldC1zZWNyZXQ=', 'YW5vdGhlci1zZWNyZXQtYWx0b2dldGhlcg=='];
const adding = (secret = secretsOf[0] ?? '', id = `whsec-${newId()}`) => world.ask(addSecret, { id, dialect, secret });
const view = { portfolioId: 'prt-abcdefghijklmn', type: 'full' };
const steps = (...phases: string[]): Step[] => phases.map((phase) => ({ phase, view }));
const bodyOf = ({ body }: Received) => JSON.parse(body) as { eventId: string; eventType: { name: string; version: number }; payload: Record<string, unknown> };

function expectSigned({ body, headers }: Received, secrets: readonly string[]): void {
  const [stamp = '', ...signatures] = String(headers['webhook-signature']).split(',');
  const expected = secrets.map((secret) => createHmac('sha256', Buffer.from(secret, 'base64')).update(`${body}${stamp.slice(2)}`).digest('hex'));
  expect(signatures).toEqual(expected.map((hex) => `v1=${hex}`));
}

describe('a subscription', () => {
  it('is sent each status once, in the documented envelope, signed', async () => {
    await adding();
    await world.subscribe(sink, every);
    await world.changes(steps('created', 'authorized', 'sourcing', 'delivering', 'settled'), 'wth-aaaaaaaaaaaaaa');
    await sink.call(3);
    await world.deliveriesOnce((all) => all.length === 3 && all.every(({ status }) => status === 'delivered'));
    const byName = new Map(sink.received.map((call) => [bodyOf(call).eventType.name, call]));
    expect([...byName.keys()].sort((a, b) => a.localeCompare(b))).toEqual([nameOf('activated'), nameOf('requested'), nameOf('settled')]);
    for (const [verb, status] of [['requested', 'Pending'], ['activated', 'Active'], ['settled', 'Settled']] as const) {
      const call = byName.get(nameOf(verb));
      if (!call) throw new Error(verb);
      const { eventId } = bodyOf(call);
      expect(bodyOf(call)).toEqual({
        eventId: expect.stringMatching(/^whevt-[0-9a-f-]{36}$/), eventType: { name: nameOf(verb), version: 1 }, payload: { withdrawalId: 'wth-aaaaaaaaaaaaaa', portfolioId: view.portfolioId, status },
      });
      expect(call.headers['idempotency-key']).toBe(eventId);
      expectSigned(call, secretsOf.slice(0, 1));
    }
  });

  it('is sent the ways a withdrawal can fail, in their order of events', async () => {
    await adding();
    await world.subscribe(sink, every);
    await world.changes(steps('created', 'rejected'));
    await world.changes(steps('created', 'authorized', 'cancelling', 'cancelled'));
    await sink.call(6);
    const names = sink.received.map((call) => bodyOf(call).eventType.name.split('_')[1] ?? '');
    expect(names.sort((a, b) => a.localeCompare(b))).toEqual(['activated', 'cancelled', 'cancelling', 'rejected', 'requested', 'requested']);
  });

  it('is sent a test, whatever it subscribed to', async () => {
    await adding();
    const { id } = await world.subscribe(sink, [nameOf('settled')]);
    const { eventId } = await world.ask(testSubscription, { id, dialect });
    const call = await sink.call(1);
    expect(bodyOf(call)).toMatchObject({ eventId, eventType: { name: 'webhooks.test', version: 1 } });
    expectSigned(call, secretsOf.slice(0, 1));
  });

  it('takes no secret of its own', async () => {
    await expect(world.ask(subscribe, { id: 's', dialect, url: sink.url, events: every, secret: 'x' })).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'secret' }] });
  });
});

describe('secrets', () => {
  it('sign together while there are two, for every subscription', async () => {
    const other = await Sink.open();
    for (const secret of secretsOf) await adding(secret);
    await world.subscribe(sink, every);
    await world.subscribe(other, every);
    await world.changes(steps('created'));
    for (const one of [sink, other]) expectSigned(await one.call(1), secretsOf);
    await other.close();
  });

  it('are two at most, also when many are added at once, and each once', async () => {
    const added = await Promise.allSettled(Array.from({ length: 6 }, () => adding()));
    expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    await expect(adding()).rejects.toMatchObject({ code: 'invalid_status' });
    const { secrets: [first] } = await world.ask(listSecrets, { dialect });
    if (!first) throw new Error('There is none.');
    expect(await adding('x', first.id)).toEqual(first);
  });

  it('no longer sign once they are dropped', async () => {
    const { id } = await adding(secretsOf[0]);
    await adding(secretsOf[1]);
    await world.ask(dropSecret, { id, dialect });
    await world.subscribe(sink, every);
    await world.changes(steps('created'));
    expectSigned(await sink.call(1), secretsOf.slice(1));
    await expect(world.ask(dropSecret, { id, dialect })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('end by themselves, and leave room for others', async () => {
    for (const secret of secretsOf) await adding(secret);
    await world.pass(366 * 86_400_000);
    expect(await world.ask(listSecrets, { dialect })).toEqual({ secrets: [] });
    await adding();
  });

  it('are needed: without one nothing is sent, nor a test', async () => {
    const { id } = await world.subscribe(sink, every);
    await world.changes(steps('created', 'authorized'));
    await world.ask(testSubscription, { id, dialect });
    await world.deliveriesOnce((all) => all.some(({ status }) => status === 'dropped'));
    await world.workedThrough(2);
    await adding();
    await world.changes(steps('created'), 'wth-bbbbbbbbbbbbbb');
    expect(bodyOf(await sink.call(1)).payload['withdrawalId']).toBe('wth-bbbbbbbbbbbbbb');
  });

  it('are not kept in the clear, and are another tenant’s never', async () => {
    const { id } = await adding();
    const stored = await world.service.app.get(SharedSecretsRepository).findWhere({ tenantId: world.tenantId });
    expect(JSON.stringify(stored)).not.toContain(secretsOf[0]);
    await world.newTenant();
    expect(await world.ask(listSecrets, { dialect })).toEqual({ secrets: [] });
    await expect(world.ask(dropSecret, { id, dialect })).rejects.toMatchObject({ code: 'not_found' });
  });
});
