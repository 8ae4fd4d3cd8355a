import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sluice/kernel';
import { startSimulators, type Simulators } from '../src/index.js';

interface Fill {
  readonly id: string;
  readonly quantity: string;
  readonly price: string;
  readonly matchedAt: string;
  readonly settlesAt: string;
  readonly settledAt?: string;
}
interface Order {
  readonly status: string;
  readonly reason?: string;
  readonly fills: Fill[];
}

const isin = 'GB00B3X7QG63';
let journalFolder: string;
let simulators: Simulators;
const start = (): Promise<Simulators> => startSimulators({ port: 0, journalFolder, callbackSecret: 'a secret of the bank and its client' });

beforeEach(async () => {
  journalFolder = mkdtempSync(join(tmpdir(), 'custodian-'));
  simulators = await start();
  await setPrice('10.5');
});

afterEach(async () => {
  await simulators.stop();
  rmSync(journalFolder, { recursive: true });
});

async function call<T = Order>(method: string, path: string, body?: object, timeoutMs = 5_000): Promise<{ status: number; body: T }> {
  const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(simulators.url + path, { method, ...sent, signal: AbortSignal.timeout(timeoutMs) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T };
}

const instruction = (changed: object = {}) => ({ tenantId: 'acme', portfolioId: 'prt-abc', isin, side: 'sell', quantity: '11', currency: 'GBP', ...changed });
const sell = (key: string, order: object = instruction(), timeoutMs?: number) => call('PUT', `/custodian/orders/${key}`, order, timeoutMs);
const ask = (key: string, tenantId = 'acme') => call('GET', `/custodian/orders/${key}?tenantId=${tenantId}`);
const cancel = (key: string, tenantId = 'acme') => call('DELETE', `/custodian/orders/${key}?tenantId=${tenantId}`);
const setPrice = (price: string, more: object = {}) => call('PUT', '/control/tenants/acme/prices', { isin, price, currency: 'GBP', ...more });
const fault = (mode: string, more: object = {}) => call('POST', '/control/tenants/acme/faults', { id: newId(), port: 'custodian', mode, ...more });
const setClock = (pace: string, now = new Date()) => call('PUT', '/control/tenants/acme', { pace, clockOffsetMs: now.getTime() - Date.now() });
const journal = async (tenantId = 'acme') => (await call<{ orders: object[] }>('GET', `/custodian/journal?tenantId=${tenantId}`)).body.orders;

/** Asks until the order is so; the test's own deadline ends what never is. */
async function once(key: string, holds: (order: Order) => boolean): Promise<Order> {
  for (;;) {
    const { body } = await ask(key);
    if (holds(body)) return body;
    await pause(10);
  }
}
const isSettled = ({ status, fills }: Order): boolean => status === 'filled' && fills.every(({ settledAt }) => settledAt !== undefined);

describe('an order at pace instant', () => {
  it('is filled in two parts, whole units first, and settled at once while two days are promised', async () => {
    await setClock('instant', new Date('2026-12-23T10:00:00Z'));
    const key = newId();
    expect(await sell(key)).toMatchObject({ status: 200, body: { key, status: 'accepted', fills: [] } });
    const { fills } = await once(key, isSettled);
    expect(fills).toMatchObject([{ quantity: '6', price: '10.5' }, { quantity: '5', price: '10.5' }]);
    expect(fills.map(({ settlesAt, settledAt }) => [settlesAt, settledAt?.slice(0, 10)])).toEqual(Array.from({ length: 2 }, () => ['2026-12-29T17:00:00.000Z', '2026-12-23']));
  });

  it.each([['1', ['1']], ['0.25', ['0.25']], ['1.5', ['1', '0.5']], ['2', ['1', '1']], ['10.0000000001', ['6', '4.0000000001']]])('of %s is filled as %j', async (quantity, parts) => {
    const key = newId();
    await sell(key, instruction({ quantity }));
    expect((await once(key, ({ status }) => status === 'filled')).fills.map((fill) => fill.quantity)).toEqual(parts);
  });

  it('is filled at the price in force then', async () => {
    await fault('slow', { delayMs: 1_500 });
    const key = newId();
    const answer = sell(key);
    await setPrice('9.25');
    await answer;
    expect((await once(key, ({ status }) => status === 'filled')).fills.map(({ price }) => price)).toEqual(['9.25', '9.25']);
  });

  it('is taken once under its key, and refused under it when it is another', async () => {
    const key = newId();
    await Promise.all([sell(key), sell(key), sell(key)]);
    await once(key, isSettled);
    expect((await sell(key)).body.fills).toHaveLength(2);
    expect((await sell(key, instruction({ quantity: '12' }))).status).toBe(409);
    expect(await journal()).toMatchObject([{ key, quantity: '11', status: 'filled', proceeds: { currency: 'GBP', units: '11550' } }]);
  });

  it.each([{ quantity: '0' }, { quantity: '-1' }, { quantity: 11 }, { quantity: '1e3' }, { quantity: '1.00000000001' }, { side: 'buy' }, { isin: 'GB1' }, { currency: 'CHF' }, { tenantId: '' }])(
    'is refused unread with %j', async (changed) => {
      expect((await sell(newId(), instruction(changed))).status).toBe(400);
      expect(await journal()).toEqual([]);
    },
  );

  it.each([[{ isin: 'US0378331005' }, 'unknown_instrument'], [{ currency: 'USD' }, 'currency_mismatch'], [{ tenantId: 'globex' }, 'unknown_instrument']])('with %j is rejected: %s', async (changed, reason) => {
    expect((await sell(newId(), instruction(changed))).body).toMatchObject({ status: 'rejected', reason, fills: [] });
    expect(await journal()).toEqual([]);
  });
});

describe('an order at pace clock', () => {
  it('is matched at once, and settled when the clock of its tenant passes 17:00 two London business days later', async () => {
    await setClock('clock', new Date('2027-04-30T10:00:00Z'));
    const key = newId();
    await sell(key);
    const matched = await once(key, ({ status }) => status === 'filled');
    expect(matched.fills.map(({ settlesAt, settledAt }) => [settlesAt, settledAt])).toEqual(Array.from({ length: 2 }, () => ['2027-05-05T17:00:00.000Z', undefined]));
    await setClock('clock', new Date('2027-05-05T16:59:00Z'));
    expect(isSettled((await ask(key)).body)).toBe(false);
    await setClock('clock', new Date('2027-05-05T17:00:00Z'));
    const { fills } = (await ask(key)).body;
    expect(fills.every(({ settledAt }) => settledAt?.startsWith('2027-05-05T17:00:'))).toBe(true);
  });

  it('finds no buyer in years whose business days nobody knows', async () => {
    await setClock('clock', new Date('2100-01-05T10:00:00Z'));
    const key = newId();
    await sell(key);
    await setClock('instant');
    expect((await once(key, isSettled)).fills[0]?.matchedAt.startsWith('2100')).toBe(false);
  });
});

describe('a cancellation', () => {
  it('of an unknown key bars it', async () => {
    const key = newId();
    expect((await cancel(key)).body).toMatchObject({ status: 'cancelled', fills: [] });
    expect((await sell(key)).body).toMatchObject({ status: 'cancelled', fills: [] });
    expect(await journal()).toEqual([]);
  });

  it('ends an order that found no buyer yet', async () => {
    await setClock('clock', new Date('2100-01-05T10:00:00Z'));
    const key = newId();
    await sell(key);
    expect((await cancel(key)).body).toMatchObject({ status: 'cancelled', fills: [] });
    await setClock('instant');
    expect((await ask(key)).body).toMatchObject({ status: 'cancelled', fills: [] });
  });

  it('leaves what was filled, which settles', async () => {
    await fault('expire');
    const key = newId();
    await sell(key);
    await once(key, ({ fills }) => fills.length === 1);
    expect((await cancel(key)).body).toMatchObject({ status: 'cancelled', fills: [{ quantity: '6' }] });
    expect((await once(key, ({ fills }) => fills[0]?.settledAt !== undefined)).fills).toHaveLength(1);
  });

  it('changes nothing of an order that is filled', async () => {
    const key = newId();
    await sell(key);
    await once(key, ({ status }) => status === 'filled');
    expect((await cancel(key)).body.status).toBe('filled');
  });

  it("of another tenant's order is not possible, nor is asking about it", async () => {
    const key = newId();
    await sell(key);
    expect([(await cancel(key, 'globex')).status, (await ask(key, 'globex')).status, (await ask(newId())).status]).toEqual([404, 404, 404]);
    expect(await journal('globex')).toEqual([]);
  });
});

describe('a fault', () => {
  it('reject rejects with its code, and is used up by its count', async () => {
    await fault('reject', { code: 'suspended', count: 1 });
    expect((await sell(newId())).body).toMatchObject({ status: 'rejected', reason: 'suspended' });
    expect((await sell(newId())).body.status).toBe('accepted');
    expect(await journal()).toHaveLength(1);
  });

  it('fail takes nothing', async () => {
    await fault('fail', { count: 1 });
    const key = newId();
    expect([(await sell(key)).status, (await ask(key)).status]).toEqual([503, 404]);
  });

  it('fail_after_success takes it and says it failed', async () => {
    await fault('fail_after_success');
    const key = newId();
    expect([(await sell(key)).status, (await ask(key)).status]).toEqual([500, 200]);
  });

  it('silent takes it and never answers', async () => {
    await fault('silent', { count: 1 });
    const key = newId();
    await expect(sell(key, instruction(), 300)).rejects.toThrow();
    expect((await once(key, isSettled)).fills).toHaveLength(2);
  });

  it('slow takes it late', async () => {
    await fault('slow', { delayMs: 1_500 });
    const key = newId();
    const answer = sell(key);
    expect((await ask(key)).status).toBe(404);
    expect((await answer).body.status).toBe('accepted');
  });

  it('duplicate tells every fill twice, under the same id', async () => {
    await fault('duplicate', { count: 1 });
    const key = newId();
    await sell(key);
    const ids = (await once(key, ({ status }) => status === 'filled')).fills.map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([4, 2]);
    expect(await journal()).toMatchObject([{ proceeds: { units: '11550' } }]);
  });

  it('expire lets an order end after its first part', async () => {
    await fault('expire');
    const key = newId();
    await sell(key);
    expect(await once(key, ({ status }) => status === 'cancelled')).toMatchObject({ reason: 'expired', fills: [{ quantity: '6' }] });
  });

  it('of another port, or of another tenant, leaves it alone', async () => {
    await call('POST', '/control/tenants/acme/faults', { id: newId(), port: 'bank', mode: 'fail' });
    await call('POST', '/control/tenants/globex/faults', { id: newId(), port: 'custodian', mode: 'fail' });
    expect((await sell(newId())).status).toBe(200);
  });
});

describe('prices and rates', () => {
  it("are the tenant's own", async () => {
    expect((await call('GET', `/custodian/prices/${isin}?tenantId=acme`)).body).toEqual({ isin, price: '10.5', currency: 'GBP' });
    expect((await call('GET', `/custodian/prices/${isin}?tenantId=globex`)).status).toBe(404);
  });

  it("are a portfolio's own where its holdings came in at one, until the market moves", async () => {
    const priceFor = async (portfolioId: string): Promise<string[]> => {
      const key = newId();
      await sell(key, instruction({ portfolioId }));
      return (await once(key, ({ status }) => status !== 'accepted' && status !== 'partly_filled')).fills.map(({ price }) => price);
    };
    await setPrice('3.33', { portfolioId: 'prt-own' });
    await setPrice('5', { portfolioId: 'prt-other', currency: 'EUR' });
    expect(await Promise.all(['prt-own', 'prt-other', 'prt-none'].map(priceFor))).toEqual([['3.33', '3.33'], [], ['10.5', '10.5']]);
    await setPrice('9.25');
    expect(await Promise.all(['prt-own', 'prt-other'].map(priceFor))).toEqual([['9.25', '9.25'], ['9.25', '9.25']]);
  });

  it.each([{ price: '0' }, { price: 10.5 }, { price: '-1' }, { isin: 'X' }, { currency: 'CHF' }, { portfolioId: '' }])('are refused as %j', async (changed) => {
    expect((await setPrice('1', changed)).status).toBe(400);
    expect((await call('GET', `/custodian/prices/${isin}?tenantId=acme`)).body).toMatchObject({ price: '10.5' });
  });

  it('say what one unit of the base is', async () => {
    expect((await call('GET', '/custodian/rates?base=GBP')).body).toEqual({ base: 'GBP', rates: { GBP: '1', EUR: '1.16', USD: '1.28' } });
    expect((await call('GET', '/custodian/rates?base=XAU')).status).toBe(400);
  });
});

describe('a restart', () => {
  it('keeps prices, orders, barred keys and what still has to settle', async () => {
    await setClock('clock', new Date('2026-11-21T10:00:00Z'));
    const [key, barred] = [newId(), newId()];
    await sell(key);
    await once(key, ({ status }) => status === 'filled');
    await cancel(barred);
    await simulators.stop();
    simulators = await start();
    expect((await sell(barred)).body.status).toBe('cancelled');
    expect((await call('GET', `/custodian/prices/${isin}?tenantId=acme`)).status).toBe(200);
    expect((await ask(key)).body.fills.map(({ settledAt }) => settledAt)).toEqual([undefined, undefined]);
    await setClock('instant');
    await once(key, isSettled);
  });
});
