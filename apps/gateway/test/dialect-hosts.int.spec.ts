import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clients } from './gateway-under-test.js';
import { Ingress, mappings, type Mapping } from './ingress.js';
import { bankAccountOrder, portfolioOrder, WealthKernelUnderTest, withdrawalOrder, type Setting } from './wealthkernel-fixtures.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const { wealthkernel, bultra } = clients.tenants.acme;

let wk: WealthKernelUnderTest;
let setting: Setting;
beforeAll(async () => {
  wk = await WealthKernelUnderTest.start({ dialectHosts: new Map([['payouts.bank.example', '/wealthkernel']]) });
  setting = await wk.setting();
});
afterAll(() => wk.stop());

async function behind<Result>(mapping: Mapping, act: (ingress: Ingress) => Promise<Result>): Promise<Result> {
  const ingress = await Ingress.start(wk.gateway.service.url, mapping);
  try {
    return await act(ingress);
  } finally {
    await ingress.stop();
  }
}

const orders = (): readonly (readonly [path: string, order: object])[] => [
  ['/parties', { name: 'Ada' }],
  ['/portfolios', portfolioOrder(setting.partyId)],
  ['/bank-accounts', bankAccountOrder(setting.partyId)],
  ['/withdrawals', withdrawalOrder(setting.portfolioId)],
];

interface Document {
  readonly servers: readonly [{ readonly url: string }];
  readonly components: { readonly securitySchemes: Readonly<Record<string, { readonly flows?: { readonly clientCredentials: { readonly tokenUrl: string } } }>> };
}

const documentOf = async (ingress: Ingress, host: string, path = '/openapi.json'): Promise<Document> => (await ingress.send(host, 'GET', path)).body as unknown as Document;
const tokenUrlOf = ({ components }: Document): string | undefined => components.securitySchemes['oauth2']?.flows?.clientCredentials.tokenUrl;

describe.each(Object.entries(mappings))('a dialect under its own host name, where the ingress %s', (_name, mapping) => {
  it('names every new resource where it can be read', () =>
    behind(mapping, async (ingress) => {
      const headers = await wk.gateway.authorization('acme-wealthkernel');
      for (const [path, order] of orders()) {
        const made = await ingress.send('wealthkernel.bank.example', 'POST', path, { ...headers, ...JSON_TYPE }, JSON.stringify(order));
        expect([made.status, made.location]).toEqual([201, `${path}/${String(made.body['id'])}`]);
        expect((await ingress.send('wealthkernel.bank.example', 'GET', made.location ?? '', headers)).body['id']).toBe(made.body['id']);
      }
    }));

  it('describes itself with a server and a token address that are there', () =>
    behind(mapping, async (ingress) => {
      const described = await documentOf(ingress, 'wealthkernel.bank.example');
      expect([described.servers, tokenUrlOf(described)]).toEqual([[{ url: '/' }], '/connect/token']);
      const form = `grant_type=client_credentials&client_id=${wealthkernel.clientId}&client_secret=${wealthkernel.clientSecret}`;
      expect((await ingress.send('wealthkernel.bank.example', 'POST', tokenUrlOf(described) ?? '', FORM_TYPE, form)).status).toBe(200);
      expect((await documentOf(ingress, 'braid.bank.example')).servers).toEqual([{ url: '/' }]);
    }));

  it('is Bultra as it is WealthKernel', () =>
    behind(mapping, async (ingress) => {
      const described = await documentOf(ingress, 'bultra.bank.example');
      const authorization = `Basic ${Buffer.from(`${bultra.clientId}:${bultra.clientSecret}`).toString('base64')}`;
      const { status, body } = await ingress.send('bultra.bank.example', 'POST', tokenUrlOf(described) ?? '', { ...FORM_TYPE, authorization }, 'grant_type=client_credentials');
      expect([described.servers, status]).toEqual([[{ url: '/' }], 200]);
      expect((await ingress.send('bultra.bank.example', 'GET', '/v1/accounts', { authorization: `Bearer ${String(body['access_token'])}` })).status).toBe(200);
    }));

  it('fails in its own words and serves nothing of others', () =>
    behind(mapping, async (ingress) => {
      for (const path of ['/nothing', '/ops/v1/withdrawals', '/metrics', '/braid/v2/portfolio-wallets']) {
        const { status, body } = await ingress.send('wealthkernel.bank.example', 'GET', path);
        expect([path, status, body['title'], Object.keys(body)]).toEqual([path, 404, 'Not Found', ['type', 'title', 'status', 'traceId', 'errors']]);
      }
      expect((await ingress.send('braid.bank.example', 'GET', '/v2/portfolio-wallets')).body).toEqual({ error: 'Unauthenticated request', code: 'unauthenticated' });
    }));
});

