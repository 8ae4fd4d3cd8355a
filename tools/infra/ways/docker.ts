import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BrokerAddress, DatabaseAddress, StartContext } from '../infrastructure.ts';
import { SetupError } from '../setup-error.ts';
import { portFor } from '../state/ports.ts';
import { changeState, readState } from '../state/state-file.ts';
import { findProgram } from '../system/find-program.ts';
import { lastLine, run, type RunResult } from '../system/run.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const COMPOSE_FILE = join(REPOSITORY, 'docker-compose.yml');
const ANSWERS_WITHIN_MS = 4000;
const STARTS_WITHIN_S = 300;

/** Whether a Docker engine with Compose answers; a client alone does not count. */
export async function dockerAnswers(): Promise<boolean> {
  if ((await findProgram('docker')) === undefined) return false;
  const engine = await run('docker', ['info'], { timeoutMs: ANSWERS_WITHIN_MS });
  return engine.code === 0 && (await run('docker', ['compose', 'version'], { timeoutMs: ANSWERS_WITHIN_MS })).code === 0;
}

/** Starts the services in a Compose project of the state folder's own; returns when their health checks pass. */
export async function startDockerServices({ stateFolder, progress }: StartContext, services: readonly ('mongodb' | 'rabbitmq')[]): Promise<DatabaseAddress & BrokerAddress> {
  const [mongodb, amqp, management] = [
    await portFor(stateFolder, 'mongodb'),
    await portFor(stateFolder, 'amqp'),
    await portFor(stateFolder, 'management'),
  ];
  await portFor(stateFolder, 'prometheus');
  progress(`Starting ${services.join(' and ')} in Docker.`);
  await start(stateFolder, services);
  return {
    mongodbUri: `mongodb://127.0.0.1:${mongodb}/?replicaSet=rs0&directConnection=true`,
    amqpUrl: `amqp://guest:guest@127.0.0.1:${amqp}`,
    managementUrl: `http://127.0.0.1:${management}`,
  };
}

/** Starts Jaeger in a Compose project of the state folder's own; whether it answers by then is not known, for its image has no health check. */
export async function startDockerJaeger(stateFolder: string): Promise<{ readonly url: string; readonly receiver: string }> {
  const [query, receiver] = [await portFor(stateFolder, 'jaeger'), await portFor(stateFolder, 'otlp')];
  await start(stateFolder, ['jaeger']);
  return { url: `http://127.0.0.1:${query}`, receiver: `http://127.0.0.1:${receiver}` };
}

async function start(stateFolder: string, services: readonly string[]): Promise<void> {
  await changeState(stateFolder, (state) => (state.dockerProject = projectOf(stateFolder)));
  const { code, stderr } = await compose(stateFolder, 'up', '--detach', '--wait', '--wait-timeout', String(STARTS_WITHIN_S), ...services);
  if (code !== 0) throw new SetupError(`Docker could not start ${services.join(' and ')}: ${lastLine(stderr)}`);
}

/** Removes the containers of a state folder, and with `data` their volumes too. Does nothing where there are none. */
export async function stopDockerServices(stateFolder: string, data: 'keep' | 'remove'): Promise<void> {
  if ((await readState(stateFolder)).dockerProject === undefined) return;
  const { code, stderr } = await compose(stateFolder, 'down', ...(data === 'remove' ? ['--volumes'] : []));
  if (code !== 0) throw new SetupError(`Docker could not stop the services: ${lastLine(stderr)}`);
  await changeState(stateFolder, (state) => delete state.dockerProject);
}

async function compose(stateFolder: string, ...args: string[]): Promise<RunResult> {
  const { ports } = await readState(stateFolder);
  const published = Object.entries(ports).map(([name, port]) => [`SLUICE_${name.toUpperCase()}_PORT`, String(port)] as const);
  const env: NodeJS.ProcessEnv = { ...process.env, ...Object.fromEntries(published) };
  return run('docker', ['compose', '--file', COMPOSE_FILE, '--project-name', projectOf(stateFolder), ...args], { env });
}

function projectOf(stateFolder: string): string {
  return `sluice-${createHash('sha256').update(stateFolder).digest('hex').slice(0, 10)}`;
}
