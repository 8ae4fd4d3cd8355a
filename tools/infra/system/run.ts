import { spawn } from 'node:child_process';
import { reasonOf } from '../setup-error.ts';

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the program with SIGKILL when it takes longer. */
  timeoutMs?: number;
  uid?: number;
  gid?: number;
  /** What the program reads on its standard input; nothing when absent. */
  input?: string;
}

export interface RunResult {
  /** Exit code; 127 when the program could not be started, 137 when it was killed. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end and hands back what it printed. Never throws for a failing program. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { timeoutMs, input = '', ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...rest, stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined).end(input); // A program need not read what it is told.
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: reasonOf(error) }));
    child.on('close', (code) => resolve({ code: code ?? 137, stdout, stderr }));
  });
}

/** The last line that is not empty: programs put the cause of their failure there. */
export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
