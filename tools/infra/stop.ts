import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isAlive } from './state/process-identity.ts';
import { stopRemembered } from './state/processes.ts';
import { readState } from './state/state-file.ts';
import { removeDebianData } from './ways/debian.ts';
import { stopDockerServices } from './ways/docker.ts';

export interface ProcessStatus {
  name: string;
  pid: number;
  alive: boolean;
}

/** Stops whatever an earlier process started from that folder; data stays. Does nothing when nothing runs. */
export async function stopInfrastructure(stateFolder: string): Promise<void> {
  await stopRemembered(resolve(stateFolder));
  await stopDockerServices(resolve(stateFolder), 'keep');
}

/** Stops everything and removes the folder with all data, also what had to be kept outside it. */
export async function removeInfrastructure(stateFolder: string): Promise<void> {
  await removeData(resolve(stateFolder));
  await rm(resolve(stateFolder), { recursive: true, force: true });
}

/** Stops everything and forgets all about it. Only the lock stays, because the caller may hold it. */
export async function removeData(stateFolder: string): Promise<void> {
  await stopRemembered(stateFolder);
  await stopDockerServices(stateFolder, 'remove');
  await removeDebianData(stateFolder);
  const entries = await readdir(stateFolder).catch(() => []);
  await Promise.all(entries.filter((name) => name !== 'lock').map((name) => rm(join(stateFolder, name), { recursive: true, force: true })));
}

/** What was started from that folder, and whether it still runs. */
export async function infrastructureStatus(stateFolder: string): Promise<ProcessStatus[]> {
  const { processes } = await readState(resolve(stateFolder));
  return Object.entries(processes).map(([name, { pid, identity }]) => ({ name, pid, alive: isAlive(pid, identity) }));
}
