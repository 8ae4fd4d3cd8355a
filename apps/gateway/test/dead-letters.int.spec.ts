import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterRequests, type DeadLetterView } from '@sluice/contract-kit';
import { countAllDeadLetters, discardAnyDeadLetters, listAllDeadLetters, openAnyDeadLetter, redriveAnyDeadLetters } from '@sluice/contract-operations';
import { DomainError } from '@sluice/kernel';
import { services } from './fake-world.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';
import { callWithScope, pageFor, problem, problemOf } from './ops-fixtures.js';

const letter = (id: string, service: string, cause: string, second: number): DeadLetterView => {
  const at = new Date(Date.UTC(2026, 0, 15, 10, 30, second)).toISOString();
  return { id, cause, service, type: `${service}.do-it`, attempts: 5, firstAt: at, lastAt: at };
};
/** One of no withdrawal, such as any that nobody could read, says so. */
const shown = (view: DeadLetterView) => ({ ...view, withdrawalId: view.withdrawalId ?? null });
const letters = [letter('l3', 'ledger', 'bad shape', 3), { ...letter('p2', 'payout', 'bank away', 2), withdrawalId: 'w1' }, letter('l1', 'ledger', 'bank away', 1)];

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start();
  answer();
  for (const service of services) gateway.fake.on(deadLetterRequests(service).poison, ({ body }) => ({ count: body.count }));
});
afterAll(() => gateway.stop());

const decisions = { redrive: redriveAnyDeadLetters, discard: discardAnyDeadLetters };

/** The letters stay as they are, whatever is decided about them. */
function answer(): void {
  const lettersOf = (tenantId: string, cause?: string) => letters.filter((each) => tenantId === 'acme' && each.cause === (cause ?? each.cause));
  gateway.fake.on(listAllDeadLetters, ({ tenantId, body: { limit, after, cause } }) => {
    const { page, hasMore } = pageFor(tenantId, lettersOf(tenantId, cause), { limit, after: after.ledger });
    return { letters: page, hasMore, seen: Object.fromEntries(page.map(({ id }) => ['ledger', id])) };
  });
  gateway.fake.on(openAnyDeadLetter, ({ tenantId, body: { id } }) => {
    const found = lettersOf(tenantId).find((each) => each.id === id);
    if (found === undefined) throw new DomainError('not_found', 'There is no such dead letter.');
    return { ...found, body: `{"of":"${id}"}` };
  });
  gateway.fake.on(countAllDeadLetters, ({ tenantId }) => ({ causes: tenantId === 'acme' ? [{ cause: 'bank away', count: 2 }, { cause: 'bad shape', count: 1 }] : [] }));
  for (const decide of Object.values(decisions)) {
    gateway.fake.on(decide, ({ tenantId, body: { ids, cause } }) => ({ count: lettersOf(tenantId, cause).filter(({ id }) => (ids ?? [id]).includes(id)).length }));
  }
}

const ops = (method: string, path: string, body?: unknown, caller: Caller = 'acme-ops'): Promise<Answer> => gateway.as(caller, method, `/ops/v1/${path}`, body);

