import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokerAddress, BrokerNode, StartContext } from '../infrastructure.ts';
import { SetupError } from '../setup-error.ts';
import { checkPortIsFree, portFor } from '../state/ports.ts';
import { launchRemembered, runningProcess } from '../state/processes.ts';
import { readState } from '../state/state-file.ts';
import { becomesTrue, waitUntilAnswers } from '../system/wait-until.ts';
import { amqpAnswers, httpAnswers, nodesTogether, portIsOpen } from './answers.ts';
import { putPolicies } from './policies.ts';
import { brokerEnvironment, brokerSettings, ENABLED_PLUGINS, nodeNameOf, type BrokerPorts } from './settings.ts';

/** Where the programs are: in a prefix of ours, or installed on the machine. */
export interface BrokerPrograms {
  epmd: string;
  rabbitmqServer: string;
  /** More of the environment, such as a PATH on which `erl` is found. */
  environment: Record<string, string>;
}

const STARTS_WITHIN_MS = 60_000;

interface Node {
  /** Of its process, and of the folder that it keeps everything in. */
  readonly name: string;
  readonly folder: string;
  readonly ports: BrokerPorts;
}

/** Starts RabbitMQ in a state folder, or what is missing of it, one node or a cluster. Returns when AMQP and management of each node answer. */
export async function startBroker(context: StartContext, programs: BrokerPrograms): Promise<BrokerAddress> {
  const { stateFolder, progress } = context;
  const nodes = await nodesOf(context);
  const [first] = nodes;
  if (first === undefined) throw new SetupError('A broker has at least one node.');
  const missing: Node[] = [];
  for (const node of nodes) if ((await runningProcess(stateFolder, node.name)) === undefined) missing.push(node);
  if (missing.length > 0) progress(missing.length === 1 ? 'Starting RabbitMQ.' : `Starting ${missing.length} nodes of RabbitMQ.`);
  await writeCookie(first.folder);
  for (const { folder, ports } of missing) {
    await checkPortIsFree(ports.amqp, 'RabbitMQ');
    await writeFiles(folder, ports, nodes);
  }
  const environmentOf = ({ folder, ports }: Node): Record<string, string> => ({ ...brokerEnvironment(folder, ports), ...programs.environment, HOME: first.folder });
  await startEpmd(stateFolder, first.folder, first.ports, programs.epmd, environmentOf(first));
  // Together, since the nodes of a new cluster wait for each other.
  await Promise.all(missing.map((node) => startServer(stateFolder, node, programs.rabbitmqServer, environmentOf(node))));
  const addresses = nodes.map(addressOf);
  const [{ amqpUrl, managementUrl }] = addresses as [BrokerNode];
  if (!(await becomesTrue(() => nodesTogether(managementUrl, nodes.length), STARTS_WITHIN_MS))) throw new SetupError('The nodes of RabbitMQ did not become one cluster.');
  await putPolicies(managementUrl);
  return { amqpUrl, managementUrl, brokerNodes: addresses };
}

const addressOf = ({ name, ports }: Node): BrokerNode =>
  ({ process: name, name: nodeNameOf(ports), amqpUrl: `amqp://guest:guest@127.0.0.1:${ports.amqp}`, managementUrl: `http://127.0.0.1:${ports.management}` });

async function nodesOf({ stateFolder, brokerNodes }: StartContext): Promise<Node[]> {
  const known = Object.keys((await readState(stateFolder)).ports).filter((name) => /^amqp(-\d+)?$/.test(name)).length;
  const nodes: Node[] = [];
  for (let number = 1; number <= (brokerNodes ?? Math.max(known, 1)); number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    nodes.push({ name: `rabbitmq${suffix}`, folder: join(stateFolder, `rabbitmq${suffix}`), ports: await brokerPorts(stateFolder, suffix) });
  }
  return nodes;
}

async function brokerPorts(stateFolder: string, suffix: string): Promise<BrokerPorts> {
  const [amqp, management, prometheus, distribution, epmd] = [
    await portFor(stateFolder, `amqp${suffix}`),
    await portFor(stateFolder, `management${suffix}`),
    await portFor(stateFolder, `prometheus${suffix}`),
    await portFor(stateFolder, `distribution${suffix}`),
    await portFor(stateFolder, 'epmd'),
  ];
  return { amqp, management, prometheus, distribution, epmd };
}

async function writeFiles(folder: string, ports: BrokerPorts, nodes: readonly Node[]): Promise<void> {
  await Promise.all(['data', 'log', 'conf.d'].map((name) => mkdir(join(folder, name), { recursive: true })));
  await writeFile(join(folder, 'rabbitmq.conf'), brokerSettings(ports, nodes.map((node) => node.ports)));
  await writeFile(join(folder, 'enabled_plugins'), ENABLED_PLUGINS);
  await writeFile(join(folder, 'environment.conf'), '');
}

/** What the nodes know each other by. Written before they start: each would make one of its own. */
async function writeCookie(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '.erlang.cookie'), randomBytes(15).toString('hex').toUpperCase(), { mode: 0o400, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Erlang's name service. The broker would start one that outlives it; started by us, it has a pid we know. */
async function startEpmd(stateFolder: string, folder: string, ports: BrokerPorts, command: string, env: NodeJS.ProcessEnv): Promise<void> {
  if ((await runningProcess(stateFolder, 'epmd')) !== undefined) return;
  await checkPortIsFree(ports.epmd, "Erlang's name service");
  const logFile = join(folder, 'epmd.log');
  const launched = await launchRemembered(stateFolder, { name: 'epmd', command, args: [], env, cwd: folder, logFile });
  await waitUntilAnswers({ name: 'epmd', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => portIsOpen(ports.epmd) });
}

async function startServer(stateFolder: string, { name, folder, ports }: Node, command: string, env: NodeJS.ProcessEnv): Promise<void> {
  const logFile = join(folder, 'log/start.log');
  const launched = await launchRemembered(stateFolder, { name, command, args: [], env, cwd: folder, logFile });
  const answers = async () => (await amqpAnswers(ports.amqp)) && (await httpAnswers(ports.management));
  await waitUntilAnswers({ name: 'RabbitMQ', launched, logFile, withinMs: STARTS_WITHIN_MS, answers });
}
