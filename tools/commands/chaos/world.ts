import { z } from 'zod';
import type { OperatorCaller } from '../../client/index.ts';
import type { BrokerNode, Infrastructure } from '../../infra/index.ts';
import { appNames, instancesOf, readRecords, readStackFile, type Lines, type StackPlace } from '../../stack/index.ts';
import { Line } from './line.ts';

/** The ways of one process to broker and database. */
export interface ProcessLines {
  readonly broker: Line;
  readonly database: Line;
}

/** Everything that faults are made in. */
export interface World {
  readonly place: StackPlace;
  readonly operator: OperatorCaller;
  readonly lines: ReadonlyMap<string, ProcessLines>;
  readonly brokerNodes: readonly BrokerNode[];
}

const portOf = (url: string): number => Number(new URL(url).port);

/** A line for each instance to each of the two; broker nodes take turns. */
export async function linesFor({ mongodbUri, amqpUrl, brokerNodes = [] }: Infrastructure, instances: number): Promise<Map<string, ProcessLines>> {
  const nodes = brokerNodes.length === 0 ? [portOf(amqpUrl)] : brokerNodes.map((node) => portOf(node.amqpUrl));
  const names = appNames.flatMap((app) => instancesOf(app, instances));
  const entries = await Promise.all(names.map(async (name, index) =>
    [name, { broker: await Line.to(nodes, index), database: await Line.to([portOf(mongodbUri)]) }] as const));
  return new Map(entries);
}

/** Where a process finds broker and database at the near end of its lines. The driver must not look past it for the database's members. */
export function addressesOf({ amqpUrl, mongodbUri }: Infrastructure, { broker, database }: ProcessLines): Lines {
  const [amqp, mongodb] = [new URL(amqpUrl), new URL(mongodbUri)];
  amqp.port = String(broker.port);
  mongodb.port = String(database.port);
  mongodb.search = '?directConnection=true';
  return { amqpUrl: amqp.href, mongodbUri: mongodb.href };
}

/** The process behind a name: an app, a chain, the broker, the database. */
export async function pidOf({ place }: World, name: string): Promise<number> {
  const record = (await readRecords(place)).find((known) => known.name === name);
  const pid = record?.pid ?? (await readStackFile(place.stackFile))?.processes[name]?.pid;
  if (pid === undefined) throw new Error(`The stack has no process ${name}.`);
  return pid;
}

const queueSchema = z.array(z.object({ name: z.string(), leader: z.string().optional() }));

/** The process of the node that leads the most queues, asked of whichever node answers. */
export async function leaderOf({ brokerNodes }: World): Promise<string> {
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
  for (const { managementUrl } of brokerNodes) {
    const response = await fetch(`${managementUrl}/api/queues?disable_stats=true&enable_queue_totals=true`, { headers, signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (response?.ok !== true) continue;
    const leaders = queueSchema.parse(await response.json()).flatMap(({ leader }) => leader ?? []);
    const led = (node: BrokerNode): number => leaders.filter((name) => name === node.name).length;
    return [...brokerNodes].sort((one, other) => led(other) - led(one))[0]?.process ?? 'rabbitmq';
  }
  throw new Error('No node of the broker says who leads its queues.');
}
