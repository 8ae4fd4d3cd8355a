import fc, { type Arbitrary } from 'fast-check';
import { fileForms, jsonBodies, urlForms, type Body, type Header } from './bodies.ts';
import { idsNamed, valuesOf, type KnownIds, type Schema } from './schema-values.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

/** What a document says of one operation, as far as requests are made of it. */
export interface DescribedOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: object }>> };
}

/** Whoever sends: what is known to them of one dialect. */
export interface Sender {
  readonly prefix: string;
  readonly host: string;
  /** `Authorization` of one who may do everything. */
  readonly authorization: string;
  /** Of those who may not: another dialect's, a lesser one's. */
  readonly otherAuthorizations: readonly string[];
  /** Name and secret at the token endpoint. */
  readonly basic: string;
  readonly ids: KnownIds;
}

/** One request, byte for byte, and what is known of it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly bytes: Buffer;
  /** False where node refuses it before it is a request of any dialect. */
  readonly isHttp: boolean;
}

const longText = 'z'.repeat(5_000);

const oddSegments = ['%00', '%ZZ', '%', '..%2f..%2f', '%2e%2e', '.', '__proto__', 'constructor', '%F0%9F%A6%8A', '%ff%fe', 'a%0d%0aX-Injected:%201', "'%20OR%201=1", '%7B%22$gt%22:%22%22%7D', 'null', 'undefined', '-1', '0', longText, 'x'.repeat(101), 'acc_000000000000000', '00000000-0000-0000-0000-000000000000', ';a=b', '%5B%5D'] as const;

const segmentOf = (known: KnownIds, before: string, name: string): Arbitrary<string> => {
  const ids = [...idsNamed(known, name === 'id' || name === 'code' ? `${before.replace(/ies$/, 'y').replace(/s$/, '')}-${name}` : name)];
  const odd = fc.oneof(fc.constantFrom<string>(...oddSegments), fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())));
  return ids.length === 0 ? odd : fc.oneof({ weight: 7, arbitrary: fc.constantFrom(...ids) }, { weight: 2, arbitrary: odd });
};

