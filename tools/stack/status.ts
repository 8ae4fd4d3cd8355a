import { infrastructureStatus } from '../infra/index.ts';
import type { StackPlace } from './place.ts';
import { appNames } from './plan.ts';
import { isReady } from './processes.ts';
import { isUp, readRecords, type ProcessRecord } from './records.ts';
import { supervisorName } from './supervisor.ts';

export type Health = 'ready' | 'not ready' | 'gone';

export interface StatusRow {
  readonly name: string;
  readonly health: Health;
  readonly pid?: number;
  readonly port?: number;
  /** How often it has ended and was started again. */
  readonly restarts?: number;
}

async function healthOf(record: ProcessRecord): Promise<Health> {
  if (!isUp(record)) return 'gone';
  return (await isReady(record.port)) ? 'ready' : 'not ready';
}

/** Broker, database and chains keep the same kind of record; whose name it is is told with it, for theirs has a gateway too. */
async function rowsOf(kind: string, stateFolder: string): Promise<StatusRow[]> {
  const statuses = await infrastructureStatus(stateFolder);
  return statuses.map(({ name, pid, alive }) => ({ name: `${kind}: ${name}`, health: alive ? 'ready' : 'gone', pid }));
}

/** One row per process that a stack should have, simulators and apps first, then broker, database and chains. */
export async function stackStatus(place: StackPlace): Promise<StatusRow[]> {
  const records = await readRecords(place);
  const names = new Set(['simulators', ...appNames, ...records.map(({ name }) => name)].filter((name) => name !== supervisorName));
  const rows = [...names].map(async (name): Promise<StatusRow> => {
    const record = records.find((known) => known.name === name);
    return record === undefined ? { name, health: 'gone' } : { name, health: await healthOf(record), pid: record.pid, port: record.port, restarts: record.restarts };
  });
  return [...(await Promise.all(rows)), ...(await rowsOf('infrastructure', place.infrastructureFolder)), ...(await rowsOf('chain', place.chainsFolder)), ...(await rowsOf('traces', place.jaegerFolder))];
}

export const isAllReady = (rows: readonly StatusRow[]): boolean => rows.every(({ health }) => health === 'ready');
