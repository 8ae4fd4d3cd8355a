import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '@sluice/builders';
import { delivered, returned, undelivered } from '@sluice/contract-payout';
import { KeyRing, newId } from '@sluice/kernel';
import { UnmatchedCallbacks } from '../src/bank-payments/unusable-reports.repository.js';
import { signatureOf } from '../src/bank-payments/bank-callbacks.controller.js';
import { PayoutConfig } from '../src/payout.config.js';
import { callbackSecret, Payment, World } from './world.js';

let world: World;
let service: TestService;
beforeAll(async () => {
  world = await World.start();
  service = await world.payout();
});
afterAll(async () => {
  await service.stop();
  await world.stop();
});

interface Signing {
  readonly secret?: string;
  readonly ageS?: number;
  readonly signedText?: string;
  readonly tenantId?: string;
}

/** Speaks as the bank would, with any text and signature. */
async function callBack(text: string, { secret = callbackSecret, ageS = 0, signedText = text, tenantId = 'acme' }: Signing = {}): Promise<number> {
  const time = Math.floor(Date.now() / 1000) - ageS;
  const headers = { 'content-type': 'application/json', 'x-bank-signature': `t=${time},v1=${signatureOf(secret, time, signedText)}` };
  return (await fetch(`${service.url}/callbacks/bank/${tenantId}`, { method: 'POST', headers, body: text })).status;
}

const settled = (key: string) => JSON.stringify({ key, status: 'settled', trace: '091000010000001', settledAt: '2026-01-20T14:20:00.000Z' });
const cameBack = (key: string, more: object = {}) =>
  JSON.stringify({ key, status: 'returned', trace: '091000010000001', returnCode: 'R03', returnedAt: '2026-01-21T09:00:00.000Z', ...more });

/** A payment that the bank has and says nothing of by itself. */
async function pending(): Promise<Payment> {
  const paid = await (await new Payment(world, service).addCounterparty()).slowBank();
  await paid.deliver();
  await paid.untilAtBank('accepted');
  return paid;
}

const kept = async (body: string) => (await service.app.get(UnmatchedCallbacks).findWhere({})).filter(({ state }) => state.body === body).map(({ state }) => ({ reason: state.reason, count: state.count }));

describe('callbacks in any order', () => {
  it('a settlement reported twice delivers once', async () => {
    const paid = await pending();
    expect(await Promise.all([callBack(settled(paid.key()), paid), callBack(settled(paid.key()), paid)])).toEqual([204, 204]);
    await paid.next(delivered);
    expect(await callBack(settled(paid.key()), paid)).toBe(204);
    expect(paid.seen(delivered)).toEqual([]);
  });

  it('a return that overtakes its settlement reports both, and the settlement then changes nothing', async () => {
    const paid = await pending();
    expect(await callBack(cameBack(paid.key(), { settledAt: '2026-01-20T14:20:00.000Z' }), paid)).toBe(204);
    await paid.next(delivered);
    expect((await paid.next(returned)).body).toEqual({ ...paid.legs()[0], code: 'R03', at: '2026-01-21T09:00:00.000Z' });
    expect(await callBack(settled(paid.key()), paid)).toBe(204);
    expect(await callBack(cameBack(paid.key()), paid)).toBe(204);
    expect([...paid.seen(delivered), ...paid.seen(returned)]).toEqual([]);
  });

  it('a return of what never settled fails it, and no later report changes that', async () => {
    const paid = await pending();
    expect(await callBack(cameBack(paid.key()), paid)).toBe(204);
    expect((await paid.next(undelivered)).body.legs).toMatchObject([{ status: 'failed', reason: 'R03' }]);
    expect(await callBack(settled(paid.key()), paid)).toBe(204);
    expect([...paid.seen(delivered), ...paid.seen(returned)]).toEqual([]);
  });

  it('an acceptance reported after the end changes nothing', async () => {
    const paid = await pending();
    await callBack(settled(paid.key()), paid);
    await paid.next(delivered);
    expect(await callBack(JSON.stringify({ key: paid.key(), status: 'accepted' }), paid)).toBe(204);
    await paid.deliver();
    expect((await paid.next(delivered)).body.legs).toMatchObject([{ status: 'delivered' }]);
  });
});

describe('a callback that is not the bank’s', () => {
  it.each<[string, Signing]>([
    ['signed with another secret', { secret: 'a secret of somebody else' }],
    ['signed too long ago', { ageS: 600 }],
    ['signed too far ahead', { ageS: -600 }],
    ['signed over another body', { signedText: '{}' }],
  ])('%s is refused and changes nothing', async (_, signing) => {
    const paid = await pending();
    expect(await callBack(settled(paid.key()), signing)).toBe(401);
    await paid.giveBack('R02');
    await paid.next(undelivered);
  });

  it.each(['', 'nonsense', 't=1,v1=00', `t=1,v1=${'0'.repeat(64)}`])('with the signature header %j is refused', async (header) => {
    const response = await fetch(`${service.url}/callbacks/bank/acme`, { method: 'POST', headers: { 'x-bank-signature': header }, body: settled(newId()) });
    expect(response.status).toBe(401);
  });

  it('without any signature or body is refused', async () => {
    expect((await fetch(`${service.url}/callbacks/bank/acme`, { method: 'POST' })).status).toBe(401);
  });
});

describe('a callback that cannot be used', () => {
  it('about an unknown key is answered 404 and kept, its copies counted', async () => {
    const text = settled(newId());
    expect([await callBack(text), await callBack(text)]).toEqual([404, 404]);
    expect(await kept(text)).toEqual([{ reason: 'unknown_key', count: 2 }]);
  });

  it.each(['not json', '[]', '{"key":"k"}', '{"key":"k","status":"exploded"}', '{"key":"k","status":"settled"}'])('that says %s is answered 400 and kept', async (text) => {
    expect(await callBack(text)).toBe(400);
    expect(await kept(text)).toEqual([{ reason: 'unreadable', count: 1 }]);
  });

  it('longer than any report is refused', async () => {
    expect(await callBack(JSON.stringify({ key: 'x'.repeat(270_000) }))).toBe(413);
  });
});

describe('the secret of callbacks', () => {
  const next = 'another secret of the bank and its client';
  const config = () => service.app.get<{ callbackKeys: KeyRing }>(PayoutConfig);
  const report = (secret: string): Promise<number> => callBack(settled(newId()), { secret });

  it('is changed for another while the bank calls, and each is taken as long as it is one of them', async () => {
    const statuses = new Set<number>();
    let stopped = false;
    config().callbackKeys = new KeyRing(callbackSecret, next);
    const calling = (async () => {
      for (let nth = 0; !stopped; nth += 1) statuses.add(await report(nth % 2 === 0 ? callbackSecret : next));
    })();
    for (const keys of [new KeyRing(callbackSecret, next), new KeyRing(next, callbackSecret)]) {
      config().callbackKeys = keys;
      expect([await report(callbackSecret), await report(next)]).toEqual([404, 404]);
    }
    stopped = true;
    await calling;
    expect([...statuses]).toEqual([404]);
    config().callbackKeys = new KeyRing(next);
    expect([await report(callbackSecret), await report(next)]).toEqual([401, 404]);
    config().callbackKeys = new KeyRing(callbackSecret);
  });
});
