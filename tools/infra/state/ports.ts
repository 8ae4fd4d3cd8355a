import { createServer } from 'node:net';
import { SetupError } from '../setup-error.ts';
import { changeState, readState } from './state-file.ts';

/** Below the range from which systems take ports for outgoing connections, so that none is snatched before we listen. */
const LOWEST = 20_000;
const HIGHEST = 31_999;

/** The port of that name in a state folder: chosen free the first time, the same ever after. */
export async function portFor(stateFolder: string, name: string): Promise<number> {
  const known = (await readState(stateFolder)).ports[name];
  if (known !== undefined) return known;
  const port = await freePort(new Set(Object.values((await readState(stateFolder)).ports)));
  await changeState(stateFolder, (state) => (state.ports[name] = port));
  return port;
}

/** Throws a SetupError when something already listens there. */
export async function checkPortIsFree(port: number, purpose: string): Promise<void> {
  if (await isFree(port)) return;
  throw new SetupError(`Port ${port} on 127.0.0.1, needed for ${purpose}, is taken by another program.`);
}

/** A port on which nothing listens and which is none of those taken. */
export async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new SetupError('No free port was found on 127.0.0.1.');
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
