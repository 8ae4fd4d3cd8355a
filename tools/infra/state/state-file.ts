import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SetupError } from '../setup-error.ts';

const STATE_FILE = 'infrastructure.json';

const processRecord = z.object({
  pid: z.int().positive(),
  identity: z.string(),
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
});

const state = z.object({
  ports: z.record(z.string(), z.int()).default({}),
  processes: z.record(z.string(), processRecord).default({}),
  /** The Docker Compose project, when that way was taken. */
  dockerProject: z.string().optional(),
});

export type ProcessRecord = z.infer<typeof processRecord>;
export type State = z.infer<typeof state>;

/** What a state folder remembers; an empty state when nothing was ever started there. */
export async function readState(stateFolder: string): Promise<State> {
  const file = fileIn(stateFolder);
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return state.parse(JSON.parse(text));
  } catch {
    throw new SetupError(`${file} is damaged; delete the folder ${stateFolder} and start again.`);
  }
}

/**
 * Changes the state and writes it by rename, so that a reader never sees half of it.
 * Changes follow one another within a process; between processes the state folder's lock keeps them apart.
 */
export function changeState(stateFolder: string, change: (state: State) => void): Promise<State> {
  const changed = lastChange.then(() => readChangeWrite(stateFolder, change));
  lastChange = changed.catch(() => undefined);
  return changed;
}

let lastChange: Promise<unknown> = Promise.resolve();

async function readChangeWrite(stateFolder: string, change: (state: State) => void): Promise<State> {
  const current = await readState(stateFolder);
  change(current);
  await mkdir(stateFolder, { recursive: true });
  const file = fileIn(stateFolder);
  await writeFile(`${file}.new`, JSON.stringify(current, undefined, 2));
  await rename(`${file}.new`, file);
  return current;
}

const fileIn = (stateFolder: string): string => join(stateFolder, STATE_FILE);
