import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SetupError } from '../setup-error.ts';
import { findProgram } from './find-program.ts';

/**
 * Runs the work while holding an exclusive lock on a file. The lock is the kernel's (`flock`), held by a small child
 * that lives as long as its standard input: however we die, it goes with us, and no stale lock is ever left behind.
 * Machines without `flock` (not Linux) run the work unguarded: they only ever go the way of Docker.
 */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  if ((await findProgram('flock')) === undefined) return work();
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; cat'], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const waiting = setTimeout(onWait, 500);
  const [first] = (await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]).finally(() => clearTimeout(waiting))) as [unknown];
  if (!Buffer.isBuffer(first)) throw new SetupError(`The lock file ${file} cannot be used.`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await once(holder, 'exit');
  }
}