/** The path with its parameters filled in, mostly by things that are there. */
function pathOf(template: string, { prefix, ids }: Sender): Arbitrary<string> {
  const parts = template.split('/');
  const filled = parts.map((part, at) => (part.startsWith('{') ? segmentOf(ids, parts[at - 1] ?? '', part.slice(1, -1)) : fc.constant(part)));
  const odd = fc.constantFrom<(path: string) => string>((path) => `${path}/`, (path) => path.toUpperCase(), (path) => `/${path}`, (path) => `${path}/nothing`, (path) => path.replace(/[a-z](?=[^a-z]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`), (path) => `${path};v=1`, (path) => `${path}%20`);
  return fc.oneof({ weight: 15, arbitrary: fc.tuple(...filled).map((all) => `${prefix}${all.join('/')}`) }, { weight: 1, arbitrary: fc.tuple(fc.tuple(...filled), odd).map(([all, change]) => change(`${prefix}${all.join('/')}`)) });
}

const queryText = (value: unknown): string => encodeURIComponent((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed());

function pairOf({ name, schema }: Parameter, ids: KnownIds): Arbitrary<string> {
  const good = valuesOf(schema, ids, name).map((value) => [value].flat().map((each) => `${name}=${queryText(each)}`).join('&'));
  const odd = fc.constantFrom('', '%', '%ZZ', '%00', '-1', '0', '1e3', '99999999999999999999', '9'.repeat(400), longText, '%F0%9F%A6%8A', 'eyJhIjoxfQ', 'W10', 'bnVsbA', '__proto__', '%7B%7D', '2026-13-45', '2026-02-30T25:61:61Z', 'x,y,,z').map((text) => `${name}=${text}`);
  const twisted = fc.constantFrom(`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`, `${name}[__proto__][x]=1`, `${name}.a=1`, name, `${name}==`);
  return fc.oneof({ weight: 5, arbitrary: good }, { weight: 3, arbitrary: odd }, { weight: 1, arbitrary: twisted });
}

function queryOf(parameters: readonly Parameter[], ids: KnownIds): Arbitrary<string> {
  const own = parameters.filter((each) => each.in === 'query').map((each) => (each.required ? pairOf(each, ids) : fc.option(pairOf(each, ids), { nil: '', freq: 2 })));
  const stray = fc.oneof({ weight: 8, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom('x=1', '__proto__[a]=1', 'constructor=1', '&&', '%', '?', 'a'.repeat(4_000), 'limit=1&limit=2') });
  return fc.tuple(fc.tuple(...own), stray).map(([pairs, more]) => [...pairs, more].filter((pair) => pair !== '').join('&'));
}

const legalOdd: readonly Header[] = [
  ['Accept', 'text/csv'], ['Accept', 'text/html, */*;q=0.1'], ['Accept', ''], ['Accept', 'application/json;q=0'], ['Accept-Version', '1999-01-01'], ['Accept-Encoding', 'gzip;q=x'], ['Range', 'bytes=0-1'], ['If-None-Match', '*'], ['If-Match', 'x'],
  ['X-Forwarded-For', `${'1.2.3.4, '.repeat(200)}x`], ['X-Forwarded-Host', 'evil.example.com, x'], ['X-Forwarded-Prefix', '//evil/'], ['X-Forwarded-Prefix', '/../..'], ['X-Http-Method-Override', 'DELETE'], ['X-Forwarded-Proto', 'javascript'],
  ['Sluice-Tenant', 'globex'], ['Sluice-Tenant', '__proto__'], ['Sluice-Tenant', ''], ['Traceparent', '00-zz-zz-00'], ['Traceparent', `00-${'f'.repeat(32)}-${'f'.repeat(16)}-ff`], ['Tracestate', 'x='.repeat(300)], ['Baggage', `a=${'b'.repeat(3_000)}`],
  ['Cookie', `a=${'c'.repeat(3_000)}`], ['X-Long', 'x'.repeat(7_000)], ['__proto__', 'x'], ['X-Latin', 'caf\u00e9'], ['Origin', 'null'], ['Upgrade-Insecure-Requests', '1'], ['Last-Event-ID', 'x'.repeat(500)], ['Last-Event-ID', '-1'], ['Date', 'never'], ['TE', 'trailers'],
];

/** What HTTP itself does not allow, or node not at this length. */
const illegal: readonly Header[] = [['X-Bad', 'a\u0000b'], ['X Bad', 'x'], ['X-Bad\u0001', 'x'], ['', 'x'], ['X-Bad', 'a\rb'], ['X-Huge', 'x'.repeat(20_000)], ['Expect', 'the unexpected'], ['Host', 'a, b'], ['Content-Length', '-1'], ['Content-Length', '1, 2'], ['Transfer-Encoding', 'cow']];

function headersOf(parameters: readonly Parameter[], sender: Sender, isToken: boolean): Arbitrary<{ readonly headers: readonly Header[]; readonly isHttp: boolean }> {
  const good = isToken ? sender.basic : sender.authorization;
  const others = [...sender.otherAuthorizations, 'Bearer', 'Bearer ', 'Bearer x', 'bearer  y', 'Basic Og==', 'Basic !!!!', 'Basic', '', `Bearer ${'x'.repeat(6_000)}`, `${good}, ${good}`, `${good}x`, 'Digest a="b"', 'Bearer eyJhbGciOiJub25lIn0.e30.', 'Bearer \u00e9\u00e8'];
  const credentials = fc.oneof({ weight: 20, arbitrary: fc.constant<readonly Header[]>([['Authorization', good]]) }, { weight: 2, arbitrary: fc.constantFrom(...others).map((value): readonly Header[] => [['Authorization', value]]) }, { weight: 1, arbitrary: fc.constantFrom<readonly Header[]>([], [['Authorization', good], ['Authorization', good]], [['Authorization', 'Bearer x'], ['Authorization', good]]) });
  const own = parameters.filter((each) => each.in === 'header').map(({ name, schema }) => {
    const values = fc.oneof({ weight: 6, arbitrary: valuesOf(schema, sender.ids, name).map((value) => String(value).replaceAll(/[^ -~]/g, '')) }, { weight: 1, arbitrary: fc.constantFrom('', ' ', 'same', 'same', 'k'.repeat(255), 'k'.repeat(256), 'k'.repeat(4_000), '\u00e9\u00fc', '__proto__', 'a\tb', 'a, b') });
    const isSeldom = /idempotency|tenant/i.test(name);
    return fc.oneof({ weight: isSeldom ? 1 : 8, arbitrary: values.map((value): Header[] => [[name, value]]) }, { weight: isSeldom ? 6 : 1, arbitrary: fc.constant<Header[]>([]) }, { weight: 1, arbitrary: fc.tuple(values, values).map(([one, other]): Header[] => [[name, one], [name, other]]) });
  });
  const odd = fc.oneof({ weight: 8, arbitrary: fc.constant<readonly Header[]>([]) }, { weight: 4, arbitrary: fc.subarray([...legalOdd], { minLength: 1, maxLength: 3 }) }, { weight: 1, arbitrary: fc.constantFrom(...illegal).map((header) => [header]) });
  return fc.tuple(credentials, fc.tuple(...own), odd).map(([first, second, third]) => ({ headers: [...first, ...second.flat(), ...third], isHttp: !third.some((header) => illegal.includes(header)) }));
}

function bodyOf({ requestBody }: DescribedOperation, method: string, { ids }: Sender): Arbitrary<Body | null> {
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type === 'multipart/form-data') return fc.oneof({ weight: 8, arbitrary: fileForms }, { weight: 1, arbitrary: jsonBodies(fc.constant({})) });
  if (type === 'application/x-www-form-urlencoded') return urlForms({ grant_type: 'client_credentials' });
  const { schema = {}, example } = media ?? {};
  const good = example === undefined ? valuesOf(schema, ids) : fc.oneof({ weight: 4, arbitrary: valuesOf(schema, ids) }, { weight: 1, arbitrary: fc.constant(example) });
  if (type !== undefined) return jsonBodies(good);
  const stray = jsonBodies(fc.constantFrom<unknown>({}, { a: 1 }));
  return method === 'GET' ? fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: stray }) : fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: stray });
}

const MOST_HEAD_BYTES = 15_000;

const headOf = (method: string, path: string, headers: readonly Header[]): Buffer => Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`, 'latin1');

/** Every request of one operation that can be drawn: good ones, and such with something wrong in path, query, headers or body. */
export function requestsOf(operation: string, described: DescribedOperation, sender: Sender): Arbitrary<HttpRequest> {
  const [method = '', template = ''] = operation.split(' ');
  const { parameters = [] } = described;
  const isToken = /\/(oauth2|connect)\/token$/.test(template);
  const methods = fc.oneof({ weight: 40, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'PATCH', 'DELETE', 'PUT', 'POST', 'TRACE', 'PROPFIND') });
  return fc.tuple(methods, pathOf(template, sender), queryOf(parameters, sender.ids), headersOf(parameters, sender, isToken), bodyOf(described, method, sender)).map(([verb, below, query, { headers, isHttp }, sent]) => {
    const path = query === '' ? below : `${below}?${query}`;
    const length: Header[] = sent === null ? [] : [['Content-Length', String(sent.bytes.length)]];
    const head = headOf(verb, path, [['Host', sender.host], ['Connection', 'close'], ...headers, ...(sent?.headers ?? []), ...length]);
    return { method: verb, path, bytes: Buffer.concat([head, sent?.bytes ?? Buffer.alloc(0)]), isHttp: isHttp && head.length < MOST_HEAD_BYTES };
  });
}

