import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerAddress, StartContext } from '../infrastructure.ts';
import { checkPortIsFree, portFor } from '../state/ports.ts';
import { launchRemembered, runningProcess } from '../state/processes.ts';
import { waitUntilAnswers } from '../system/wait-until.ts';
import { amqpAnswers, httpAnswers, portIsOpen } from './answers.ts';
import { putPolicies } from './policies.ts';
import { brokerEnvironment, brokerSettings, ENABLED_PLUGINS, type BrokerPorts } from './settings.ts';

/** Where the programs are: in a prefix of ours, or installed on the machine. */
export interface BrokerPrograms {
  epmd: string;
  rabbitmqServer: string;
  /** More of the environment, such as a PATH on which `erl` is found. */
  environment: Record<string, string>;
}

const STARTS_WITHIN_MS = 60_000;

/** Starts RabbitMQ in a state folder, or finds it running there. Returns when AMQP and management answer. */
export async function startBroker({ stateFolder, progress }: StartContext, programs: BrokerPrograms): Promise<BrokerAddress> {
  const folder = join(stateFolder, 'rabbitmq');
  const ports = await brokerPorts(stateFolder);
  if ((await runningProcess(stateFolder, 'rabbitmq')) === undefined) {
    progress('Starting RabbitMQ.');
    await checkPortIsFree(ports.amqp, 'RabbitMQ');
    await writeFiles(folder, ports);
    const environment = { ...brokerEnvironment(folder, ports), ...programs.environment };
    await startEpmd(stateFolder, folder, ports, programs.epmd, environment);
    await startServer(stateFolder, folder, ports, programs.rabbitmqServer, environment);
  }
  const managementUrl = `http://127.0.0.1:${ports.management}`;
  await putPolicies(managementUrl);
  return { amqpUrl: `amqp://guest:guest@127.0.0.1:${ports.amqp}`, managementUrl };
}

async function brokerPorts(stateFolder: string): Promise<BrokerPorts> {
  const [amqp, management, prometheus, distribution, epmd] = [
    await portFor(stateFolder, 'amqp'),
    await portFor(stateFolder, 'management'),
    await portFor(stateFolder, 'prometheus'),
    await portFor(stateFolder, 'distribution'),
    await portFor(stateFolder, 'epmd'),
  ];
  return { amqp, management, prometheus, distribution, epmd };
}

async function writeFiles(folder: string, ports: BrokerPorts): Promise<void> {
  await Promise.all(['data', 'log', 'conf.d'].map((name) => mkdir(join(folder, name), { recursive: true })));
  await writeFile(join(folder, 'rabbitmq.conf'), brokerSettings(ports));
  await writeFile(join(folder, 'enabled_plugins'), ENABLED_PLUGINS);
  await writeFile(join(folder, 'environment.conf'), '');
}

/** Erlang's name service. The broker would start one that outlives it; started by us, it has a pid we know. */
async function startEpmd(stateFolder: string, folder: string, ports: BrokerPorts, command: string, env: NodeJS.ProcessEnv): Promise<void> {
  if ((await runningProcess(stateFolder, 'epmd')) !== undefined) return;
  await checkPortIsFree(ports.epmd, "Erlang's name service");
  const logFile = join(folder, 'log/epmd.log');
  const launched = await launchRemembered(stateFolder, { name: 'epmd', command, args: [], env, cwd: folder, logFile });
  await waitUntilAnswers({ name: 'epmd', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => portIsOpen(ports.epmd) });
}

async function startServer(stateFolder: string, folder: string, ports: BrokerPorts, command: string, env: NodeJS.ProcessEnv): Promise<void> {
  const logFile = join(folder, 'log/start.log');
  const launched = await launchRemembered(stateFolder, { name: 'rabbitmq', command, args: [], env, cwd: folder, logFile });
  const answers = async () => (await amqpAnswers(ports.amqp)) && (await httpAnswers(ports.management));
  await waitUntilAnswers({ name: 'RabbitMQ', launched, logFile, withinMs: STARTS_WITHIN_MS, answers });
}
