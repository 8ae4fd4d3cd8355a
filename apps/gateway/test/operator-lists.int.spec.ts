import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayUnderTest } from './gateway-under-test.js';
import { tellLongLists } from './long-lists.js';
import { problem, problemOf } from './ops-fixtures.js';
import { declaredRoutes } from './route-catalogue.js';
import { pathFor } from './route-requests.js';

const gateway = await GatewayUnderTest.start();
beforeAll(() => tellLongLists(gateway));
afterAll(() => gateway.stop());

/** What is one thing and no list. Whatever else operators can get is held to be a list, so that a new one cannot be of another shape. */
const isOneThing = (path: string): boolean => /\/(:id|content|current|clock|sandbox|verification|trial-balance|invariants|session|flow|backlog|outlook|stream|action-previews|openapi\.json)$/.test(path);
const lists = declaredRoutes(gateway.service.app).filter(({ method, path }) => method === 'GET' && path.startsWith('/ops/v1/') && !isOneThing(path));

/** A key belongs to one tenant, so there is one to list. */
const leastRows = (path: string): number => (path === '/ops/v1/tenants' ? 1 : 3);

interface Page {
  readonly data: readonly unknown[];
  readonly nextCursor: string | null;
}

async function page(path: string, query: string): Promise<Page> {
  const { status, body } = await gateway.as('acme-ops', 'GET', `${path}?${query}`);
  expect([path, status, Object.keys(body), Array.isArray(body['data']), body['nextCursor']]).toEqual([path, 200, ['data', 'nextCursor'], true, body['nextCursor'] === null ? null : expect.any(String)]);
  return body as unknown as Page;
}

/** The event log alone never says that it ends: there is a cursor to ask with again later. */
async function inPages(path: string, limit: number): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let cursor = ''; ;) {
    const { data, nextCursor } = await page(path, `limit=${limit}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(data.length).toBeLessThanOrEqual(limit);
    rows.push(...data);
    if (nextCursor === null || (data.length === 0 && nextCursor === cursor)) return rows;
    expect(nextCursor).not.toBe(cursor);
    cursor = nextCursor;
  }
}

describe('what operators can list', () => {
  it('is found', () => {
    expect(lists.length).toBeGreaterThan(15);
  });

  it.each(lists.map((route) => [route.path, pathFor(route)] as const))('comes at %s as data and nextCursor, in pages without a gap or a double', async (listed, path) => {
    const { data: whole } = await page(path, 'limit=200');
    expect(whole.length).toBeGreaterThanOrEqual(leastRows(listed));
    expect(new Set(whole.map((row) => JSON.stringify(row))).size).toBe(whole.length);
    for (const limit of [1, 2]) expect(await inPages(path, limit)).toEqual(whole);
  });

  it.each(lists.map((route) => [route.path, pathFor(route)] as const))('is a 400 at %s with a wrong cursor or limit, that is named', async (_, path) => {
    for (const [query, field] of [['cursor=no-cursor-of-this-list', 'cursor'], ['cursor=', 'cursor'], ['limit=0', 'limit'], ['limit=201', 'limit'], ['limit=x', 'limit']] as const) {
      const answer = await gateway.as('acme-ops', 'GET', `${path}?${query}`);
      expect([query, ...problemOf(answer), answer.body['errors']]).toEqual([query, ...problem(400, 'invalid_request'), [expect.objectContaining({ field })]]);
    }
  });
});
