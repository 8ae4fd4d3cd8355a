import { setTimeout as pause } from 'node:timers/promises';
import type { Infrastructure } from '../../infra/index.ts';
import { beginMixOf, beginOf, type BenchCallers } from './begin.ts';
import { startFloor } from './floor.ts';
import type { FlowName } from '../../load/flows.ts';
import { closedLoop, openLoop, type Begin, type Measured } from '../../load/load.ts';
import { difference, Probe, total, type Watched } from './probe.ts';
import { rowOf, type Row } from './report.ts';
import { expectSound } from '../../load/soundness.ts';

/** How long each row is measured, and how much is under way. */
export interface Extent {
  /** Work before each row of which nothing is counted: what is compiled, connected and cached first. */
  readonly preheatSeconds: number;
  /** Until so many are under way as should be; not counted for the rate. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly atRestSeconds: number;
  readonly inFlight: readonly number[];
  /** How many withdrawals a burst is, and how long the bank is away. */
  readonly burst: number;
  readonly awaySeconds: number;
  /** How many stored withdrawals the growth row is measured with. */
  readonly stored: number;
  /** How many withdrawals a stack has carried when its memory is looked at. */
  readonly memoryAfter: number;
}

export interface Bench {
  readonly callers: BenchCallers;
  readonly probe: Probe;
  readonly extent: Extent;
  readonly signal: AbortSignal;
  /** Withdrawals a second of the floor, by how many were in flight. */
  readonly floor: Map<number, number>;
}

async function measured(name: string, bench: Bench, load: () => Promise<Measured>, more: (carried: Measured) => Record<string, number> = () => ({})): Promise<Row> {
  const before = await bench.probe.read();
  const carried = await load();
  const usage = difference(await bench.probe.read(), before);
  await expectSound(bench.callers.operator);
  return rowOf(name, carried, usage, more(carried));
}

/** The raw drivers on the same broker and database, alone on the machine but for a stack at rest. */
export async function floorRows({ mongodbUri, amqpUrl, processes }: Infrastructure, { extent, signal, floor }: Pick<Bench, 'extent' | 'signal' | 'floor'>): Promise<Row[]> {
  const five = await startFloor({ mongodbUri, amqpUrl });
  const watched: Watched = { processes: { ...processes, ...five.processes }, ports: {}, mongodbUri };
  const probe = new Probe(watched);
  try {
    const rows: Row[] = [];
    for (const inFlight of extent.inFlight) {
      await closedLoop(five.begin, { inFlight, warmUpSeconds: 0, seconds: extent.preheatSeconds, signal });
      const before = await probe.read();
      const carried = await closedLoop(five.begin, { ...extent, inFlight, signal });
      rows.push(rowOf(`floor, ${inFlight} in flight`, carried, difference(await probe.read(), before)));
      floor.set(inFlight, carried.perSecond);
    }
    return rows;
  } finally {
    await probe.close();
    await five.close();
  }
}

async function closedRow(name: string, begin: Begin, inFlight: number, bench: Bench): Promise<Row> {
  const ratio = ({ perSecond }: Measured): Record<string, number> => {
    const floor = bench.floor.get(inFlight);
    return floor === undefined ? {} : { ratio: Number((perSecond / floor).toFixed(3)) };
  };
  await closedLoop(begin, { inFlight, warmUpSeconds: 0, seconds: bench.extent.preheatSeconds, signal: bench.signal });
  return measured(`${name}, ${inFlight} in flight`, bench, () => closedLoop(begin, { ...bench.extent, inFlight, signal: bench.signal }), ratio);
}

export const bultraRow = async (bench: Bench, inFlight: number): Promise<Row> =>
  closedRow('Bultra FPS', await beginOf('bultra', bench.callers, inFlight), inFlight, bench);

export const flowRow = async (bench: Bench, name: Exclude<FlowName, 'bultra'>): Promise<Row> =>
  closedRow({ braid: 'Braid cash', wealthkernel: 'WealthKernel cash' }[name], await beginOf(name, bench.callers, 16), 16, bench);

export const mixRow = async (bench: Bench): Promise<Row> => closedRow('all three', await beginMixOf(bench.callers, 48), 48, bench);

export async function openRow(bench: Bench): Promise<Row> {
  const lanes = 64;
  const begin = await beginOf('bultra', bench.callers, lanes);
  await closedLoop(begin, { inFlight: 16, warmUpSeconds: 0, seconds: bench.extent.preheatSeconds, signal: bench.signal });
  return measured('Bultra FPS, 20 a second', bench, () => openLoop(begin, { perSecond: 20, lanes, seconds: bench.extent.seconds, signal: bench.signal }));
}

const eachSecond = (counts: Readonly<Record<string, number>>, seconds: number): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one).map(([name, count]) => [name, Number((count / seconds).toFixed(2))]));

/** What the stack costs when nobody wants anything: processor time in percent of one core, and commands to the database. */
export async function atRestRow({ probe, extent, signal }: Bench): Promise<Row> {
  const before = await probe.read();
  const startedAt = performance.now();
  await pause(extent.atRestSeconds * 1_000, undefined, { signal });
  const seconds = (performance.now() - startedAt) / 1_000;
  const { processorMs, commands, commandsInDetail } = difference(await probe.read(), before);
  const percent = (ms: number) => Number((ms / seconds / 10).toFixed(2));
  const outside = /^(database|database-gateway|rabbitmq|epmd|chain-.*|simulators)$/;
  const own = Object.fromEntries(Object.entries(processorMs).filter(([name]) => !outside.test(name)));
  const withStores = Object.fromEntries(Object.entries(processorMs).filter(([name]) => !/^(chain-.*|simulators)$/.test(name)));
  return {
    row: 'at rest',
    figures: { ownCpuPercent: percent(total(own)), cpuPercentWithStores: percent(total(withStores)), commandsPerSecond: Number((total(commands) / seconds).toFixed(1)) },
    each: { cpuPercent: Object.fromEntries(Object.entries(processorMs).map(([name, ms]) => [name, percent(ms)])), commandsPerSecond: eachSecond(commands, seconds), commandsInDetail: eachSecond(commandsInDetail, seconds) },
  };
}

/** What each service has in memory when so many were carried, whatever rows came before. */
export async function memoryRow({ callers, probe, extent, signal }: Bench): Promise<Row> {
  const begin = await beginOf('bultra', callers, 64);
  let carried = 0;
  while (carried < extent.memoryAfter) carried += (await closedLoop(begin, { inFlight: 64, warmUpSeconds: 0, seconds: Math.min(60, extent.seconds), signal })).completed;
  const resident = probe.residentMb();
  return { row: `memory after ${extent.memoryAfter} withdrawals`, figures: { mostMb: Math.max(...Object.values(resident)), carried }, each: { residentMb: resident } };
}
