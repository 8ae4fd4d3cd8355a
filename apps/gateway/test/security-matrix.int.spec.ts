import { afterAll, describe, expect, it } from '@jest/globals';
import { scopesOf, type ClientKind } from '../src/access/client.js';
import { declaredRoutes, guardedRoutes, servedRoutes, type GuardedRoute } from './route-catalogue.js';
import { bodyFor, CLIENT_OF_ACME, isAnsweredHere, namedElsewhere, pathFor } from './route-requests.js';
import { otherKinds, SecuredGateway } from './secured-gateway.js';

const gateway = await SecuredGateway.start();
afterAll(() => gateway.stop());

const routes = declaredRoutes(gateway.service.app);
const guarded = guardedRoutes(routes);

const text = expect.any(String) as unknown;
const problem = (kind: string, status: number, title: string) => ({ type: `urn:sluice:problem:${kind}`, title, status, detail: text });
const wealthkernelProblem = (status: number, title: string, section: string) => ({ type: `https://www.rfc-editor.org/rfc/rfc9110#section-${section}`, title, status, traceId: text, errors: {} });

type Said = readonly [status: number, type: string, body: unknown];
const JSON_TYPE = 'application/json; charset=utf-8';
const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** How each dialect turns a caller away. Braid and WealthKernel know no scopes, so a token without any is none. */
const unauthenticated: Record<ClientKind, Said> = {
  bultra: [401, JSON_TYPE, { error: { code: 'UNAUTHORIZED', message: text } }],
  braid: [401, JSON_TYPE, { error: 'Unauthenticated request', code: 'unauthenticated' }],
  wealthkernel: [401, PROBLEM_TYPE, wealthkernelProblem(401, 'Unauthorized', '15.5.2')],
  ops: [401, PROBLEM_TYPE, problem('unauthenticated', 401, 'Unauthorized')],
};
const forbidden: Record<ClientKind, Said> = {
  ...unauthenticated,
  bultra: [403, JSON_TYPE, { error: { code: 'FORBIDDEN', message: text } }],
  ops: [403, PROBLEM_TYPE, problem('insufficient_scope', 403, 'Forbidden')],
};
const absent: Record<ClientKind, Said> = {
  bultra: [404, JSON_TYPE, { error: { code: 'NOT_FOUND', message: text } }],
  braid: [404, JSON_TYPE, { error: text, code: expect.stringMatching(/^(wallet|withdrawal|payout|webhook)_not_found$/) as unknown }],
  wealthkernel: [404, PROBLEM_TYPE, wealthkernelProblem(404, 'Not Found', '15.5.5')],
  ops: [404, PROBLEM_TYPE, problem('not_found', 404, 'Not found')],
};

/** Credentials of each kind, all of acme: good ones, and those that were. */
async function credentialsOf(kind: ClientKind) {
  const [good, revoked, abroad] = [await gateway.bearer(kind), await gateway.bearer(kind), await gateway.bearer(kind, 'globex')];
  expect(await gateway.clients.revoke(revoked.id, 'acme', new Date())).toBe(true);
  const signed = (token: Parameters<typeof gateway.signed>[2]): Promise<string> => gateway.signed(kind, good.id, token);
  const [header, claims] = [btoa('{"alg":"none"}').replaceAll('=', ''), (await signed({})).split('.')[1] ?? ''];
  return {
    good: good.token, revoked: revoked.token, abroad: abroad.token,
    expired: await signed({ endsInSeconds: -1 }),
    forged: [await signed({ key: new Uint8Array(32) }), await signed({ algorithm: 'HS512' }), await signed({ issuer: 'someone' }), `${header}.${claims}.`, await gateway.signed(kind, 'nobody'), `${good.token}x`],
  };
}
const credentials = {
  bultra: await credentialsOf('bultra'), braid: await credentialsOf('braid'), wealthkernel: await credentialsOf('wealthkernel'), ops: await credentialsOf('ops'),
};
await gateway.clients.put({ id: CLIENT_OF_ACME, tenantId: 'acme', kind: 'bultra', scopes: [], secretHash: 'scrypt$$' });

/** One for each route: it may do everything but this. */
const lesser = new Map<string, string>();
for (const { scope, kind } of guarded) {
  if (!lesser.has(scope)) lesser.set(scope, (await gateway.bearer(kind, 'acme', scopesOf[kind].filter((other) => other !== scope))).token);
}

/** A stream is not waited for: it ends with who listens. */
const contentOf = async (answer: Response): Promise<string> => ((answer.headers.get('content-type') ?? '').startsWith('text/event-stream') ? String(await answer.body?.cancel()) : answer.text());

async function answerTo({ method, ...route }: GuardedRoute, authorization?: string): Promise<{ said: Said; headers: Headers }> {
  const { body, headers: sent } = bodyFor({ method, ...route });
  const { status, headers, ...response } = await gateway.call(method, pathFor({ method, ...route }), authorization, body, sent).then(async (answer) => ({
    status: answer.status, headers: answer.headers, content: await contentOf(answer),
  }));
  const type = headers.get('content-type') ?? '';
  return { said: [status, type, type.includes('json') ? JSON.parse(response.content) : response.content], headers };
}

