import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';
import { becomesTrue } from '../system/wait-until.ts';

const LEFTOVERS_END_WITHIN_MS = 10_000;

/**
 * Removes the lock file of a server that was killed. PostgreSQL would refuse to start as long as any process has the
 * number written there, be it a stranger's or a dead one's not yet reaped. We know that ours has ended; what must be
 * waited for are its children, which still hold its shared memory for a moment.
 */
export async function removeStaleLock(dataFolder: string): Promise<void> {
  const file = join(dataFolder, 'postmaster.pid');
  const lock = await readFile(file, 'utf8').catch(() => undefined);
  if (lock === undefined) return;
  const segment = sharedMemoryOf(lock);
  const isLetGo = async () => !isAttached(await readFile('/proc/sysvipc/shm', 'utf8').catch(() => ''), segment);
  if (!(await becomesTrue(isLetGo, LEFTOVERS_END_WITHIN_MS))) {
    throw new SetupError(`A PostgreSQL server that was not started from this state folder still uses ${dataFolder}.`);
  }
  await rm(file);
}

/** The id of the shared memory segment out of a `postmaster.pid`: the second number of its seventh line. */
export function sharedMemoryOf(lock: string): string | undefined {
  return lock.split('\n')[6]?.trim().split(/\s+/)[1];
}

/** Whether any process is attached to a segment, by `/proc/sysvipc/shm` (columns: key, id, perms, size, cpid, lpid, nattch …). */
export function isAttached(sharedMemoryTable: string, segment: string | undefined): boolean {
  const rows = sharedMemoryTable.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.some((row) => row[1] === segment && Number(row[6]) > 0);
}
