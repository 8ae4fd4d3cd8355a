import { SetupError } from '../setup-error.ts';
import { launch, type Launch, type Launched } from '../system/launch.ts';
import { becomesTrue } from '../system/wait-until.ts';
import { identityOf, isAlive } from './process-identity.ts';
import { changeState, readState, type ProcessRecord } from './state-file.ts';

const WAIT_LIMIT_MS = 15_000;

/** First who asks is stopped, then who answers. */
const STOP_LAST: readonly string[] = ['postgres', 'mongod', 'epmd'];

/** Starts a program that the state folder remembers before it runs, so that any later process can find and stop it. */
export async function launchRemembered(
  stateFolder: string,
  what: Launch,
  stopSignal: ProcessRecord['stopSignal'] = 'SIGTERM',
): Promise<Launched> {
  return launch(what, async (pid) => {
    const identity = identityOf(pid);
    if (identity === undefined) throw new SetupError(`${what.name} ended at once; its log is ${what.logFile}.`);
    await changeState(stateFolder, (state) => (state.processes[what.name] = { pid, identity, stopSignal }));
  });
}

/** The process of that name if an earlier start left it running. */
export async function runningProcess(stateFolder: string, name: string): Promise<number | undefined> {
  const known = (await readState(stateFolder)).processes[name];
  return known && isAlive(known.pid, known.identity) ? known.pid : undefined;
}

/** Ends everything remembered in the state folder and forgets it. A pid the system gave to another is left alone. */
export async function stopRemembered(stateFolder: string): Promise<void> {
  const { processes } = await readState(stateFolder);
  const all = Object.entries(processes);
  for (const isLast of [false, true]) await Promise.all(all.filter(([name]) => STOP_LAST.includes(name) === isLast).map(([, process]) => end(process)));
  if (Object.keys(processes).length > 0) await changeState(stateFolder, (state) => (state.processes = {}));
}

/** Asks a process to end, waits, and kills it when it takes longer. One that is gone, or whose pid is a stranger's, is left alone. */
export async function end({ pid, identity, stopSignal }: ProcessRecord, waitLimitMs = WAIT_LIMIT_MS): Promise<void> {
  const isGone = () => !isAlive(pid, identity);
  if (isGone()) return;
  signal(pid, stopSignal);
  if (await becomesTrue(isGone, waitLimitMs)) return;
  signal(pid, 'SIGKILL');
  if (!(await becomesTrue(isGone, WAIT_LIMIT_MS))) throw new SetupError(`Process ${pid} cannot be ended.`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    const endedMeanwhile = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!endedMeanwhile) throw error;
  }
}
