import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { braid } from '../dialects/braid/routes.js';
import { bultra } from '../dialects/bultra/routes.js';
import { numbersSchema } from '../dialects/bultra/schema/requests.js';
import { wealthkernel } from '../dialects/wealthkernel/routes.js';
import { operators } from '../operators/operators.module.js';
import { describedRoutes } from './operation.js';

type Node = z.core.$ZodType;

const isNode = (value: unknown): value is Node => value instanceof z.core.$ZodType;

/** The schemas that a schema is made of, whatever it is: they lie in its definition, at any depth. */
function partsOf(value: unknown, path: string): [string, Node][] {
  if (isNode(value)) return [[path, value]];
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return [];
  return Object.entries(value).flatMap(([name, part]) => partsOf(part, /^(\d+|shape|innerType|in|out|options|element)$/.test(name) ? path : `${path}.${name}`));
}

/** Checks of a schema that JSON Schema cannot hold: code, and the flags of patterns. */
function unsaid(schema: Node): string[] {
  const { checks = [], type } = schema._zod.def;
  const code = type === 'custom' || checks.some((check) => check._zod.def.check === 'custom') ? ['code'] : [];
  const flagged = checks.flatMap((check) => {
    const { pattern } = check._zod.def as { readonly pattern?: RegExp };
    return pattern !== undefined && pattern.flags.replace('u', '') !== '' ? [`the flags of ${String(pattern)}`] : [];
  });
  return [...code, ...flagged];
}

/** Said in words, or by the length that the code measures. A pattern alone may say less than the code. */
function problemsOf(path: string, schema: Node, seen = new Set<Node>()): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { description, maxLength } = z.globalRegistry.get(schema) ?? {};
  if (description !== undefined && schema._zod.def.type === 'pipe') return [];
  const here = description !== undefined || maxLength !== undefined ? [] : unsaid(schema).map((what) => `${path}: ${what}`);
  const { checks: _, ...parts } = schema._zod.def;
  const inner = Object.entries('shape' in parts ? { shape: parts.shape } : parts).flatMap(([name, part]) => partsOf({ [name]: part }, path));
  return [...here, ...inner.flatMap(([place, part]) => problemsOf(place, part, seen))];
}

const problemsIn = (controllers: readonly Type[]): string[] =>
  describedRoutes(controllers).flatMap(({ name, notes: { body, query } }) => [...(body ? problemsOf(`${name} body`, body.schema) : []), ...(query ? problemsOf(`${name} query`, query) : [])]);

describe('what a dialect refuses in a request', () => {
  it.each([['Bultra', bultra.controllers], ['WealthKernel', wealthkernel.controllers], ['Braid', braid.controllers], ['the operators’ API', operators.controllers]])('%s says in its document', (_, controllers) => {
    expect(problemsIn(controllers)).toEqual([]);
  });

  it('of the numbers of an account says Bultra too, which depend on its rails', () => {
    for (const supported of [['ACH'], ['FPS'], ['SEPA']] as const) expect(problemsOf('account', numbersSchema(supported))).toEqual([]);
  });

  it('is found wherever it stands in a schema', () => {
    const refined = z.string().refine(() => true);
    const schema = z.object({ a: z.array(z.object({ b: refined.optional() })), c: z.union([z.int(), refined.transform(Number).pipe(z.int())]), d: z.string().regex(/x/i), e: z.custom(() => true), f: z.record(z.string(), z.string().refine(() => true).nullish()) });
    expect(problemsOf('body', schema)).toEqual(['body.a.b: code', 'body.d: the flags of /x/i', 'body.e: code', 'body.f.valueType: code']);
    expect(problemsOf('body', refined.meta({ description: 'What it has to be.' }))).toEqual([]);
  });
});
