import { spawn, type ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { reasonOf, SetupError } from '../setup-error.ts';
import { ownerOfChildren } from './owner.ts';

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

let isEnding = false;

/** Nothing is started any more: what a command starts while it cleans up would be left behind. */
export const stopLaunching = (): void => void (isEnding = true);

/** Waits for a word before it becomes the program. Should we die first, it reads the end of its input and ends too. */
const GATE = 'read -r _ && exec "$@" < /dev/null';

/**
 * Starts a program in a session of its own, so that it outlives us and a Ctrl-C on our terminal does not reach it.
 * With `beforeRun`, the process is there but does not run its program until that is done: whoever notes the pid down
 * can be killed at any moment and leaves no process behind that nobody knows of.
 */
export async function launch(what: Launch, beforeRun?: (pid: number) => Promise<void>): Promise<Launched> {
  if (isEnding) throw new SetupError(`${what.name} is not started, because the command is ending.`);
  const log = await open(what.logFile, 'a');
  const child = beforeRun ? spawnGated(what, log.fd) : spawnDetached(what, 'ignore', log.fd);
  let ended = false;
  child.on('exit', () => (ended = true));
  await started(what.name, child).finally(() => log.close());
  if (child.pid === undefined) throw new SetupError(`${what.name} could not be started.`);
  try {
    await beforeRun?.(child.pid);
    child.stdin?.write('go\n');
  } finally {
    child.stdin?.end(); // Without the word before it, this ends the process instead.
    child.unref();
  }
  return { pid: child.pid, hasEnded: () => ended };
}

function spawnDetached({ command, args, name: _name, logFile: _logFile, env, ...rest }: Launch, input: 'ignore' | 'pipe', log: number): ChildProcess {
  return spawn(command, args, { ...rest, env: { ...env, ...ownerOfChildren() }, detached: true, stdio: [input, log, log] });
}

function spawnGated(what: Launch, log: number): ChildProcess {
  return spawnDetached({ ...what, command: '/bin/sh', args: ['-c', GATE, 'sh', what.command, ...what.args] }, 'pipe', log);
}

function started(name: string, child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('spawn', resolve);
    child.on('error', (error) => reject(new SetupError(`${name} could not be started: ${reasonOf(error)}.`)));
  });
}
