import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mongo } from 'mongoose';
import { Clients } from '../src/access/clients.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

const ANSWER_WITHIN_MS = 300;

let gateway: GatewayUnderTest;
beforeAll(async () => {
  // Nobody answers for wallets and parties here.
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 500 });
});
afterAll(() => gateway.stop());

const reads: readonly (readonly [caller: Caller, path: string, word: (answer: Answer) => unknown, said: unknown])[] = [
  ['acme-bultra', '/bultra/v1/accounts', ({ body }) => (body['error'] as { code: string }).code, 'SERVICE_UNAVAILABLE'],
  ['acme-braid', '/braid/v2/portfolio-wallets', ({ body }) => body['code'], 'service_unavailable'],
  ['acme-wealthkernel', '/wealthkernel/parties', ({ body }) => body['title'], 'Service Unavailable'],
  ['acme-ops', '/ops/v1/clients', ({ body }) => body['title'], 'Not available now'],
];

/** Every question to the database about clients ends like this. */
async function whileClients<Result>(answer: () => Promise<never>, act: () => Promise<Result>): Promise<Result> {
  const store = gateway.service.app.get(Clients);
  const config = gateway.service.app.get(GatewayConfig);
  Object.assign(store, { byId: answer, byKeyDigest: answer });
  Object.assign(config, { answerWithinMs: ANSWER_WITHIN_MS });
  try {
    return await act();
  } finally {
    for (const method of ['byId', 'byKeyDigest']) Reflect.deleteProperty(store, method);
    Reflect.deleteProperty(config, 'answerWithinMs');
  }
}

describe.each(reads)('a request of %s while the database', (caller, path, word, said) => {
  const asked = async (database: () => Promise<never>): Promise<Answer> => {
    await gateway.authorization(caller);
    return whileClients(database, () => gateway.as(caller, 'GET', path));
  };

  it.each<[string, () => Promise<never>]>([
    ['takes connections and says nothing', () => new Promise(() => undefined)],
    ['cannot be reached', () => Promise.reject(new mongo.MongoNetworkError('connection 1 to 10.0.0.1 closed'))],
    ['has no primary', () => Promise.reject(new mongo.MongoServerError({ message: 'not primary', code: 10_107 }))],
  ])('%s is answered 503, and can be repeated', async (_, database) => {
    const answer = await asked(database);
    expect([answer.status, answer.headers.get('retry-after'), word(answer)]).toEqual([503, '1', said]);
    expect(answer.text).not.toMatch(/10\.0\.0\.1|primary/);
    expect((await gateway.as(caller, 'GET', path)).status).not.toBe(401);
  });

  it('is asked something wrong is answered 500: that is a defect', async () => {
    expect((await asked(() => Promise.reject(new mongo.MongoServerError({ message: 'bad', code: 2 })))).status).toBe(500);
  });
});
