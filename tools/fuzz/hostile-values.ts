import fc, { type Arbitrary } from 'fast-check';

/** What TypeScript does not know yet: numbers that are printed as they are written. */
const sourceJson = JSON as unknown as { rawJSON(text: string): object; isRawJSON(value: unknown): boolean };

const nested = (open: unknown, depth: number): unknown => {
  let value = open;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Names that JavaScript has meanings of its own for, and those of operators of the database. */
export const oddNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON', '$where', '$gt', 'a.b', '', ' ', '\u0000', '_id', 'tenantId', 'version'] as const;

const texts = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', '\udc00\ud800', '\ufeff', '\u202e\u0627\u0644', '🦊👨‍👩‍👧‍👦', 'e\u0301\u0302\u0303', '\r\nX-Injected: 1', '\u2028', '../../etc/passwd', '%00', "' OR 1=1 --", '{"$gt":""}', '<script>alert(1)</script>', '${7*7}',
  'null', 'true', 'NaN', '1e400', '-0', '0x10', '１２', '٣', '1,000.00', '1.000000000000000000001', '9'.repeat(40), '-1', '+1', '.5', '5.', '00', '1e3', 'x'.repeat(3_000), 'https://127.0.0.1/', 'file:///etc/passwd', 'javascript:0', 'http://[::1]:0/', `https://${'a'.repeat(300)}.invalid/`,
  '2026-02-30', '0000-00-00T00:00:00Z', '+275760-09-13T00:00:00.001Z', 'P1Y', 'PT0S', '-PT1H', 'PT99999999999H', 'P99999999999999999999D', '__proto__', 'constructor',
] as const;

const numbers = ['0', '-0', '-1', '1.005', '0.1', '1e2', '1E400', '-1e400', '1e-400', '9007199254740993', '123456789012345678901234567890.123456789', '2147483648', '-9223372036854775809', '1.7976931348623159e308', `1${'0'.repeat(400)}`];

const named = (name: string, value: unknown): object => Object.fromEntries([[name, value]]);

/** Values of the wrong type, beyond every limit, or with a meaning of their own somewhere. */
export const hostileValues: Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...texts) },
  { weight: 4, arbitrary: fc.constantFrom(...numbers).map(sourceJson.rawJSON) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}], { a: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom(...oddNames).map((name) => named(name, { polluted: true })) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
  { weight: 1, arbitrary: fc.constantFrom(20, 31, 33, 200, 3_000).map((depth) => nested(1, depth)) },
  { weight: 1, arbitrary: fc.constantFrom(101, 1_001, 5_000).map((count) => Array.from({ length: count }, () => 'x')) },
  { weight: 1, arbitrary: fc.constantFrom(500, 20_000, 260_000, 300_000).map((length) => 'y'.repeat(length)) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value) && !sourceJson.isRawJSON(value);

/** A value with one of its fields, at some depth, replaced, left out, or with another beside it. */
function changed(value: unknown, path: readonly number[], hostile: unknown, how: number): unknown {
  const [step = 0, ...rest] = path;
  if (Array.isArray(value)) {
    if (value.length === 0) return [hostile];
    const at = step % value.length;
    return value.map((item: unknown, index) => (index === at ? changed(item, rest, hostile, how) : item));
  }
  if (!isObject(value)) return hostile;
  const names = Object.keys(value);
  const name = names[step % Math.max(1, names.length)] ?? 'x';
  if (how % 8 === 0) return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
  if (how % 8 === 1) return Object.fromEntries([...Object.entries(value), [oddNames[step % oddNames.length] ?? '', hostile]]);
  const inner = value[name];
  const goesDeeper = typeof inner === 'object' && inner !== null && how % 8 < 6;
  return Object.fromEntries(Object.entries(value).map(([each, own]) => [each, each === name ? (goesDeeper ? changed(inner, rest, hostile, how) : hostile) : own]));
}

/** Good values with something hostile in them. */
export const spoiled = (good: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.tuple(good, fc.array(fc.nat(30), { minLength: 4, maxLength: 4 }), hostileValues, fc.nat(31)).map(([value, path, hostile, how]) => changed(value, path, hostile, how));
