import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { oddNames, spoiled } from './hostile-values.ts';

export type Header = readonly [name: string, value: string];

export interface Body {
  readonly bytes: Buffer;
  readonly headers: readonly Header[];
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

const body = (text: string | Buffer, contentType: string | null, ...more: readonly Header[]): Body => ({
  bytes: typeof text === 'string' ? Buffer.from(text) : text, headers: [...(contentType === null ? [] : [['Content-Type', contentType] as const]), ...more],
});

/** Of what JSON cannot say: nothing at all. */
const printed = (value: unknown): string => JSON.stringify(value) ?? '';

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();

/** Text that was JSON and is none any more, or is read as something else. */
const breakages: readonly ((text: string, at: number) => string | Buffer)[] = [
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text) => `${text}x`,
  (text) => `${text}${text}`,
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll('"', "'"),
  (text) => text.replace(/}$/, ',}'),
  (text) => text.replace(/^\{/, '{/* why */'),
  (text) => text.replace(/^\{("[^"]*":)/, '{$1 1,$1'),
  (text) => text.replace(/^\{"([a-z])/i, (_, letter: string) => `{"\\u00${letter.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/:("[^"]*"|\d+)/, ':NaN'),
  (text) => text.replace(/"([^"]*)"}/, '"$1\n"}'),
  (text) => text.replace(/"}/, '\\ud800"}'),
  (text, at) => Buffer.concat([Buffer.from(text.slice(0, at % (text.length + 1))), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from(text.slice(at % (text.length + 1)))]),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => swapped(Buffer.from(`\ufeff${text}`, 'utf16le')),
  (text) => gzipSync(text),
  () => '[', () => '[]', () => 'null', () => '"text"', () => '0', () => '\u0000', () => ' \r\n\t ',
  () => '['.repeat(50_000),
  () => `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  (text) => `{"a":${'1'.repeat(100_000)},${text.slice(1)}`,
  (text) => `${text.slice(0, -1)}${text.length > 2 ? ',' : ''}${Array.from({ length: 10_000 }, (_, index) => `"k${index}":0`).join(',')}}`,
  (text) => `${' '.repeat(300_000)}${text}`,
];

const types = [
  null, '', 'text/plain', 'application/xml', FORM_TYPE, 'application/json; charset=utf-16', 'application/json; charset=iso-8859-1', 'application/json;charset="utf-8"', 'APPLICATION/JSON', 'application/json; charset', 'application/json, text/plain',
  'application/vnd.api+json', 'multipart/form-data', 'multipart/form-data; boundary=', 'multipart/mixed; boundary=x', '/', ';;;', 'application/json\t; x=y', `application/${'x'.repeat(3_000)}`,
] as const;

const encodings = ['gzip', 'identity', 'br', 'deflate', 'x', 'gzip, gzip', ''] as const;

/** A body of JSON as it should be, with something wrong in it, or that is no JSON. */
export function jsonBodies(good: Arbitrary<unknown>): Arbitrary<Body> {
  const goods = good.map((value) => body(printed(value), JSON_TYPE));
  const spoiledOnes = spoiled(good).map((value) => body(printed(value), JSON_TYPE));
  const broken = fc.tuple(good, fc.constantFrom(...breakages), fc.nat(2_000)).map(([value, breakage, at]) => body(breakage(printed(value), at), JSON_TYPE));
  const mistyped = fc.tuple(good, fc.constantFrom(...types)).map(([value, type]) => body(printed(value), type));
  const encoded = fc.tuple(good, fc.constantFrom(...encodings), fc.boolean()).map(([value, encoding, isSo]) => body(isSo ? gzipSync(printed(value)) : printed(value), JSON_TYPE, ['Content-Encoding', encoding]));
  return fc.oneof(
    { weight: 9, arbitrary: goods }, { weight: 9, arbitrary: spoiledOnes }, { weight: 4, arbitrary: broken }, { weight: 2, arbitrary: mistyped }, { weight: 1, arbitrary: encoded },
    { weight: 1, arbitrary: fc.constant(body('', null)) },
  );
}

/** `a=b&c=d`, with everything that such a form can be spoiled by. */
export function urlForms(fields: Readonly<Record<string, string>>): Arbitrary<Body> {
  const text = new URLSearchParams(fields).toString();
  const odd = fc.constantFrom('', text, `${text}&${text}`, `${text}&__proto__=1&constructor=2`, `${text}&a[b][c]=1`, text.replaceAll('=', '=%00'), '%', '%ZZ=%ZZ', '&&&===', `${text}&scope=%F0%9F%A6%8A`, `${text}&scope=${'x%20'.repeat(5_000)}`, 'x'.repeat(300_000));
  return fc.oneof(
    { weight: 4, arbitrary: odd.map((each) => body(each, FORM_TYPE)) },
    { weight: 1, arbitrary: fc.tuple(odd, fc.constantFrom(...types)).map(([each, type]) => body(each, type)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => body(Buffer.from(bytes), FORM_TYPE)) },
    { weight: 1, arbitrary: fc.constantFrom(...oddNames).map((name) => body(new URLSearchParams([[name, 'x']]).toString(), FORM_TYPE)) },
  );
}

const dispositions = [
  'form-data; name="file"; filename="invoice.pdf"', 'form-data; name="file"; filename=""', 'form-data; name="file"', 'form-data; name="other"; filename="a.pdf"', 'form-data; name=file; filename=../../../a.pdf', 'form-data; name="__proto__"',
  'form-data; name="__proto__"; filename="x"', 'form-data', 'form-data; filename="x"', '', 'attachment; name="file"; filename="x"', `form-data; name="file"; filename="${'a'.repeat(2_000)}.pdf"`, 'form-data; name="file"; filename="=?utf-8?B?/////w==?="',
  "form-data; name=\"file\"; filename*=UTF-8''%ff%fe", 'form-data; name="file"; filename="%00%0A%22.pdf"', 'form-data; name="file"; filename="a\u0000.pdf"', 'form-data; name="reason"', 'form-data; name="file"; name="file"; filename="\\"',
] as const;

const contents = ['%PDF-1.7\n%%EOF', '', 'plain text', '\u0000\u0001', '<svg xmlns="http://www.w3.org/2000/svg"/>', '\x89PNG\r\n\x1a\n', 'PK\u0003\u0004', '%PDF-1.7'.padEnd(100_000, 'x')] as const;

const boundaries = ['x', 'x'.repeat(70), 'x'.repeat(500), '"a b"', '', "'()+_,-./:=?", 'ü'] as const;

const part = fc.tuple(fc.constantFrom(...dispositions), fc.constantFrom(...contents), fc.constantFrom('', 'Content-Type: application/pdf\r\n', 'Content-Type: ;\r\n', 'Content-Transfer-Encoding: base64\r\n', 'X: y\r\n'.repeat(60), 'no colon\r\n'))
  .map(([disposition, content, more]) => `Content-Disposition: ${disposition}\r\n${more}\r\n${content}`);

const endings = ['--\r\n', '', '\r\n', '--', '--\r\nepilogue'] as const;

/** A form of parts, as a browser never sends it. */
const forms: Arbitrary<Body> = fc.tuple(fc.array(part, { maxLength: 4 }), fc.constantFrom(...boundaries), fc.constantFrom(...endings), fc.constantFrom(1, 1, 1, 60), fc.constantFrom('', 'preamble\r\n', '\r\n')).map(([parts, boundary, ending, times, before]) => {
  const mark = boundary.replaceAll('"', '');
  const all = Array.from({ length: times }, () => parts).flat().map((each) => `--${mark}\r\n${each}\r\n`).join('');
  return body(Buffer.from(`${before}${all}--${mark}${ending}`, 'latin1'), `multipart/form-data; boundary=${boundary}`);
});

const GOOD_PART = '--x\r\nContent-Disposition: form-data; name="file"; filename="invoice.pdf"\r\nContent-Type: application/pdf\r\n\r\n';

const goodForm = (content: string): Body => body(Buffer.from(`${GOOD_PART}${content}\r\n--x--\r\n`, 'latin1'), 'multipart/form-data; boundary=x');

/** Files as forms, good and spoiled. */
export const fileForms: Arbitrary<Body> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...contents).map(goodForm) },
  { weight: 10, arbitrary: forms },
  { weight: 3, arbitrary: fc.tuple(forms, fc.nat(3_000)).map(([form, at]) => ({ ...form, bytes: form.bytes.subarray(0, at) })) },
  { weight: 3, arbitrary: fc.tuple(fc.constant(goodForm('%PDF-1.7')), fc.constantFrom(...types)).map(([form, type]) => body(form.bytes, type)) },
  { weight: 1, arbitrary: fc.constant(goodForm('%PDF-1.7'.padEnd(10_600_000, 'x'))) },
);
