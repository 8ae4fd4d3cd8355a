import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CONSOLE_POLICY } from '../src/console/console.js';
import { SecuredGateway } from './secured-gateway.js';

const gateway = await SecuredGateway.start();
afterAll(() => gateway.stop());

const get = (path: string): Promise<Response> => gateway.call('GET', path);
const page = await (await get('/console')).text();
const assets = [...page.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)].map(([, path = '']) => path);

describe('the console', () => {
  it('is one page at every address of its own, asked for each time and open to everyone', async () => {
    for (const path of ['/console', '/console/', '/console/withdrawals', '/console/withdrawals/wth_1?part=legs']) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
      expect(await answer.text()).toBe(page);
    }
  });

  it('has files that are named by their content and kept for good', async () => {
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect(path).toMatch(/-[\w-]{8}\.(js|css)$/);
    }
  });

  it('allows nothing but its own files, and no page around it', async () => {
    for (const path of ['/console', assets[0] ?? '']) expect((await get(path)).headers.get('content-security-policy')).toBe(CONSOLE_POLICY);
    expect(CONSOLE_POLICY).toMatch(/default-src 'none'.*script-src 'self';.*style-src 'self';.*frame-ancestors 'none'/);
    expect(CONSOLE_POLICY).not.toMatch(/unsafe|\*|data:/);
  });

  it('has nothing inline that the policy would stop', () => {
    expect(page).not.toMatch(/<style|style="|onload=|<script(?![^>]*src=)/);
  });

  it.each(['/console/assets/nothing-12345678.js', '/console/assets/..%2f..%2fpackage.json', '/console/assets/'])('has nothing at %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('"name"');
  });

  it('is only read', async () => {
    expect((await gateway.call('POST', '/console')).status).toBe(404);
  });
});

describe('the session of a key', () => {
  const sessionSchema = z.strictObject({ tenant: z.object({ id: z.string(), name: z.string() }), scopes: z.array(z.string()), sandbox: z.boolean(), tracesUrl: z.url().nullable(), now: z.iso.datetime() });

  it('says whose it is, what it may do, and what time it is there', async () => {
    const { token } = await gateway.bearer('ops', 'globex', ['ops:read']);
    const answer = await gateway.call('GET', '/ops/v1/session', `Bearer ${token}`);
    expect(sessionSchema.parse(await answer.json())).toMatchObject({ tenant: { id: 'globex' }, scopes: ['ops:read'], sandbox: true, tracesUrl: null });
  });

  it('is of nobody else’s key', async () => {
    const { token } = await gateway.bearer('bultra');
    expect((await gateway.call('GET', '/ops/v1/session', `Bearer ${token}`)).status).toBe(401);
  });
});
