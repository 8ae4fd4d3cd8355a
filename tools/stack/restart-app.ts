import { SetupError } from '../infra/index.ts';
import type { StackPlace } from './place.ts';
import { appNames, type AppName } from './plan.ts';
import { killProcess } from './processes.ts';
import { waitUntilReady } from './readiness.ts';
import { isUp, readRecords, type ProcessRecord } from './records.ts';
import { startGone } from './supervisor.ts';

async function recordNamed(place: StackPlace, name: string): Promise<ProcessRecord> {
  const record = (await readRecords(place)).find((known) => known.name === name);
  if (record === undefined) throw new SetupError(`The stack in ${place.folder} has no process ${name}.`);
  return record;
}

/** kill -9: what a power cut or the system's memory killer does to one process. */
export const crash = async (place: StackPlace, name: string): Promise<void> => killProcess(await recordNamed(place, name));

/** Starts a process that is gone as it was started before, on the same port, and waits until it is ready. */
export async function startAgain(place: StackPlace, name: string): Promise<void> {
  await recordNamed(place, name);
  const started = await startGone(place, name);
  if (started !== null) await waitUntilReady([started]);
}

/** The apps that have ended, by whatever. */
export async function crashed(place: StackPlace): Promise<AppName[]> {
  const gone = new Set((await readRecords(place)).filter((record) => !isUp(record)).map(({ name }) => name));
  return appNames.filter((name) => gone.has(name));
}
