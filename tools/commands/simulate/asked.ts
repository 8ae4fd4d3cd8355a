import { parseArgs } from 'node:util';

/** What is to be simulated. */
export type Asked =
  | { readonly kind: 'seeds'; readonly first: number; readonly count: number; readonly workers: number }
  | { readonly kind: 'script'; readonly script: unknown; readonly workers: 1 }
  | { readonly kind: 'mutations'; readonly most: number; readonly workers: number };

const DEFAULT_SEEDS = 1_000;
const DEFAULT_WORKERS = 2;

const options = {
  seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' }, workers: { type: 'string' }, script: { type: 'string' }, mutations: { type: 'boolean' },
} as const;

const whole = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);

/** Null: it makes no sense. */
export function askFor(args: readonly string[]): Asked | null {
  const { values } = parseArgs({ args: [...args], options, strict: false });
  const given = values as { readonly [name in keyof typeof options]?: string | boolean };
  const count = whole(String(given.seed === undefined ? (given.seeds ?? (given.mutations === true ? 2_000 : DEFAULT_SEEDS)) : 1));
  const first = whole(String(given.seed ?? given.from ?? 1));
  const workers = whole(String(given.workers ?? (given.seed === undefined ? DEFAULT_WORKERS : 1)));
  if (typeof given.script === 'string') return { kind: 'script', script: JSON.parse(given.script) as unknown, workers: 1 };
  if (count === null || first === null || workers === null) return null;
  return given.mutations === true ? { kind: 'mutations', most: count, workers } : { kind: 'seeds', first, count, workers };
}
