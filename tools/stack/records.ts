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
});

/** How one process of a stack was started: all that is needed to find, stop and start it again. */
export type ProcessRecord = z.output<typeof recordSchema>;

/** What is started, before it has a pid. */
export type ProcessPlan = Omit<ProcessRecord, 'pid' | 'identity'>;

export const readRecords = async (place: StackPlace): Promise<ProcessRecord[]> => (await readPrivate(place.recordFile, z.array(recordSchema))) ?? [];

export const writeRecords = (place: StackPlace, records: readonly ProcessRecord[]): Promise<void> => writePrivate(place.recordFile, records);

export const isUp = (record: ProcessRecord): boolean => isAlive(record.pid, record.identity);

export const recordOf = (plan: ProcessPlan, pid: number): ProcessRecord => ({ ...plan, pid, identity: identityOf(pid) ?? 'ended at once' });
