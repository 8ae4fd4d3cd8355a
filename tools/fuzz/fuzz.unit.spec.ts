import { describe, expect, it } from '@jest/globals';
import { DocumentedAnswers, type OpenApi } from '@sluice/builders/documented-answers';
import fc from 'fast-check';
import { findingText } from './report.ts';
import { requestsOf, type HttpRequest, type Sender } from './requests.ts';
import type { Target } from './targets.ts';
import { wrongIn, wrongInRaw } from './verdict.ts';
import type { WireAnswer } from './wire.ts';

const error = (properties: object) => ({ headers: {}, content: { 'application/json': { schema: { type: 'object', required: Object.keys(properties), additionalProperties: false, properties } } } });

/** An API with one operation, which refuses in a shape of its own. */
function targetOf(name: string, prefix: string, shape: object): Target {
  const responses = { 200: error({ id: { type: 'string' } }), 400: error(shape), 503: error(shape), 500: error(shape) };
  const document = { openapi: '3.1.1', servers: [{ url: prefix }], paths: { '/things': { get: { responses } }, '/things/{id}': { post: { responses } }, '/things/newest': { get: { responses } } }, components: { schemas: {} } } as unknown as OpenApi;
  const sender: Sender = { prefix, host: 'gateway', authorization: 'Bearer good', otherAuthorizations: ['Bearer other'], basic: 'Basic eA==', ids: new Map([['thingid', ['t1', 't2']]]) };
  return { name, prefix, answers: new DocumentedAnswers(document), sender };
}

const targets = [targetOf('bultra', '/bultra', { error: { const: 'BAD' } }), targetOf('ops', '/ops/v1', { title: { type: 'string' } })];

const request = (path: string, changes: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', path, bytes: Buffer.alloc(0), isHttp: true, ...changes });
const answer = (status: number, body: object | string, headers: Record<string, string> = {}): WireAnswer =>
  ({ status, headers: new Headers({ 'content-type': 'application/json', ...headers }), bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) });
const wrong = (path: string, given: WireAnswer, changes: Partial<HttpRequest> = {}) => wrongIn(targets, request(path, changes), { answers: [given], trouble: null });

describe('an answer to a hostile request', () => {
  it.each<[string, WireAnswer]>([
    ['/bultra/things', answer(200, { id: 'a' })], ['/bultra/things?x=1', answer(400, { error: 'BAD' })], ['/bultra/nothing', answer(404, { error: 'OTHER' })], ['/bultra/things', answer(503, { error: 'BAD' }, { 'retry-after': '1' })],
    ['/elsewhere', answer(404, { title: 'Not found' })], ['/ops/v1/things', answer(400, { title: 'Bad' })],
  ])('at %s is right', (path, given) => {
    expect(wrong(path, given)).toEqual([]);
  });

  it.each<[string, string, WireAnswer]>([
    ['a defect', '/bultra/things', answer(500, { error: 'BAD' })], ['an outage that does not say for how long', '/bultra/things', answer(503, { error: 'BAD' })], ['a status that is not documented', '/bultra/things', answer(418, { error: 'BAD' })],
    ['a field too many', '/bultra/things', answer(200, { id: 'a', more: 1 })], ['the shape of another dialect', '/bultra/things', answer(400, { title: 'Bad' })], ['the shape of another dialect where nothing is', '/bultra/nothing', answer(404, { title: 'Bad' })],
    ['a success where nothing is', '/bultra/nothing', answer(200, { error: 'BAD' })], ['what is no JSON', '/bultra/things', answer(400, '{"error"')], ['a place in the code', '/ops/v1/things', answer(400, { title: 'x\n    at y (z.ts:12:3)' })],
    ['another content type', '/bultra/things', answer(400, { error: 'BAD' }, { 'content-type': 'text/html' })], ['no body', '/bultra/things', answer(400, '')],
  ])('is wrong with %s', (_, path, given) => {
    expect(wrong(path, given)).not.toEqual([]);
  });

  it('may be node’s own only where the request is none of HTTP', () => {
    expect(wrong('/bultra/things', answer(431, ''), { isHttp: false })).toEqual([]);
    expect(wrong('/bultra/things', answer(431, ''))).not.toEqual([]);
    expect(wrong('/bultra/things', answer(500, ''), { isHttp: false })).not.toEqual([]);
  });

  it('has to come', () => {
    expect(wrongIn(targets, request('/bultra/things'), { answers: [], trouble: null })).toEqual(['there was no answer']);
    expect(wrongIn(targets, request('/bultra/things'), { answers: [], trouble: 'nothing more came' })).toEqual(['nothing more came']);
    expect(wrongIn(targets, request('/bultra/things', { isHttp: false }), { answers: [], trouble: null })).toEqual([]);
  });

  it('to bytes that are no request is none of another dialect and no defect', () => {
    const raw = (given: WireAnswer) => wrongInRaw(targets, '/bultra/things', { answers: [given], trouble: null });
    expect([raw(answer(400, '')), raw(answer(400, { error: 'BAD' })), raw(answer(404, { title: 'Not found' }))]).toEqual([[], [], []]);
    expect([raw(answer(500, { statusCode: 500 })).length, raw(answer(400, { statusCode: 400 })).length].every((count) => count > 0)).toBe(true);
  });
});

