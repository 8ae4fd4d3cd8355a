import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Line, Order } from './order.js';
import type { Script } from './run.js';

const inPlace = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const args = ['--disable-warning=ExperimentalWarning', '--conditions', '@sluice/source', '--import', inPlace('../../builders/register-typescript.mjs'), inPlace('./main.ts')];

/** In a process of its own: its clock and its chance are not real. */
async function simulated(...orders: readonly Order[]): Promise<Line[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [...args, JSON.stringify(orders)], { maxBuffer: 2 ** 26 });
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Line);
}

const linesOf = <K extends Line['kind']>(lines: readonly Line[], kind: K): Extract<Line, { kind: K }>[] => lines.filter((line): line is Extract<Line, { kind: K }> => line.kind === kind);

const SEEDS = 500;

/** Worlds whose databases are restored from a backup while the broker loses everything. */
const RESTORES = 60;

/** Runs that violated something once. */
const kept: readonly [string, Script][] = [
  ['a stop that comes when its payment was just broadcast is answered, though the payment takes long', {
    seed: 7401,
    faults: [{ at: 0, kind: 'lose-connection', ms: 40 }, { at: 46, kind: 'lose-answer', ms: 0 }, { at: 118, kind: 'delay', ms: 7288 }, { at: 220, kind: 'crash-before', ms: 275 }, { at: 233, kind: 'delay', ms: 7880 }],
    plans: [{ kind: 'wallet', id: 'w1', wallet: 'treasury', amount: '120.50', chain: 'slow', vote: 'approve', retries: false, cancelAfterMs: 13_944, cancels: 'withdrawal', operate: null }],
  }],
];

/** Found within a few seeds; `npm run simulate -- --mutations` plants all of them. */
const quick = [
  'a compensation left out: an undelivered payment keeps its hold', 'money that comes back is ignored', 'an acceptance is replied to before it is carried out',
  'messages are not written with the state', 'an outbox is cleared before the broker has confirmed', 'a change is sent before it is written', 'a write does not look at the version',
  'a message whose handler failed is let go', 'release and settle are swapped: posting a hold gives it back', 'a hold is posted twice when it is asked for twice', 'closed holds are forgotten',
  'pending entries are dropped before they are in the journal', 'a change that comes early is not held', 'a payment is sent under a new key each time', 'allocations of a delivered leg are not taken out', 'returns are not told', 'an order to sell is given under a new key each time',
];

const IN_ONE = Math.ceil(quick.length / 2);
const planted = (names: readonly string[]): Order => ({ do: 'bugs', names, most: 2_000 });
const half = (first: number): Order => ({ do: 'seeds', first, count: SEEDS / 2, step: 2 });

/** They yield to whatever runs beside them; this ends only what hangs. */
const HANGS_AFTER_MS = 1_200_000;

/** Run by both processes, after and before others, to see that they are the same. */
const again: Order = { do: 'seeds', first: 41, count: 12, step: 1 };

describe('simulated worlds', () => {
  let lines: readonly [Line[], Line[]];

  /** Loading the services takes a process longer than a hundred worlds: there are two processes, one for each core. */
  beforeAll(async () => {
    lines = await Promise.all([
      simulated(half(1), again, ...kept.map(([, script]): Order => ({ do: 'script', script })), planted(quick.slice(0, IN_ONE))),
      simulated(again, half(2), { do: 'restores', first: 1, count: RESTORES }, planted(quick.slice(IN_ONE))),
    ]);
  }, HANGS_AFTER_MS);

  it('violate nothing, whatever goes wrong in them', () => {
    const failures = linesOf(lines.flat(), 'failure').map(({ seed, script, violations }) => ({ seed, violations, script: JSON.stringify(script) }));
    expect(failures).toEqual([]);
    expect(linesOf(lines.flat(), 'ran').reduce((sum, { runs }) => sum + runs, 0)).toBe(SEEDS + RESTORES + 2 * 12 + kept.length);
  });

  it('are the same for the same seed, also beside others', () => {
    expect(linesOf(lines[1], 'ran')[0]).toEqual(linesOf(lines[0], 'ran')[1]);
  });

  it('show each planted bug within 2,000 seeds', () => {
    const found = linesOf(lines.flat(), 'bug');
    expect(found.map(({ name }) => name)).toEqual(quick);
    expect(found.filter(({ seed }) => seed === null)).toEqual([]);
  });
});
