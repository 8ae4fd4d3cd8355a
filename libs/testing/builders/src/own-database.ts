import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { infrastructure } from './infrastructure.js';
import { until } from './until.js';

/** A database that no other test uses: it may be killed. */
export interface OwnDatabase {
  readonly uri: string;
  /** kill -9 of everything it consists of, with what only its memory holds. Resolves when all of it is gone. */
  kill(): Promise<void>;
  /** Starts what is gone, with its data and on the same port, and resolves when it answers. */
  startAgain(): Promise<void>;
  /** Ends it and forgets its data. */
  stop(): Promise<void>;
}

interface Running {
  readonly mongodbUri: string;
  readonly processes: Readonly<Record<string, { readonly pid: number }>>;
}

interface InfrastructureTools {
  readonly startInfrastructure: (options: { stateFolder: string; durable: boolean; environment: Readonly<Record<string, string>> }) => Promise<Running>;
  readonly removeInfrastructure: (stateFolder: string) => Promise<void>;
}

const tools = new URL('../../../../tools/infra/index.ts', import.meta.url).href;
const docker = (...args: readonly string[]): Promise<{ stdout: string }> => promisify(execFile)('docker', args);

/** Starts it by the way that the machine offers, as for all tests. Found by place: nothing of the tools is part of what is built. */
export async function startOwnDatabase(): Promise<OwnDatabase> {
  const { startInfrastructure, removeInfrastructure } = (await import(tools)) as InfrastructureTools;
  const stateFolder = await mkdtemp(join(tmpdir(), 'sluice-database-'));
  const start = (): Promise<Running> => startInfrastructure({ stateFolder, durable: false, environment: { AMQP_URL: infrastructure().amqpUrl } });
  let running = await start();
  return {
    uri: running.mongodbUri,
    kill: () => kill(running),
    startAgain: async () => {
      running = await start();
    },
    stop: async () => {
      await removeInfrastructure(stateFolder);
      await rm(stateFolder, { recursive: true, force: true });
    },
  };
}

async function kill({ mongodbUri, processes }: Running): Promise<void> {
  const pids = Object.values(processes).map(({ pid }) => pid);
  if (pids.length === 0) return killContainer(new URL(mongodbUri).port);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await until('the database is gone', () => !pids.some(isThere));
}

async function killContainer(port: string): Promise<void> {
  const { stdout } = await docker('ps', '--quiet', '--filter', `publish=${port}`);
  await docker('kill', ...stdout.trim().split('\n'));
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
