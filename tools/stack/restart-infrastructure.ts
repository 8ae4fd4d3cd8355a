import { startChain, stopChain } from '../chains/start-chains.ts';
import { SetupError, startInfrastructure } from '../infra/index.ts';
import { becomesTrue } from '../infra/system/wait-until.ts';
import { identityOf } from '../infra/state/process-identity.ts';
import { chainPrefix, outsideNames } from './process-names.ts';
import type { StackPlace } from './place.ts';
import { readStackFile, writeStackFile, type StackFile } from './stack-file.ts';

const GONE_WITHIN_MS = 10_000;

async function runningStack(place: StackPlace): Promise<StackFile> {
  const stack = await readStackFile(place.stackFile);
  if (stack === null) throw new SetupError(`No stack runs in ${place.folder}.`);
  return stack;
}

/** kill -9 of the a node of the broker or of the database, with everything that only its memory holds. */
export async function crashInfrastructure(place: StackPlace, name: string): Promise<void> {
  const pid = (await runningStack(place)).processes[name]?.pid;
  if (pid === undefined) throw new SetupError(`The stack in ${place.folder} did not start its ${name} itself.`);
  process.kill(pid, 'SIGKILL');
  await becomesTrue(() => identityOf(pid) === undefined, GONE_WITHIN_MS);
}

/** Starts what is gone of broker and database with its data, on the same ports, and waits until both answer. */
export async function startInfrastructureAgain(place: StackPlace): Promise<void> {
  const infrastructure = await startInfrastructure({ stateFolder: place.infrastructureFolder });
  const stack = await runningStack(place);
  await writeStackFile(place, { ...stack, processes: { ...stack.processes, ...outsideNames(infrastructure) } });
}

/** Ends a chain's node, by the name that its process has in the stack file. What is on the chain is kept. */
export const stopChainOf = (place: StackPlace, process: string): Promise<void> => stopChain(place.chainsFolder, process.slice(chainPrefix.length));

/** Starts it again on the same port, with what was on it. */
export async function startChainAgain(place: StackPlace, process: string): Promise<void> {
  const { pid } = await startChain(place.chainsFolder, process.slice(chainPrefix.length));
  const stack = await runningStack(place);
  await writeStackFile(place, { ...stack, processes: { ...stack.processes, [process]: { pid } } });
}
