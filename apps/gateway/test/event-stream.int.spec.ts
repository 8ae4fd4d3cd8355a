import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/builders';
import { LOGGED, type Logged } from '@sluice/contract-webhooks';
import { Broadcasts } from '@sluice/messaging';
import { SecuredGateway } from './secured-gateway.js';

const gateway = await SecuredGateway.start();
afterAll(() => gateway.stop());

const listening: AbortController[] = [];
afterEach(() => listening.splice(0).forEach((one) => one.abort()));

/** What is heard by who listens with a key: the text so far, and whether it goes on. */
async function listen(token: string): Promise<{ text: () => string; hasEnded: () => boolean }> {
  const leaving = new AbortController();
  listening.push(leaving);
  const answer = await fetch(`${gateway.service.url}/ops/v1/events/stream`, { headers: { authorization: `Bearer ${token}` }, signal: leaving.signal });
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, expect.stringMatching(/^text\/event-stream(; charset=utf-8)?$/), 'no-store']);
  let text = '';
  let ended = false;
  const read = async (): Promise<void> => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) text += chunk;
  };
  read().catch(() => undefined).finally(() => (ended = true));
  await until('it is listened to', () => text.includes(': listening'));
  return { text: () => text, hasEnded: () => ended };
}

const change = (sequence: number, phase = 'created'): Logged['changes'][number] => ({
  id: `6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a1${sequence}`, withdrawalId: '6f1c2f0e-0d3b-4b52-9f5e-0a4f4f1f7a00', dialect: 'bultra', dialectId: 'wth_777666555', sequence, phase, hold: 'none',
  amount: { currency: 'USD', units: '250000' }, at: '2026-01-15T10:30:00.000Z',
});

/** As webhooks does when it has logged something. */
const log = (tenantId: string, ...changes: Logged['changes']): boolean => gateway.service.app.get(Broadcasts).send(LOGGED, { tenantId, changes } satisfies Logged, 'gateway');

describe('the stream of events', () => {
  it('has each event as the event log shows it, in order, under its id', async () => {
    const { token } = await gateway.bearer('ops', 'acme', ['ops:read']);
    const heard = await listen(token);
    expect(log('acme', change(1), change(2, 'authorized'))).toBe(true);
    await until('both are heard', () => heard.text().includes('withdrawal.authorized'));
    const bodies = heard.text().split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)) as unknown);
    expect(bodies).toEqual([
      { id: change(1).id, sequence: 1, tenantId: 'acme', withdrawalId: change(1).withdrawalId, dialect: 'bultra', dialectId: 'wth_777666555', type: 'withdrawal.created', at: '2026-01-15T10:30:00.000Z', data: { phase: 'created', hold: 'none', amount: { currency: 'USD', amount: '2500.00' } } },
      expect.objectContaining({ sequence: 2, type: 'withdrawal.authorized' }),
    ]);
    expect(heard.text()).toContain(`id: ${change(2).id}\nevent: withdrawal.authorized\n`);
  });

  it('has nothing of another tenant', async () => {
    const [acme, globex] = await Promise.all([listen((await gateway.bearer('ops', 'acme')).token), listen((await gateway.bearer('ops', 'globex')).token)]);
    log('globex', change(1));
    log('acme', change(2));
    await until('each hears its own', () => acme.text().includes('data:') && globex.text().includes('data:'));
    expect([acme.text().includes(change(1).id), globex.text().includes(change(2).id)]).toEqual([false, false]);
  });

  it('ends for a key that is revoked, and goes on for the others', async () => {
    const [revoked, other] = [await gateway.bearer('ops'), await gateway.bearer('ops')];
    const [first, second] = [await listen(revoked.token), await listen(other.token)];
    await gateway.clients.revoke(revoked.id, 'acme', new Date());
    await until('the revoked one hears nothing more', first.hasEnded);
    log('acme', change(3));
    await until('the other one does', () => second.text().includes(change(3).id));
    expect([first.text().includes(change(3).id), second.hasEnded()]).toEqual([false, false]);
  });

  it('is passed over when what is broadcast is no event', async () => {
    const heard = await listen((await gateway.bearer('ops')).token);
    gateway.service.app.get(Broadcasts).send(LOGGED, { tenantId: 'acme', changes: [{ id: 'nonsense' }] }, 'gateway');
    log('acme', change(4));
    await until('the next one is heard', () => heard.text().includes(change(4).id));
    expect(heard.text()).not.toContain('nonsense');
  });
});

describe('a gateway that is told to stop', () => {
  it('ends its streams, and does not wait for those who listen', async () => {
    const stopping = await SecuredGateway.start({}, { namespace: gateway.service.namespace });
    const { token } = await stopping.bearer('ops');
    const answer = await fetch(`${stopping.service.url}/ops/v1/events/stream`, { headers: { authorization: `Bearer ${token}` } });
    const began = Date.now();
    await Promise.all([stopping.leave(), answer.text()]);
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});
