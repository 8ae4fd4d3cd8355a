import { describe, expect, it } from '@jest/globals';
import { contractOf, type Contract } from '@sluice/contract-kit';
import { aggregate, stored } from '@sluice/persistence';
import { z } from 'zod';
import { examplesOf } from './examples.js';
import { aggregates, contracts } from './found.js';
import { goldenOf, releases, thisRelease, unreadDocument, unreadMessage, type Entry } from './releases.js';

const [known, stores] = [await contracts(), await aggregates()];

/** What is wrong with each entry, by its name. */
const problemsOf = (entries: ReadonlyMap<string, Entry>, judge: (name: string, part: string, example: unknown) => string | undefined): string[] =>
  [...entries].flatMap(([name, parts]) => Object.entries(parts).flatMap(([part, examples]) => examples.flatMap((each) => judge(name, part, each)?.replace(/^/, `${name} `) ?? [])));

describe.each(releases())('what release %s wrote', (release) => {
  const { messages, documents } = goldenOf(release);

  it('as messages, today’s code reads, and drops no field of it', () => {
    expect(problemsOf(messages, (type, part, body) => unreadMessage(known.get(type), part, body))).toEqual([]);
  });

  it('as documents, today’s code reads and knows', () => {
    expect(problemsOf(documents, (name, _, fields) => unreadDocument(stores.get(name), fields as object))).toEqual([]);
  });
});

describe('this release', () => {
  const recorded = goldenOf(thisRelease);

  it('has recorded every message and request (npm run golden)', () => {
    expect([...known.keys()].filter((type) => !recorded.messages.has(type))).toEqual([]);
  });

  it('has recorded every aggregate (npm run golden)', () => {
    expect([...stores.keys()].filter((name) => !recorded.documents.has(name))).toEqual([]);
  });
});

describe('a message of an earlier release', () => {
  const { event } = contractOf('shop');
  const sold = (body: z.ZodType): Contract => event('sold', body as never, {} as never);
  const sent = { id: 'a', size: 'small' };

  it.each<[string, Contract, unknown]>([
    ['a contract that has more, if it may be absent', sold(z.object({ id: z.string(), size: z.string(), note: z.string().optional() })), sent],
    ['a contract with one word more', sold(z.object({ id: z.string(), size: z.enum(['small', 'large']) })), sent],
    ['a contract that adds what is missing', sold(z.object({ id: z.string(), size: z.string(), count: z.int().default(1) })), sent],
  ])('is read by %s', (_, contract, body) => {
    expect(unreadMessage(contract, 'body', body)).toBeUndefined();
  });

  it.each<[string, Contract | undefined, string]>([
    ['a contract that is gone', undefined, 'is no contract any more'],
    ['a contract that dropped a field', sold(z.object({ id: z.string() })), 'drops a field of {"id":"a","size":"small"}'],
    ['a contract that demands one more', sold(z.object({ id: z.string(), size: z.string(), note: z.string() })), 'does not read: note Invalid input: expected string, received undefined'],
    ['a contract with one word less', sold(z.object({ id: z.string(), size: z.enum(['large']) })), 'does not read: size Invalid input: expected "large"'],
    ['a contract that renamed a field', sold(z.object({ name: z.string().optional(), size: z.string() })), 'drops a field of {"id":"a","size":"small"}'],
  ])('is not read by %s', (_, contract, problem) => {
    expect(unreadMessage(contract, 'body', sent)).toBe(problem);
  });
});

describe('a document of an earlier release', () => {
  const boxes = (state: z.ZodType<object>, more: object = {}) => aggregate({ collection: 'boxes', state, ...more });
  const kept = { lid: 'open', width: 3 };

  it.each([
    ['a schema with one field more', boxes(z.object({ lid: z.string(), width: z.int(), seal: z.string().optional() }))],
    ['a field that is called otherwise in code', boxes(stored(z.object({ cover: z.string(), width: z.int() }), { cover: 'lid' }))],
    ['an upcaster that knows where a field is now', boxes(z.object({ lid: z.string(), size: z.object({ width: z.int() }) }), { upcasters: [({ width, ...fields }: Record<string, unknown>) => ({ ...fields, size: { width } })] })],
  ])('is read by %s', (_, one) => {
    expect(unreadDocument(one, kept)).toBeUndefined();
  });

  it.each([
    ['a schema that dropped a field', boxes(z.object({ lid: z.string() })), 'does not know a field of {"lid":"open","width":3}'],
    ['a schema that demands one more', boxes(z.object({ lid: z.string(), width: z.int(), seal: z.string() })), 'does not read: '],
    ['an aggregate that is gone', undefined, 'is no aggregate any more'],
  ])('is not read by %s', (_, one, problem) => {
    expect(unreadDocument(one, kept)).toContain(problem);
  });
});

describe('the examples of a schema', () => {
  it('have every word, every variant and every optional field, and none of the latter', () => {
    const schema = z.object({
      size: z.enum(['small', 'large', 'huge']), note: z.string().optional(), by: z.discriminatedUnion('kind', [z.object({ kind: z.literal('shop') }), z.object({ kind: z.literal('post'), day: z.iso.date() })]).nullable(),
    });
    expect(examplesOf(schema)).toEqual([
      { size: 'small', note: 'a', by: { kind: 'shop' } }, { size: 'large', note: 'a', by: { kind: 'post', day: '2026-01-15' } }, { size: 'huge', note: 'a', by: null }, { size: 'huge', by: null },
    ]);
  });

  it('are none of a schema that takes no candidate, which is said', () => {
    expect(() => examplesOf(z.string().regex(/^never$/))).toThrow('No example fits a schema of the type string');
  });
});
