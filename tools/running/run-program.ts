import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { SetupError } from '../infra/setup-error.ts';
import { root } from '../workspace.ts';

export interface ProgramOptions {
  readonly signal: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** Which of its two outputs go to the screen as they come; the others are collected and handed back. */
  readonly screen?: 'none' | 'stderr';
  /** Whether it gives way to what runs beside it. */
  readonly givesWay?: boolean;
}

/** As `nice` knows it: enough to take only what others leave. */
const LOW_PRIORITY = 10;

export interface ProgramResult {
  readonly code: number;
  readonly output: string;
}

/** The installed Node and the installed programs come before those of the system, for the program and all it starts. */
const pathWithInstalled = (): string => [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);

/** Ends a program with everything that it started and that is still there. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

/**
 * Runs a program of the working tree to its end, in a process group of its own: an interrupt ends it with everything
 * that it started. Throws only when it cannot be started or is interrupted; a failing exit code is handed back.
 */
export function runProgram([program, ...args]: readonly [string, ...string[]], { signal, env = {}, screen = 'none', givesWay = false }: ProgramOptions): Promise<ProgramResult> {
  signal.throwIfAborted();
  const child = spawn(program, args, {
    cwd: root, detached: true, stdio: ['ignore', 'pipe', screen === 'stderr' ? 'inherit' : 'pipe'], env: { ...process.env, ...env, PATH: pathWithInstalled() },
  });
  if (givesWay && child.pid !== undefined) setPriority(child.pid, LOW_PRIORITY);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const end = () => endGroup(child.pid);
  signal.addEventListener('abort', end);
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new SetupError(`${program} could not be started.`)));
    child.once('close', (code) => {
      signal.removeEventListener('abort', end);
      end(); // A test that failed may have left a process of its own behind.
      if (signal.aborted) reject(signal.reason as Error);
      else resolve({ code: code ?? 1, output });
    });
  });
}
