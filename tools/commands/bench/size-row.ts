import type { MongoClient } from 'mongodb';
import { appNames } from '../../stack/index.ts';
import type { FlowName } from '../../load/flows.ts';
import { closedLoop } from '../../load/load.ts';
import { beginOf } from './begin.ts';
import type { Row } from './report.ts';
import type { Bench } from './rows.ts';

const IN_FLIGHT = 16;
const GIGABYTE = 1e9;
const A_MILLION = 1e6;

/** Bytes of all documents, as BSON, by `service collection`: what a dump has of them. Neither indexes nor the compression of the storage are in it. */
async function storedIn(client: MongoClient): Promise<ReadonlyMap<string, number>> {
  const bytes = new Map<string, number>();
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  for (const { name } of databases) {
    const service = name.split('_').at(-1) ?? '';
    if (!appNames.some((app) => app === service)) continue;
    for (const collection of await client.db(name).collections()) bytes.set(`${service} ${collection.collectionName}`, await sizeOf(collection));
  }
  return bytes;
}

async function sizeOf(collection: ReturnType<ReturnType<MongoClient['db']>['collection']>): Promise<number> {
  let size = 0;
  for await (const document of collection.find({}, { raw: true })) size += (document as unknown as Uint8Array).length;
  return size;
}

/** What a withdrawal leaves in each collection, as gigabytes for a million of them (docs/operating/retention.md). */
export async function sizeRow(bench: Bench, name: FlowName): Promise<Row> {
  const begin = await beginOf(name, bench.callers, IN_FLIGHT);
  const before = await storedIn(bench.probe.client);
  const load = { inFlight: IN_FLIGHT, warmUpSeconds: 0, seconds: bench.extent.seconds, signal: bench.signal };
  const { completed } = await closedLoop(begin, load);
  const after = await storedIn(bench.probe.client);
  const perMillion = (bytes: number): number => Number(((bytes / completed) * A_MILLION / GIGABYTE).toFixed(2));
  const grown = [...after].map(([key, bytes]) => [key, perMillion(bytes - (before.get(key) ?? 0))] as const).filter(([, gigabytes]) => gigabytes > 0);
  const figures = { withdrawals: completed, gigabytesPerMillion: Number(grown.reduce((sum, [, gigabytes]) => sum + gigabytes, 0).toFixed(2)) };
  return { row: `stored by ${name}`, figures, each: { gigabytesPerMillion: Object.fromEntries(grown) } };
}
