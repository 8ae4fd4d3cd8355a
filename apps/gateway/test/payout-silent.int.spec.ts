import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/builders';
import { getCounterparty } from '@sluice/contract-payout';
import { GatewayConfig } from '../src/gateway.config.js';
import { counterparty, createdWithdrawal } from './bultra-fixtures.js';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';

/** As many of one tenant as may wait for one thing of one service, and as many silent ones as tell that it is away. */
const SHARE = 75;
const SILENT = 5;

let gateway: GatewayUnderTest;
let withdrawal: string;
let path: string;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 60_000 });
  withdrawal = await createdWithdrawal(gateway, 'acme-bultra');
  path = `/bultra/v1/counterparties/${String((await gateway.as('acme-bultra', 'POST', '/bultra/v1/counterparties', counterparty)).body['id'])}`;
});
afterEach(() => gateway.world.listen(gateway.fake));
afterAll(() => gateway.stop());

const read = (): Promise<Answer> => gateway.as('acme-bultra', 'GET', path);
const asked = (): number => gateway.fake.received(getCounterparty).length;

/** So many requests that payout has heard and does not answer before it is let. */
async function held(count: number): Promise<{ answered: () => number; answers: Promise<Answer[]>; letGo: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  gateway.fake.on(getCounterparty, async ({ body: { id } }) => {
    await promise;
    return [...gateway.world.counterparties.values()].find(({ view }) => view.id === id)!.view;
  });
  let answered = 0;
  const before = asked();
  const waiting = Array.from({ length: count }, () => read().finally(() => (answered += 1)));
  await until('all of them wait', () => asked() === before + count);
  return { answered: () => answered, answers: Promise.all(waiting), letGo: resolve };
}

const refused = ({ status, headers, body }: Answer): unknown[] => [status, headers.get('retry-after'), (body['error'] as { code: string } | undefined)?.code];
const REFUSED = [503, '1', 'SERVICE_UNAVAILABLE'];

async function othersGoOn(): Promise<void> {
  const account = await gateway.as('acme-bultra', 'POST', '/bultra/v1/accounts', { customer_id: 'cus_1', currency: 'USD' });
  const reads = await Promise.all(['/bultra/v1/accounts', `/bultra/v1/accounts/${String(account.body['id'])}`, '/bultra/v1/withdrawals', `/bultra/v1/withdrawals/${withdrawal}/status`].map((one) => gateway.as('acme-bultra', 'GET', one)));
  expect([account.status, ...reads.map(({ status }) => status)]).toEqual([201, 200, 200, 200, 200]);
}

describe('payout that answers nobody', () => {
  it('with as many waiting for it as may: it alone is refused, at once, and has its share back when it answers', async () => {
    const { answered, answers, letGo } = await held(SHARE);
    expect(refused(await read())).toEqual(REFUSED);
    await othersGoOn();
    expect(answered()).toBe(0);
    letGo();
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
    expect((await read()).status).toBe(200);
  });

  it('for seconds, with a few waiting: it is sent no request any more, everything of it is refused at once, and it is there again with its first answer', async () => {
    const { answered, answers, letGo } = await held(SILENT);
    Object.assign(gateway.service.app.get(GatewayConfig), { requestTimeoutMs: 100 });
    await until('it is refused unasked', async () => {
      const before = asked();
      return (await read()).status === 503 && asked() === before;
    });
    Object.assign(gateway.service.app.get(GatewayConfig), { requestTimeoutMs: 60_000 });
    await othersGoOn();
    expect(answered()).toBe(0);
    letGo();
    expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
    expect((await read()).status).toBe(200);
  });
});
