import { readdirSync, readFileSync } from 'node:fs';
import { ownerVariable } from '../system/owner.ts';
import { identityOf } from './process-identity.ts';
import { end } from './processes.ts';

const WAIT_LIMIT_MS = 5_000;

function isOwnedBy(pid: number, owner: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${ownerVariable}=${owner}`);
  } catch {
    return false; // It has ended, or is somebody else's.
  }
}

/** Processes that belong to a command of this folder; none where there is no /proc. */
function ownedBy(owner: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => pid !== process.pid && isOwnedBy(pid, owner));
}

/** Ends every process that belongs to a command of this folder, and tells how many there were. */
export async function endLeftovers(owner: string): Promise<number> {
  const pids = ownedBy(owner);
  await Promise.all(pids.map(async (pid) => {
    const identity = identityOf(pid);
    if (identity !== undefined) await end({ pid, identity, stopSignal: 'SIGTERM' }, WAIT_LIMIT_MS);
  }));
  return pids.length;
}
