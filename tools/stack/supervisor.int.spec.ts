import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { becomesTrue } from '../infra/system/wait-until.ts';
import { placeOf, type StackPlace } from './place.ts';
import { killProcess, startProcess, stopProcess } from './processes.ts';
import { waitUntilReady } from './readiness.ts';
import { isUp, noteIn, readRecords, type ProcessRecord } from './records.ts';
import { pauseBefore, startGone, supervise } from './supervisor.ts';

let place: StackPlace;
let program: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-supervisor-'));
  place = { ...placeOf('stack'), folder, stackFile: join(folder, 'stack.json'), recordFile: join(folder, 'processes.json'), logFolder: folder };
  program = join(folder, 'program.cjs');
});

afterEach(async () => {
  await Promise.all((await readRecords(place)).map(stopProcess));
  await rm(place.folder, { recursive: true, force: true });
});

async function started(source: string): Promise<ProcessRecord> {
  await writeFile(program, source);
  const plan = { name: 'payout', port: 0, restarts: 0, args: [program], env: {}, logFile: join(place.folder, 'payout.log') };
  return (await startProcess(plan, noteIn(place, []))).record;
}

const now = async (): Promise<ProcessRecord> => {
  const [record] = await readRecords(place);
  if (record === undefined) throw new Error('Nothing is noted down.');
  return record;
};

const lives = 'setInterval(() => 0, 1000)';

describe('a process of a stack that has ended', () => {
  it('is started again by the supervisor, which counts', async () => {
    const first = await started(lives);
    const stop = new AbortController();
    const supervising = supervise(place, () => undefined, stop.signal);
    await killProcess(first);
    expect(await becomesTrue(async () => (await now()).pid !== first.pid && isUp(await now()), 30_000)).toBe(true);
    expect((await now()).restarts).toBe(1);
    await killProcess(await now());
    expect(await becomesTrue(async () => (await now()).restarts === 2 && isUp(await now()), 30_000)).toBe(true);
    stop.abort();
    await supervising;
  });

  it('is started once by two who see it at the same moment', async () => {
    await killProcess(await started(lives));
    const both = await Promise.all([startGone(place, 'payout'), startGone(place, 'payout')]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
  });

  it('is left alone while it runs', async () => {
    await started(lives);
    expect(await startGone(place, 'payout')).toBeNull();
  });

  it('waits longer each time, a minute at most', () => {
    expect([1, 2, 3, 7, 40].map(pauseBefore)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  });
});

describe('a process that is waited for', () => {
  it('and ends is told with the end of its log', async () => {
    await writeFile(program, `console.log('The port is taken.'); process.exit(1)`);
    const plan = { name: 'payout', port: 1, restarts: 0, args: [program], env: {}, logFile: join(place.folder, 'payout.log') };
    const ended = await startProcess(plan, noteIn(place, []));
    await expect(waitUntilReady([ended])).rejects.toThrow(/payout ended while starting; .* The port is taken\./);
  });
});
