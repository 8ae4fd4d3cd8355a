import { createHash } from 'node:crypto';
import { access, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeOurs } from '../debian/cache-folder.ts';
import type { PrefixLayout } from '../debian/prefix-layout.ts';
import { isReachable } from '../debian/unprivileged-user.ts';
import type { BrokerAddress, DatabaseAddress, StartContext } from '../infrastructure.ts';
import { postgresAnswers } from '../postgres/connection.ts';
import { postgresLaunch } from '../postgres/server.ts';
import { removeStaleLock } from '../postgres/stale-lock.ts';
import { startBroker } from '../rabbitmq/broker.ts';
import { portIsOpen } from '../rabbitmq/answers.ts';
import { SetupError } from '../setup-error.ts';
import { checkPortIsFree, portFor } from '../state/ports.ts';
import { launchRemembered, runningProcess } from '../state/processes.ts';
import { lastLine, run } from '../system/run.ts';
import { waitUntilAnswers } from '../system/wait-until.ts';

const STARTS_WITHIN_MS = 60_000;
const GATEWAY = join(import.meta.dirname, '../gateway/main.ts');

/** RabbitMQ out of a prefix. */
export function startDebianBroker(context: StartContext, layout: PrefixLayout): Promise<BrokerAddress> {
  return startBroker(context, {
    epmd: join(layout.erlangRuntimeBin, 'epmd'),
    rabbitmqServer: join(layout.rabbitmqHome, 'sbin/rabbitmq-server'),
    environment: {
      PATH: `${join(layout.erlang, 'bin')}:/usr/bin:/bin`,
      RABBITMQ_HOME: layout.rabbitmqHome,
      RABBITMQ_PLUGINS_DIR: join(layout.rabbitmqHome, 'plugins'),
    },
  });
}

/** DocumentDB out of a prefix, with the gateway in front of it. Whichever of the two still runs is left running. */
export async function startDebianDatabase(context: StartContext, layout: PrefixLayout): Promise<DatabaseAddress> {
  const enginePort = await portFor(context.stateFolder, 'postgres');
  const gatewayPort = await portFor(context.stateFolder, 'mongodb');
  await Promise.all([startEngine(context, layout, enginePort), startGateway(context, gatewayPort, enginePort)]);
  return { mongodbUri: `mongodb://127.0.0.1:${gatewayPort}/?replicaSet=rs0` };
}

/** Removes the data of a state folder that had to be kept elsewhere. */
export async function removeDebianData(stateFolder: string): Promise<void> {
  await rm(dirname(outsideFolder(stateFolder)), { recursive: true, force: true });
}

async function startEngine({ stateFolder, durable, progress }: StartContext, layout: PrefixLayout, port: number): Promise<void> {
  if ((await runningProcess(stateFolder, 'postgres')) !== undefined) return;
  progress('Starting PostgreSQL with DocumentDB.');
  await checkPortIsFree(port, 'PostgreSQL');
  const logFile = join(stateFolder, 'postgres.log');
  const dataFolder = await dataFolderFrom(stateFolder, layout);
  await removeStaleLock(dataFolder);
  const launched = await launchRemembered(stateFolder, await postgresLaunch(layout, { dataFolder, port, durable, logFile }), 'SIGINT');
  await waitUntilAnswers({ name: 'PostgreSQL', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => postgresAnswers(port) });
}

async function startGateway({ stateFolder, progress }: StartContext, port: number, enginePort: number): Promise<void> {
  if ((await runningProcess(stateFolder, 'gateway')) !== undefined) return;
  progress('Starting the gateway that speaks the protocol of MongoDB.');
  await checkPortIsFree(port, 'the database');
  const logFile = join(stateFolder, 'gateway.log');
  const args = [GATEWAY, `--port=${port}`, `--engine-port=${enginePort}`];
  const launched = await launchRemembered(stateFolder, { name: 'gateway', command: process.execPath, args, env: {}, cwd: '/', logFile });
  await waitUntilAnswers({ name: 'The gateway', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => portIsOpen(port) });
}

/** The data folder of the state, copied from the template the first time. */
async function dataFolderFrom(stateFolder: string, layout: PrefixLayout): Promise<string> {
  const folder = await dataFolderOf(stateFolder);
  if (await access(join(folder, 'PG_VERSION')).then(() => true, () => false)) return folder;
  await makeOurs(dirname(folder));
  await rm(folder, { recursive: true, force: true });
  const copy = `${folder}.new`;
  await rm(copy, { recursive: true, force: true });
  const { code, stderr } = await run('cp', ['-a', '--reflink=auto', layout.databaseTemplate, copy]);
  if (code !== 0) throw new SetupError(`The data folder ${folder} could not be made: ${lastLine(stderr)}`);
  await rename(copy, folder);
  return folder;
}

/** Where the database of a state folder has its files. */
export const dataFolderOf = async (stateFolder: string): Promise<string> => ((await isReachable(stateFolder)) ? join(stateFolder, 'postgres') : outsideFolder(stateFolder));

/** A clone in a closed home cannot hold files that the database's user must reach; those lie here instead. */
function outsideFolder(stateFolder: string): string {
  const key = createHash('sha256').update(stateFolder).digest('hex').slice(0, 16);
  return `/var/tmp/sluice-${key}/postgres`;
}
