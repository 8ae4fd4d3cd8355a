import { z } from 'zod';
import { identityOf, isAlive } from '../infra/state/process-identity.ts';
import type { StackPlace } from './place.ts';
import { readPrivate, writePrivate } from './private-file.ts';

const recordSchema = z.object({
  name: z.string(),
  pid: z.int(),
  /** When it was started, so that a stranger who was given the same pid later is left alone. */
  identity: z.string(),
  port: z.int(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
  logFile: z.string(),
  /** How often the supervisor has started it again. */
  restarts: z.int().default(0),
});

/** How one process of a stack was started: all that is needed to find, stop and start it again. */
export type ProcessRecord = z.output<typeof recordSchema>;

/** What is started, before it has a pid. */
export type ProcessPlan = Omit<ProcessRecord, 'pid' | 'identity'>;

export const readRecords = async (place: StackPlace): Promise<ProcessRecord[]> => (await readPrivate(place.recordFile, z.array(recordSchema))) ?? [];

/** Keeps a record, in place of an earlier one of the same name. */
export type Note = (record: ProcessRecord) => Promise<void>;

/** Notes down beside what is known already; several at once follow one another. */
export function noteIn(place: StackPlace, known: readonly ProcessRecord[]): Note {
  const records = new Map(known.map((record) => [record.name, record]));
  let last: Promise<void> = Promise.resolve();
  return (record) => {
    records.set(record.name, record);
    last = last.then(() => writePrivate(place.recordFile, [...records.values()]));
    return last;
  };
}

/** Takes a process that is gone out of the records. */
export const forget = async (place: StackPlace, name: string): Promise<void> => writePrivate(place.recordFile, (await readRecords(place)).filter((record) => record.name !== name));

export const isUp = (record: ProcessRecord): boolean => isAlive(record.pid, record.identity);

export const recordOf = (plan: ProcessPlan, pid: number): ProcessRecord => ({ ...plan, pid, identity: identityOf(pid) ?? 'ended at once' });
