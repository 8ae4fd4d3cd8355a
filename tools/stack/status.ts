import { infrastructureStatus } from '../infra/index.ts';
import type { StackPlace } from './place.ts';
import { appNames } from './plan.ts';
import { isReady } from './processes.ts';
import { isUp, readRecords, type ProcessRecord } from './records.ts';

export type Health = 'ready' | 'not ready' | 'gone';

export interface StatusRow {
  readonly name: string;
  readonly health: Health;
  readonly pid?: number;
  readonly port?: number;
}

async function healthOf(record: ProcessRecord): Promise<Health> {
  if (!isUp(record)) return 'gone';
  return (await isReady(record.port)) ? 'ready' : 'not ready';
}

/** The infrastructure's own names are told apart from the apps': its gateway is not ours. */
async function infrastructureRows(place: StackPlace): Promise<StatusRow[]> {
  const statuses = await infrastructureStatus(place.infrastructureFolder);
  return statuses.map(({ name, pid, alive }) => ({ name: `infrastructure: ${name}`, health: alive ? 'ready' : 'gone', pid }));
}

/** One row per process that a stack should have, simulators and apps first, then broker and database. */
export async function stackStatus(place: StackPlace): Promise<StatusRow[]> {
  const records = await readRecords(place);
  const rows = ['simulators', ...appNames].map(async (name): Promise<StatusRow> => {
    const record = records.find((known) => known.name === name);
    return record === undefined ? { name, health: 'gone' } : { name, health: await healthOf(record), pid: record.pid, port: record.port };
  });
  return [...(await Promise.all(rows)), ...(await infrastructureRows(place))];
}

export const isAllReady = (rows: readonly StatusRow[]): boolean => rows.every(({ health }) => health === 'ready');