const keptHost: Mapping = (path, host) => ({ path, headers: { host } });

describe('a dialect under the gateway’s own host name', () => {
  it.each(['gateway.bank.example', '10.0.0.7:8080', 'wealthkernel', 'wealthkernels.bank.example'])('%s has its prefix in every path', (host) =>
    behind(keptHost, async (ingress) => {
      const headers = { ...(await wk.gateway.authorization('acme-wealthkernel')), ...JSON_TYPE };
      const made = await ingress.send(host, 'POST', '/wealthkernel/parties', headers, '{"name":"Ada"}');
      expect(made.location).toBe(`/wealthkernel/parties/${String(made.body['id'])}`);
      const described = await documentOf(ingress, host, '/wealthkernel/openapi.json');
      expect([described.servers, tokenUrlOf(described)]).toEqual([[{ url: '/wealthkernel' }], '/wealthkernel/connect/token']);
    }));

  it('has before it what the ingress took off', () =>
    behind((path, host) => ({ path: path.slice('/payments'.length), headers: { host, 'x-forwarded-prefix': '/payments/' } }), async (ingress) => {
      const headers = await wk.gateway.authorization('acme-wealthkernel');
      const made = await ingress.send('bank.example', 'POST', '/payments/wealthkernel/parties', { ...headers, ...JSON_TYPE }, '{"name":"Ada"}');
      expect(made.location).toBe(`/payments/wealthkernel/parties/${String(made.body['id'])}`);
      expect((await ingress.send('bank.example', 'GET', made.location ?? '', headers)).status).toBe(200);
      expect((await documentOf(ingress, 'bank.example', '/payments/bultra/openapi.json')).servers).toEqual([{ url: '/payments/bultra' }]);
    }));

  it.each(['//evil.example', 'https://evil.example', '/a b', '/a"b', '/a?b', '../..'])('never leads elsewhere by a prefix such as %s', (prefix) =>
    behind((path, host) => ({ path, headers: { host, 'x-forwarded-prefix': prefix } }), async (ingress) => {
      expect((await documentOf(ingress, 'bank.example', '/wealthkernel/openapi.json')).servers).toEqual([{ url: '/wealthkernel' }]);
    }));
});

describe('a host name that was given to a dialect', () => {
  it('is the dialect’s own', () =>
    behind(keptHost, async (ingress) => {
      expect((await documentOf(ingress, 'payouts.bank.example')).servers).toEqual([{ url: '/' }]);
      expect((await documentOf(ingress, 'PAYOUTS.bank.example:8443', '/wealthkernel/openapi.json')).servers).toEqual([{ url: '/' }]);
    }));
});

describe('an answer that is kept', () => {
  it('names its resource as whoever repeats the request has to write it', () =>
    behind(keptHost, async (ingress) => {
      const headers = { ...(await wk.gateway.authorization('acme-wealthkernel')), ...JSON_TYPE, 'idempotency-key': 'two-hosts' };
      const first = await ingress.send('gateway.bank.example', 'POST', '/wealthkernel/parties', headers, '{"name":"Ada"}');
      const again = await ingress.send('wealthkernel.bank.example', 'POST', '/parties', headers, '{"name":"Ada"}');
      expect([again.body, again.location]).toEqual([first.body, `/parties/${String(first.body['id'])}`]);
      expect(first.location).toBe(`/wealthkernel${again.location ?? ''}`);
    }));
});
