import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SetupError } from '../setup-error.ts';
import { findProgram } from './find-program.ts';

const WAIT_IS_SHOWN_AFTER_MS = 500;

/**
 * Runs the work while holding an exclusive lock on a file. The lock is the kernel's (`flock`), held by a small child
 * that lives as long as its standard input: however we die, it goes with us, and no stale lock is ever left behind.
 * Machines without `flock` (not Linux) run the work unguarded: they only ever go the way of Docker.
 */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  if ((await findProgram('flock')) === undefined) return work();
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; read _'], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const ended = once(holder, 'exit');
  const waiting = setTimeout(onWait, WAIT_IS_SHOWN_AFTER_MS);
  const isHeld = await Promise.race([once(holder.stdout, 'data').then(() => true), ended.then(() => false)]);
  clearTimeout(waiting);
  if (!isHeld) throw new SetupError(`The lock file ${file} cannot be used.`);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
