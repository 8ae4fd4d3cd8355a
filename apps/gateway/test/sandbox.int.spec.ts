import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setRules } from '@sluice/contract-compliance';
import { applyTenantSettings } from '@sluice/contract-kit';
import { counterparty, createdWithdrawal, fundedAccount } from './bultra-fixtures.js';
import { silence } from './fake-services.js';
import { services } from './fake-world.js';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 5_000 });
});
beforeEach(() => {
  gateway.simulators.status = 200;
  gateway.simulators.received.length = 0;
});
afterAll(() => gateway.stop());

const ops = (method: string, path: string, body?: unknown, caller: 'acme-ops' | 'globex-ops' = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`, body);
const aheadMs = ({ body }: Answer): number => Date.parse(String(body['now'])) - Date.now();

describe("a tenant's clock", () => {
  it('is ahead everywhere once it was advanced, and only for that tenant', async () => {
    expect(Math.abs(aheadMs(await ops('GET', 'clock')))).toBeLessThan(5_000);
    const advanced = await ops('POST', 'clock/advance', { by: 'PT48H' });
    expect(advanced.status).toBe(200);
    expect(aheadMs(advanced)).toBeGreaterThan(47 * 3_600_000);
    expect(Math.abs(aheadMs(advanced) - aheadMs(await ops('GET', 'clock')))).toBeLessThan(5_000);
    expect(Math.abs(aheadMs(await ops('GET', 'clock', undefined, 'globex-ops')))).toBeLessThan(5_000);
    for (const service of services) {
      expect(gateway.fake.received(applyTenantSettings(service))).toMatchObject([{ tenantId: 'acme', body: { clockOffsetMs: 172_800_000, pace: 'instant', revision: 1 } }]);
    }
    expect(gateway.simulators.received).toEqual([{ method: 'PUT', path: '/control/tenants/acme', body: { clockOffsetMs: 172_800_000, pace: 'instant', revision: 1 } }]);
  });

  it('adds up when it is advanced from many sides at once', async () => {
    const before = aheadMs(await ops('GET', 'clock'));
    await Promise.all(Array.from({ length: 10 }, () => ops('POST', 'clock/advance', { by: 'P1DT1H' })));
    const after = aheadMs(await ops('GET', 'clock'));
    expect(Math.abs(after - before - 10 * 25 * 3_600_000)).toBeLessThan(5_000);
  });

  it.each([{}, { by: 48 }, { by: 'PT' }, { by: 'P' }, { by: '-PT1H' }, { by: 'P1Y' }, { by: '1h' }, { by: 'P99999D' }])('is not advanced by %j', async (body) => {
    const answer = await ops('POST', 'clock/advance', body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(answer.body['errors']).toEqual([{ field: 'by', message: expect.any(String) }]);
  });

  it('is not said to be advanced when a service does not follow', async () => {
    const intake = applyTenantSettings('intake');
    gateway.fake.on(intake, () => silence);
    const answer = await ops('POST', 'clock/advance', { by: 'PT1S' }, 'globex-ops');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    gateway.world.listen(gateway.fake);
    expect((await ops('POST', 'clock/advance', { by: 'PT1S' }, 'globex-ops')).status).toBe(200);
    expect(gateway.fake.received(intake).at(-1)).toMatchObject({ tenantId: 'globex', body: { clockOffsetMs: 2_000, revision: 2 } });
  });
});

describe("a tenant's sandbox", () => {
  const defaults = {
    pace: 'instant', rfi: { dialects: ['bultra'], upFrontOver: '50000.00', inReviewOver: '10000.00', otherOver: null, newCounterparty: false, autoReview: true },
  };

  it('changes what is given, leaves the rest, and tells everyone', async () => {
    expect((await ops('GET', 'sandbox')).body).toEqual(defaults);
    expect((await ops('PUT', 'sandbox', { pace: 'clock' })).body).toEqual({ ...defaults, pace: 'clock' });
    expect(gateway.fake.received(setRules)).toEqual([]);
    const rfi = { otherOver: '100.00', inReviewOver: null, autoReview: false };
    const changed = await ops('PUT', 'sandbox', { pace: 'instant', rfi });
    expect([changed.status, changed.body]).toEqual([200, { pace: 'instant', rfi: { ...defaults.rfi, ...rfi } }]);
    expect((await ops('GET', 'sandbox')).body).toEqual(changed.body);
    expect(gateway.fake.received(setRules)).toMatchObject([{ tenantId: 'acme', body: { otherOver: '100.00' } }]);
    expect(gateway.simulators.received.map(({ body }) => (body as { pace: string }).pace)).toEqual(['clock', 'instant']);
  });

  it.each([[{ pace: 'fast' }, 'pace'], [{ rfi: null }, 'rfi'], [{ rfi: { upFrontOver: 5 } }, 'rfi.upFrontOver'], [{ rfi: { upFrontOver: '1.001' } }, 'rfi.upFrontOver'], [{ rfi: { dialects: ['swift'] } }, 'rfi.dialects.0']])(
    'does not take %j', async (body, field) => {
      const answer = await ops('PUT', 'sandbox', body);
      expect([answer.status, answer.body['errors']]).toEqual([400, [{ field, message: expect.any(String) }]]);
    },
  );
});

describe('what can be made to happen', () => {
  it('is a deposit on an account', async () => {
    const target = await fundedAccount(gateway, 'acme-bultra', '5');
    const { status, body } = await ops('POST', 'simulations/deposits', { target, amount: '0.01', currency: 'USD' });
    expect([status, body]).toEqual([201, { id: expect.any(String) }]);
    expect((await gateway.as('acme-bultra', 'GET', `/bultra/v1/accounts/${target}`)).body['balance']).toMatchObject({ total: '5.01' });
    expect((await ops('POST', 'simulations/deposits', { target, amount: '1' }, 'globex-ops')).status).toBe(404);
    for (const amount of ['0', '0.001', '-1', '1e3', 5, '']) expect((await ops('POST', 'simulations/deposits', { target, amount })).status).toBe(400);
    expect((await ops('POST', 'simulations/deposits', { target, amount: '1', currency: 'GOLD' })).status).toBe(400);
  });

  it('is a status of an account or a counterparty', async () => {
    const target = await fundedAccount(gateway, 'acme-bultra');
    expect((await ops('POST', 'simulations/status', { target, status: 'FROZEN' })).status).toBe(200);
    expect((await gateway.as('acme-bultra', 'GET', `/bultra/v1/accounts/${target}`)).body['status']).toBe('FROZEN');
    const { body } = await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', counterparty);
    expect((await ops('POST', 'simulations/status', { target: body['id'], status: 'REJECTED' })).body).toEqual({ target: body['id'], status: 'REJECTED' });
    expect((await ops('POST', 'simulations/status', { target, status: 'SLEEPY' })).status).toBe(400);
    expect((await ops('POST', 'simulations/status', { target: 'acc_1', status: 'ACTIVE' })).status).toBe(404);
    expect((await ops('POST', 'simulations/status', { target: 'moon', status: 'ACTIVE' })).status).toBe(404);
  });

  it('is a fault of the outside world', async () => {
    const { status, body } = await ops('POST', 'simulations/faults', { port: 'bank', mode: 'slow', count: 2, delay: 'PT1.5S', code: 'R03' });
    expect([status, body]).toEqual([201, { id: expect.any(String) }]);
    expect(gateway.simulators.received).toEqual([{ method: 'POST', path: '/control/tenants/acme/faults', body: { id: body['id'], port: 'bank', mode: 'slow', count: 2, delayMs: 1_500, code: 'R03' } }]);
    expect((await ops('DELETE', 'simulations/faults')).status).toBe(204);
    expect(gateway.simulators.received[1]).toMatchObject({ method: 'DELETE', path: '/control/tenants/acme/faults' });
  });

  it.each([{}, { port: 'moon', mode: 'slow' }, { port: 'bank', mode: 'odd' }, { port: 'bank', mode: 'slow', count: 0 }, { port: 'bank', mode: 'slow', delay: 5 }])('is no fault such as %j', async (body) => {
    expect((await ops('POST', 'simulations/faults', body)).status).toBe(400);
  });

  it('is a payment that comes back', async () => {
    const id = await createdWithdrawal(gateway, 'acme-bultra');
    const canonical = [...gateway.world.withdrawals.values()].find(({ view }) => view.dialectId === id)?.view.id;
    for (const withdrawalId of [id, canonical]) {
      expect((await ops('POST', 'simulations/bank-returns', { withdrawalId, code: 'R03' })).status).toBe(201);
      expect(gateway.simulators.received.at(-1)).toEqual({ method: 'POST', path: '/control/tenants/acme/bank-returns', body: { reference: canonical, code: 'R03' } });
    }
    gateway.simulators.status = 409;
    expect((await ops('POST', 'simulations/bank-returns', { withdrawalId: id, code: 'R03' })).status).toBe(409);
    for (const withdrawalId of [id, canonical]) expect((await ops('POST', 'simulations/bank-returns', { withdrawalId, code: 'R03' }, 'globex-ops')).status).toBe(404);
    expect((await ops('POST', 'simulations/bank-returns', { withdrawalId: 'w-404', code: 'R03' })).status).toBe(404);
    expect((await ops('POST', 'simulations/bank-returns', { withdrawalId: id, code: 'no code' })).status).toBe(400);
  });

  it('is nothing while the simulators fail', async () => {
    gateway.simulators.status = 500;
    const answer = await ops('POST', 'simulations/faults', { port: 'bank', mode: 'slow' });
    expect([answer.status, answer.body['title']]).toEqual([503, 'Not available now']);
  });
});

describe('a caller of the operators’ routes', () => {
  it.each([['nobody', 401], ['acme-bultra', 401]] as const)('is turned away as %s', async (caller, status) => {
    const answer = await gateway.as(caller, 'GET', '/ops/v1/clock');
    expect([answer.status, answer.headers.get('content-type'), answer.body['status']]).toEqual([status, 'application/problem+json; charset=utf-8', status]);
  });

  it('is answered with problem details for a wrong method, type or body', async () => {
    const wrong = [await ops('DELETE', 'clock'), await gateway.raw('POST', '/ops/v1/clock/advance', { ...(await gateway.authorization('acme-ops')), 'content-type': 'text/plain' }, 'x'), await ops('POST', 'clock/advance', [])];
    expect(wrong.map(({ status, body }) => [status, body['status']])).toEqual([[405, 405], [415, 415], [400, 400]]);
  });
});
