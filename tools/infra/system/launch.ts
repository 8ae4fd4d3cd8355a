import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { reasonOf, SetupError } from '../setup-error.ts';

export interface Launch {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  uid?: number;
  gid?: number;
}

export interface Launched {
  pid: number;
  /** Whether it has ended; asked while waiting for it to answer, so that a crash is told at once. */
  hasEnded(): boolean;
}

/** Starts a program in a session of its own, so that it outlives us and a Ctrl-C on our terminal does not reach it. */
export async function launch({ name, command, args, logFile, ...rest }: Launch): Promise<Launched> {
  const log = await open(logFile, 'a');
  const child = spawn(command, args, { ...rest, detached: true, stdio: ['ignore', log.fd, log.fd] });
  let ended = false;
  child.on('exit', () => (ended = true));
  await new Promise<void>((resolve, reject) => {
    child.on('spawn', resolve);
    child.on('error', (error) => reject(new SetupError(`${name} could not be started: ${reasonOf(error)}.`)));
  }).finally(() => log.close());
  child.unref();
  if (child.pid === undefined) throw new SetupError(`${name} could not be started.`);
  return { pid: child.pid, hasEnded: () => ended };
}
