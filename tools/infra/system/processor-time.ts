import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in ticks of a hundredth of a second, whatever the machine. */
const MS_PER_TICK = 10;

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly ms: number;
}

function rowOf(pid: number): Row[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [fields[1], ...fields.slice(11, 15)];
    return [{ pid, parent, ms: (user + system + childUser + childSystem) * MS_PER_TICK }];
  } catch {
    return []; // It has ended meanwhile.
  }
}

function sumOfTree(rows: readonly Row[], pid: number): number {
  const own = rows.find((row) => row.pid === pid)?.ms ?? 0;
  return rows.filter(({ parent }) => parent === pid).reduce((sum, child) => sum + sumOfTree(rows, child.pid), own);
}

/**
 * Milliseconds of processor time that each process has used so far, with its children; nothing where there is no /proc.
 * Unlike seconds on the clock they say the same on a busy machine as on an idle one.
 */
export function processorTimeOf(processes: Readonly<Record<string, { pid: number }>>): Record<string, number> {
  if (process.platform !== 'linux') return {};
  const rows = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => rowOf(Number(name)));
  return Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, sumOfTree(rows, pid)]));
}