describe('the operation at a path', () => {
  it.each([['GET', '/things/newest', 'GET /things/newest'], ['POST', '/things/t1', 'POST /things/{id}'], ['POST', '/things/newest', undefined], ['GET', '/things/t1', undefined], ['DELETE', '/things/newest', undefined]])(
    'of %s %s is %s', (method, path, operation) => expect(targets[0]?.answers.operationAt(method, `/bultra${path}`)).toBe(operation));
});

describe('the requests of a seed', () => {
  const drawn = (seed: number): string[] => {
    const [target] = targets;
    if (target === undefined) throw new Error('There is none.');
    const described = { parameters: [{ name: 'limit', in: 'query', required: false, schema: { type: 'integer' } }], requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } } } } } as const;
    return fc.sample(requestsOf('POST /things/{id}', described, target.sender), { seed, numRuns: 300 }).map(({ bytes }) => bytes.toString('latin1'));
  };

  it('are the same each time, and others with another', () => {
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it('are good ones too, and such with something wrong in path, query, headers and body', () => {
    const all = drawn(3);
    const has = (pattern: RegExp): number => all.filter((text) => pattern.test(text)).length;
    expect(has(/^POST \/bultra\/things\/t[12] HTTP\/1\.1\r\n[^]*Bearer good\r\nContent-Type: application\/json\r\nContent-Length: \d+\r\n\r\n\{"name":"/)).toBeGreaterThan(5);
    for (const pattern of [/^POST \/bultra\/things\/(%|__proto__|z{9})/, /\?limit=(%|-|9{9}|z)/, /Bearer (x|other)/, /charset=utf-16/, /"__proto__"/, /\[{50}/, /Content-Encoding/]) expect([pattern, has(pattern) > 0]).toEqual([pattern, true]);
  });
});

describe('what is told of a finding', () => {
  it('is the request and how to send it again, not all of a long one', () => {
    const text = findingText({ subject: 'bultra GET /things', round: 4, wrong: ['bad', 'bad'], request: Buffer.from(`GET /things HTTP/1.1\r\n\r\n\u0001${'x'.repeat(9_000)}`) }, 7);
    expect(text).toContain('--seed 7 --round 4 --requests 1 --only "bultra GET /things"');
    expect(text).toMatch(/^bultra GET \/things: bad\nGET \/things HTTP\/1\.1\n\n\\u0001x+ … \(9025 letters\)\n/);
    expect(text.length).toBeLessThan(2_300);
  });
});
