import { readFileSync } from 'node:fs';

/** What makes a process itself: the id alone is given again by the system. Undefined when no such process runs. */
export function identityOf(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  const boot = readOrUndefined('/proc/sys/kernel/random/boot_id');
  if (stat === undefined || boot === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold anything, so we count from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [runState, startedAtTick] = [fields[0], fields[19]];
  return runState === 'Z' ? undefined : `${boot.trim()}/${startedAtTick}`;
}

export function isAlive(pid: number, identity: string): boolean {
  return identityOf(pid) === identity;
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined; // The process ended, or this system has no /proc.
  }
}