describe('every route that is served', () => {
  it('is declared by a controller, so that none is outside of this matrix', () => {
    const middleware = servedRoutes(gateway.service.app).filter((served) => served.startsWith('ALL ') && !routes.some(({ name }) => name === served));
    expect(middleware.every((served) => served.includes('{'))).toBe(true);
    const served = servedRoutes(gateway.service.app).filter((one) => !middleware.includes(one));
    expect(served.sort()).toEqual(routes.map(({ name }) => name).sort());
    expect(routes.length).toBeGreaterThan(80);
  });

  it('says who may use it: everyone, or who has a scope of its dialect, and not both', () => {
    const undecided = routes.filter(({ isPublic, isGuarded, scope }) => isPublic === (isGuarded && scope !== undefined) || isGuarded !== (scope !== undefined));
    expect(undecided.map(({ name }) => name)).toEqual([]);
    expect(guarded.filter(({ kind, scope }) => !scopesOf[kind].includes(scope)).map(({ name }) => name)).toEqual([]);
    expect(guarded.length + routes.filter(({ isPublic }) => isPublic).length).toBe(routes.length);
  });

  it('is open to everyone in these cases only', () => {
    expect(routes.filter(({ isPublic }) => isPublic).map(({ name }) => name).sort()).toEqual([
      'GET /braid/openapi.json', 'GET /bultra/openapi.json', 'GET /health/live', 'GET /health/ready', 'GET /metrics', 'GET /ops/v1/openapi.json', 'GET /wealthkernel/openapi.json',
      'POST /bultra/oauth2/token', 'POST /wealthkernel/connect/token',
    ]);
  });
});

describe.each(guarded.map((route) => [route.name, route] as const))('%s', (_, route) => {
  const { kind, scope } = route;
  const { good, revoked, expired, forged } = credentials[kind];

  it.each<[string, readonly (string | undefined)[]]>([
    ['nothing', [undefined]],
    ['what is no bearer token', ['Bearer', 'Bearer two words', `Basic ${btoa('acme:secret')}`, good, `Token ${good}`]],
    ['what the gateway never gave', forged.map((token) => `Bearer ${token}`)],
    ['what has ended', [`Bearer ${expired}`]],
    ['what was revoked', [`Bearer ${revoked}`]],
    ["another dialect's", otherKinds(kind).map((other) => `Bearer ${credentials[other].good}`)],
  ])('turns away who brings %s, and does nothing', async (_case, authorizations) => {
    const before = await gateway.kept();
    for (const authorization of authorizations) {
      const { said, headers } = await answerTo(route, authorization);
      expect([authorization, said]).toEqual([authorization, unauthenticated[kind]]);
      expect(headers.get('www-authenticate')).toMatch(new RegExp(`^Bearer realm="${kind}"`));
    }
    expect([gateway.requestsSince(), await gateway.kept()]).toEqual([[], before]);
  });

  it('is not got at by writing its path or method in another way', async () => {
    const path = pathFor(route);
    const spellings = [path.toUpperCase(), `${path}/`, `/${path}`, path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`), `${path}?access_token=${good}`, `${path};x`, `/x/..${path}`];
    const answers = await Promise.all([
      ...spellings.map((spelling) => gateway.call(route.method, spelling)), ...['HEAD', 'OPTIONS', 'PATCH'].map((method) => gateway.call(method, path)),
      gateway.call('POST', path, undefined, '', { 'x-http-method-override': route.method }),
    ]);
    expect(answers.filter(({ status }) => ![401, 404, 405].includes(status)).map(({ status, url }) => [status, url])).toEqual([]);
    expect(gateway.requestsSince()).toEqual([]);
  });

  it('turns away who may do everything else, and does nothing', async () => {
    const before = await gateway.kept();
    const { said, headers } = await answerTo(route, `Bearer ${lesser.get(scope)}`);
    expect(said).toEqual(forbidden[kind]);
    expect(headers.get('www-authenticate')).toContain('insufficient_scope');
    expect([gateway.requestsSince(), await gateway.kept()]).toEqual([[], before]);
  });

  it('lets in who may, in the name of its own tenant', async () => {
    const { said: [status] } = await answerTo(route, `Bearer ${good}`);
    expect([401, 403, 429]).not.toContain(status);
    expect(status).toBeLessThan(500);
    expect(gateway.requestsSince().filter((received) => received !== 'acme' && !received.startsWith('simulators'))).toEqual([]);
  });

  it('answers with headers that keep it from being kept or sniffed, and tell nothing of what it is made of', async () => {
    for (const authorization of [undefined, `Bearer ${good}`]) {
      const { headers } = await answerTo(route, authorization);
      expect([headers.get('cache-control'), headers.get('x-content-type-options'), headers.get('x-powered-by'), headers.get('server'), headers.get('access-control-allow-origin')])
        .toEqual(['no-store', 'nosniff', null, null, null]);
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    }
    gateway.requestsSince();
  });
});

describe.each(guarded.filter(({ path }) => path.includes(':')).map((route) => [route.name, route] as const))("another tenant's thing at %s", (_, route) => {
  it('is not there, whoever has it', async () => {
    const { said } = await answerTo(route, `Bearer ${credentials[route.kind].abroad}`);
    expect(said).toEqual(absent[route.kind]);
    const received = gateway.requestsSince();
    expect(new Set(received)).toEqual(new Set(isAnsweredHere(route) ? [] : ['globex']));
  });
});

describe.each(namedElsewhere)("another tenant's thing named in %s", (request, kind, body, status) => {
  it('is not there, whoever has it', async () => {
    const [method = '', path = ''] = request.split(' ');
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const answer = await gateway.call(method, path, `Bearer ${credentials[kind].abroad}`, sent, sent === undefined ? {} : { 'content-type': 'application/json' });
    expect([answer.status, await answer.text()]).toEqual([status, expect.any(String)]);
    expect(new Set(gateway.requestsSince().filter((received) => !received.startsWith('simulators')))).toEqual(new Set(['globex']));
  });
});
