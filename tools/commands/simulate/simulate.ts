import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { root } from '../../workspace.ts';
import type { Asked } from './asked.ts';

const words = z.array(z.string());

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failure'), seed: z.number(), script: z.object({ faults: z.array(z.unknown()), plans: z.array(z.unknown()) }).loose(), violations: words, happened: words }),
  z.object({ kind: z.literal('ran'), runs: z.number(), withFaults: z.number(), ends: z.record(z.string(), z.number()), fingerprint: z.number() }),
  z.object({ kind: z.literal('bug'), name: z.string(), seed: z.number().nullable(), violation: z.string().nullable() }),
  z.object({ kind: z.literal('bugs'), names: words }),
]);
export type Line = z.output<typeof lineSchema>;

const program = join(root, 'libs/testing/simulation/src/main.ts');
const loader = join(root, 'libs/testing/builders/register-typescript.mjs');

/** Simulates in processes of their own, from source, and gives all that they say. @throws when one of them ends otherwise than in order. */
export async function simulate(asked: Asked, signal: AbortSignal): Promise<Line[]> {
  const orders = await ordersFor(asked, signal);
  return (await Promise.all(orders.map((order) => carriedOut(order, signal)))).flat();
}

async function ordersFor(asked: Asked, signal: AbortSignal): Promise<object[]> {
  if (asked.kind === 'script') return [{ do: 'script', script: asked.script }];
  const workers = Array.from({ length: asked.workers }, (_, index) => index);
  if (asked.kind === 'seeds') {
    return workers.map((index) => ({ do: 'seeds', first: asked.first + index, count: Math.ceil((asked.count - index) / asked.workers), step: asked.workers }));
  }
  const names = (await carriedOut({ do: 'list-bugs' }, signal)).flatMap((line) => (line.kind === 'bugs' ? line.names : []));
  return workers.map((index) => ({ do: 'bugs', names: names.filter((_, place) => place % asked.workers === index), most: asked.most }));
}

async function carriedOut(order: object, signal: AbortSignal): Promise<Line[]> {
  const args = ['--disable-warning=ExperimentalWarning', '--conditions', '@sluice/source', '--import', loader, program, JSON.stringify([order])];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], signal });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  // An interrupt is told by its end as well.
  child.once('error', () => undefined);
  const lines: Line[] = [];
  for await (const text of createInterface({ input: child.stdout })) lines.push(lineSchema.parse(JSON.parse(text)));
  const [code] = await ended;
  if (code !== 0) throw new Error(`A simulating process ended with ${code ?? 'a signal'}.`);
  return lines;
}
