import { createServer } from 'node:net';
import { SetupError } from '../setup-error.ts';
import { changeState, readState } from './state-file.ts';

/** Below the range from which systems take ports for outgoing connections, so that none is snatched before we listen. */
const LOWEST = 20_000;
const HIGHEST = 31_967;

/** As many as one process ever asks for. Processes draw from parts of their own, so that two that start at once do not get the same. */
const PART = 64;
const PARTS = (HIGHEST - LOWEST + 1) / PART;

/** Given out by this process and maybe not listened on yet. */
const given = new Set<number>();

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

/** A port on which nothing listens, which is none of those taken, and which this process has given to nobody else. */
export async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let part = process.pid % PARTS, tries = 0; tries < PARTS; part = (part + 1) % PARTS, tries += 1) {
    for (let port = LOWEST + part * PART; port < LOWEST + (part + 1) * PART; port += 1) {
      if (taken.has(port) || given.has(port)) continue;
      given.add(port);
      if (await isFree(port)) return port;
    }
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