describe('the dead letters of all services', () => {
  it('are one list, latest first', async () => {
    const { status, body } = await ops('GET', 'dead-letters');
    expect([status, body]).toEqual([200, { data: letters.map(shown), nextCursor: null }]);
  });

  it('are cut into pages that miss none and repeat none', async () => {
    const seen: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const { body } = await ops('GET', `dead-letters?limit=1${cursor === '' ? '' : `&cursor=${String(cursor)}`}`);
      seen.push(...(body['data'] as unknown[]));
      cursor = body['nextCursor'];
    }
    expect(seen).toEqual(letters.map(shown));
  });

  it('are filtered and counted by cause', async () => {
    expect((await ops('GET', 'dead-letters?cause=bank%20away')).body['data']).toEqual(letters.slice(1).map(shown));
    expect((await ops('GET', 'dead-letters?groupBy=cause')).body['data']).toEqual([{ cause: 'bank away', count: 2 }, { cause: 'bad shape', count: 1 }]);
  });

  it.each(letters)('are opened one at a time, whichever service has it: $id', async (letter) => {
    const { status, body } = await ops('GET', `dead-letters/${letter.id}`);
    expect([status, body]).toEqual([200, { ...shown(letter), body: `{"of":"${letter.id}"}` }]);
  });

  it('are not opened where there is none, or it is another tenant’s', async () => {
    expect(problemOf(await ops('GET', 'dead-letters/none'))).toEqual(problem(404, 'not_found'));
    expect(problemOf(await ops('GET', 'dead-letters/l1', undefined, 'globex-ops'))).toEqual(problem(404, 'not_found'));
  });

  it.each(['limit=0', 'limit=201', 'groupBy=type', 'cursor=x', 'cursor=', 'cause='])('are not listed with %s', async (query) => {
    expect(problemOf(await ops('GET', `dead-letters?${query}`))).toEqual(problem(400, 'invalid_request'));
  });

  it.each(['redrive', 'discard', 'DISCARD/'])('are not %s, which is only sent', async (path) => {
    expect(problemOf(await ops('GET', `dead-letters/${path}`))).toEqual(problem(405, 'method_not_allowed'));
  });

  it('of another tenant are neither seen nor touched', async () => {
    for (const path of ['dead-letters', 'dead-letters?groupBy=cause']) expect((await ops('GET', path, undefined, 'globex-ops')).body['data']).toEqual([]);
    expect((await ops('POST', 'dead-letters/redrive', { ids: ['l1'], reason: 'x' }, 'globex-ops')).body).toEqual({ count: 0 });
  });
});

describe.each(['redrive', 'discard'] as const)('to %s dead letters', (decision) => {
  it.each([[{ ids: ['l1', 'p2'] }, 2], [{ cause: 'bank away' }, 2], [{ ids: ['l3'], cause: 'bank away' }, 0]])('is requested of operations with %j', async (choice, count) => {
    const { status, body } = await ops('POST', `dead-letters/${decision}`, { ...choice, reason: 'The bank is back.' });
    expect([status, body]).toEqual([200, { count }]);
    expect(gateway.fake.received(decisions[decision]).at(-1)?.body).toEqual({ ...choice, reason: 'The bank is back.' });
  });

  it.each([undefined, { reason: 'x' }, { ids: [], reason: 'x' }, { ids: ['l1'] }, { cause: 'bank away', reason: ' ' }, { cause: '', reason: 'x' }])('is refused for %j', async (body) => {
    expect(problemOf(await ops('POST', `dead-letters/${decision}`, body))).toEqual(problem(400, 'invalid_request'));
  });
});

describe('poison', () => {
  it('is put into the named service’s queue alone', async () => {
    const answer = await ops('POST', 'simulations/poison', { service: 'bridging', count: 3 });
    expect([answer.status, answer.body]).toEqual([201, { id: expect.any(String) }]);
    await ops('POST', 'simulations/poison', { service: 'bridging' });
    expect(services.flatMap((service) => gateway.fake.received(deadLetterRequests(service).poison)).map(({ body }) => body)).toEqual([{ count: 3 }, { count: 1 }]);
  });

  it.each([{}, { service: 'gateway' }, { service: 'ledger', count: 0 }, { service: 'ledger', count: 1_001 }])('is refused for %j', async (body) => {
    expect(problemOf(await ops('POST', 'simulations/poison', body))).toEqual(problem(400, 'invalid_request'));
  });

  it('is for the sandbox only', async () => {
    const outside = await GatewayUnderTest.start({}, { sandbox: false });
    expect(problemOf(await outside.as('acme-ops', 'POST', '/ops/v1/simulations/poison', { service: 'ledger' }))).toEqual(problem(404, 'unknown_path'));
    await outside.stop();
  });
});

describe('whoever may not', () => {
  const routes = [
    ['GET', 'dead-letters', 'ops:write'], ['GET', 'dead-letters/l1', 'ops:write'], ['POST', 'dead-letters/redrive', 'ops:read'], ['POST', 'dead-letters/discard', 'ops:read'], ['POST', 'simulations/poison', 'ops:read'],
  ] as const;

  it.each(routes)('%s %s is turned away', async (method, path, otherScope) => {
    expect(problemOf(await ops(method, path, undefined, 'nobody'))).toEqual(problem(401, 'unauthenticated'));
    expect(problemOf(await (await callWithScope(gateway, otherScope))(method, path))).toEqual(problem(403, 'insufficient_scope'));
  });
});
