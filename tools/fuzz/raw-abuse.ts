import fc, { type Arbitrary } from 'fast-check';
import type { Sender } from './requests.ts';
import type { Sending } from './wire.ts';

/** Bytes that are not one well-formed request, and what is wrong with them. */
export interface RawAbuse {
  readonly name: string;
  readonly sending: Sending;
}

interface Base {
  readonly host: string;
  readonly authorization: string;
  /** A path that is there, to read and to send something to. */
  readonly path: string;
}

const lines = (...all: readonly string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const headOf = ({ host, authorization, path }: Base, method: string, ...more: readonly string[]): string => lines(`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: ${authorization}`, 'Content-Type: application/json', ...more);
const last = (base: Base): string => headOf(base, 'GET', 'Connection: close');

type Case = (base: Base) => string;

/** First lines and heads that are no HTTP/1.1, or hardly. */
const heads: Readonly<Record<string, Case>> = {
  'no HTTP at all': () => '\u0000\u0001\u0002hello\r\n\r\n',
  'a TLS hello': () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'an HTTP/2 preface': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'HTTP/0.9': ({ path }) => `GET ${path}\r\n\r\n`,
  'HTTP/1.0': ({ path }) => lines(`GET ${path} HTTP/1.0`),
  'HTTP/9.9': ({ path, host }) => lines(`GET ${path} HTTP/9.9`, `Host: ${host}`),
  'a method in lower case': (base) => headOf(base, 'get', 'Connection: close'),
  'a method that nobody knows': (base) => headOf(base, 'FROBNICATE', 'Connection: close'),
  'no host': ({ path }) => lines(`GET ${path} HTTP/1.1`, 'Connection: close'),
  'two hosts': (base) => headOf(base, 'GET', 'Host: evil.example.com', 'Connection: close'),
  'an absolute address': ({ path, host }) => lines(`GET http://evil.example.com${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
  'an asterisk': ({ host }) => lines('OPTIONS * HTTP/1.1', `Host: ${host}`, 'Connection: close'),
  'a tunnel': ({ host }) => lines('CONNECT evil.example.com:443 HTTP/1.1', `Host: ${host}`, 'Connection: close'),
  'a blank in the path': ({ path, host }) => lines(`GET ${path}/a b HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
  'a NUL in the path': ({ path, host }) => lines(`GET ${path}/\u0000 HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
  'bytes beyond ASCII in the path': ({ path, host }) => lines(`GET ${path}/\u00e9\u00ff HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
  'a path without a slash': ({ host }) => lines('GET bultra/v1/accounts HTTP/1.1', `Host: ${host}`, 'Connection: close'),
  'an endless path': ({ path, host }) => lines(`GET ${path}/${'x'.repeat(40_000)} HTTP/1.1`, `Host: ${host}`, 'Connection: close'),
  'a thousand headers': (base) => headOf(base, 'GET', ...Array.from({ length: 1_000 }, (_, index) => `X-${index}: y`), 'Connection: close'),
  'three thousand headers': (base) => headOf(base, 'GET', ...Array.from({ length: 3_000 }, () => 'X: y'), 'Connection: close'),
  'lines that end in LF alone': (base) => last(base).replaceAll('\r\n', '\n'),
  'a header over two lines': (base) => headOf(base, 'GET', 'X-Long: a', '  b', 'Connection: close'),
  'a header without a colon': (base) => headOf(base, 'GET', 'nothing', 'Connection: close'),
  'a blank before the colon': (base) => headOf(base, 'GET', 'Content-Length : 5', 'Connection: close'),
  'a websocket': (base) => headOf(base, 'GET', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x'),
  'HTTP/2 by upgrade': (base) => headOf(base, 'GET', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'),
};

/** Bodies whose length is said twice, wrongly, or not at all. */
const bodies: Readonly<Record<string, Case>> = {
  'two lengths that differ': (base) => `${headOf(base, 'POST', 'Content-Length: 2', 'Content-Length: 3', 'Connection: close')}{}x`,
  'two lengths that agree': (base) => `${headOf(base, 'POST', 'Content-Length: 2', 'Content-Length: 2', 'Connection: close')}{}`,
  'a length and chunks': (base) => `${headOf(base, 'POST', 'Content-Length: 4', 'Transfer-Encoding: chunked', 'Connection: close')}2\r\n{}\r\n0\r\n\r\n`,
  'chunks under another name': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: xchunked', 'Connection: close')}2\r\n{}\r\n0\r\n\r\n`,
  'chunks twice': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked, chunked', 'Connection: close')}2\r\n{}\r\n0\r\n\r\n`,
  'chunks and another encoding': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: gzip, chunked', 'Connection: close')}2\r\n{}\r\n0\r\n\r\n`,
  'chunks as they should be': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}1\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: y\r\n\r\n`,
  'a chunk without a size': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}zz\r\n{}\r\n0\r\n\r\n`,
  'a chunk of a size beyond numbers': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}ffffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  'a chunk longer than its size': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}1\r\n{}{}{}\r\n0\r\n\r\n`,
  'a chunk with a huge extension': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
  'huge trailers': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}2\r\n{}\r\n0\r\n${'X: y\r\n'.repeat(10_000)}\r\n`,
  'many tiny chunks': (base) => `${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}${'1\r\n \r\n'.repeat(20_000)}0\r\n\r\n`,
  'a length of nothing': (base) => headOf(base, 'POST', 'Content-Length:', 'Connection: close'),
  'a length beyond numbers': (base) => `${headOf(base, 'POST', `Content-Length: ${'9'.repeat(30)}`, 'Connection: close')}{}`,
  'a length with a sign': (base) => `${headOf(base, 'POST', 'Content-Length: +2', 'Connection: close')}{}`,
  'a body to a GET': (base) => `${headOf(base, 'GET', 'Content-Length: 2', 'Connection: close')}{}`,
  'more than was promised': (base) => `${headOf(base, 'POST', 'Content-Length: 2', 'Connection: close')}{}${'x'.repeat(10_000)}`,
  'a body on a condition': (base) => `${headOf(base, 'POST', 'Expect: 100-continue', 'Content-Length: 2', 'Connection: close')}{}`,
  'a second request within the first': (base) => `${headOf(base, 'POST', 'Content-Length: 6', 'Transfer-Encoding: chunked', 'Connection: close')}0\r\n\r\nG${last(base)}`,
};

/** Several requests at once, of which any may be bad. */
const pipelines: Readonly<Record<string, Case>> = {
  'five requests at once': (base) => `${headOf(base, 'GET').repeat(4)}${last(base)}`,
  'fifty requests at once': (base) => `${headOf(base, 'GET').repeat(49)}${last(base)}`,
  'posts at once': (base) => `${`${headOf(base, 'POST', 'Content-Length: 2')}[]`.repeat(5)}${last(base)}`,
  'a request and then none': (base) => `${headOf(base, 'GET')}${'\u0000'.repeat(50)}`,
  'blank lines before a request': (base) => `${'\r\n'.repeat(20)}${last(base)}`,
  'a post that is too large and a request': (base) => `${headOf(base, 'POST', 'Content-Length: 300000')}${'x'.repeat(300_000)}${last(base)}`,
};

/** A server that waits for more is told in the end that there is none. */
const whole = (name: string, text: string): RawAbuse => ({ name, sending: { pieces: [bytes(text)], endsAfterMs: 300, expected: Infinity } });

const inPieces = (text: string, size: number): Buffer[] => Array.from({ length: Math.ceil(text.length / size) }, (_, index) => bytes(text.slice(index * size, (index + 1) * size)));

/** The same, broken off somewhere: with half of the connection closed, all of it, or slowly in pieces. */
const cutCases: Readonly<Record<string, (base: Base, at: number) => Omit<Sending, 'expected'>>> = {
  'a head that ends early': (base, at) => ({ pieces: [bytes(last(base).slice(0, at % last(base).length))], endsAfterMs: 0 }),
  'a head that nobody ends': (base, at) => ({ pieces: [bytes(last(base).slice(0, at % last(base).length))], hangsUp: true }),
  'a body that ends early': (base, at) => ({ pieces: [bytes(`${headOf(base, 'POST', 'Content-Length: 5000', 'Connection: close')}{"a":"${'x'.repeat(at)}`)], endsAfterMs: 0 }),
  'a body that nobody ends': (base, at) => ({ pieces: [bytes(`${headOf(base, 'POST', 'Content-Length: 5000', 'Connection: close')}{"a":"${'x'.repeat(at)}`)], hangsUp: true }),
  'chunks that nobody ends': (base, at) => ({ pieces: [bytes(`${headOf(base, 'POST', 'Transfer-Encoding: chunked', 'Connection: close')}ff\r\n${'x'.repeat(at % 200)}`)], endsAfterMs: 0 }),
  'a form that ends early': (base, at) => ({ pieces: [bytes(`${headOf(base, 'POST', 'Content-Length: 5000', 'Connection: close').replace('application/json', 'multipart/form-data; boundary=x')}--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'y'.repeat(at)}`)], endsAfterMs: 0 }),
  'a slow body': (base, at) => ({ pieces: inPieces(`${headOf(base, 'POST', 'Content-Length: 12', 'Connection: close')}{"a":"bcdef"}`.slice(0, -1), 30 + (at % 100)), pauseMs: 15, endsAfterMs: 0 }),
  'a slow head': (base, at) => ({ pieces: inPieces(last(base), 10 + (at % 40)), pauseMs: 10 }),
  'a sender that leaves when it has said all': (base) => ({ pieces: [bytes(last(base))], hangsUp: true }),
  'a sender that hears and says no more': (base) => ({ pieces: [bytes(last(base))], endsAfterMs: 0 }),
};

/** Everything that a connection can be abused with, at some path of a dialect. */
export function rawAbuses(paths: readonly string[], { host, authorization }: Sender): Arbitrary<RawAbuse> {
  const base = fc.constantFrom(...paths).map((path): Base => ({ host, authorization, path }));
  const fixed = fc.tuple(fc.constantFrom(...Object.entries({ ...heads, ...bodies, ...pipelines })), base).map(([[name, make], at]) => whole(name, make(at)));
  const cut = fc.tuple(fc.constantFrom(...Object.entries(cutCases)), base, fc.nat(4_000)).map(([[name, make], at, length]): RawAbuse => ({ name, sending: { ...make(at, length), expected: Infinity } }));
  return fc.oneof({ weight: 5, arbitrary: fixed }, { weight: 1, arbitrary: cut });
}
