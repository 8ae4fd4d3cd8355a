import { MongoClient } from 'mongodb';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addressOf, type AppName, appNames } from '../../stack/index.ts';
import { processorTimeOf } from '../../infra/system/processor-time.ts';

/** What has been used so far, by process or by service. Two of them make a difference. */
export interface Usage {
  readonly processorMs: Readonly<Record<string, number>>;
  /** Commands that reached the database, by service; empty where the database does not tell. */
  readonly commands: Readonly<Record<string, number>>;
  /** The same by `service command collection`. */
  readonly commandsInDetail: Readonly<Record<string, number>>;
  /** Messages confirmed by the broker, by service: what travels as one is one. */
  readonly published: Readonly<Record<string, number>>;
}

const writes: readonly string[] = ['insert', 'update', 'delete', 'findAndModify'];
export const isWrite = (detail: string): boolean => writes.includes(detail.split(' ')[1] ?? '');

const statusSchema = z.object({ namespaces: z.array(z.object({ database: z.string(), command: z.string(), collection: z.string(), count: z.number() })).optional() });

const counterLine = /^sluice_broker_publishes_total\{.*\} (\d+)$/m;

export interface Watched {
  readonly processes: Readonly<Record<string, { pid: number }>>;
  readonly ports: Readonly<Partial<Record<AppName, number>>>;
  readonly mongodbUri: string;
}

/** Looks at everything that a withdrawal costs, from outside: the kernel's, the database's and the services' own counters. */
export class Probe {
  private readonly watched: Watched;
  readonly client: MongoClient;

  constructor(watched: Watched) {
    this.watched = watched;
    this.client = new MongoClient(watched.mongodbUri);
  }

  async read(): Promise<Usage> {
    const [commandsInDetail, published] = await Promise.all([this.commands(), this.published()]);
    const commands: Record<string, number> = {};
    for (const [key, count] of Object.entries(commandsInDetail)) {
      const service = key.split(' ')[0] ?? '';
      commands[service] = (commands[service] ?? 0) + count;
    }
    return { processorMs: processorTimeOf(this.watched.processes), commands, commandsInDetail, published };
  }

  /** Megabytes that each service has in memory now; nothing where there is no /proc. */
  residentMb(): Record<string, number> {
    const rows = appNames.flatMap((name) => {
      const pid = this.watched.processes[name]?.pid;
      const kilobytes = pid === undefined ? undefined : /VmRSS:\s+(\d+) kB/.exec(statusOf(pid))?.[1];
      return kilobytes === undefined ? [] : [[name, Math.round(Number(kilobytes) / 1_024)] as const];
    });
    return Object.fromEntries(rows);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** Services' own databases only: the last word of a database's name is its service. */
  private async commands(): Promise<Record<string, number>> {
    const { namespaces = [] } = statusSchema.parse(await this.client.db('admin').command({ serverStatus: 1 }));
    return Object.fromEntries(namespaces.flatMap(({ database, command, collection, count }) => {
      const service = database.split('_').at(-1) ?? '';
      return appNames.some((name) => name === service) ? [[`${service} ${command} ${collection}`.trim(), count]] : [];
    }));
  }

  private async published(): Promise<Record<string, number>> {
    const entries = await Promise.all(Object.entries(this.watched.ports).map(async ([name, port]) => {
      const text = await (await fetch(`${addressOf(port)}/metrics`)).text();
      return [name, Number(counterLine.exec(text)?.[1] ?? 0)] as const;
    }));
    return Object.fromEntries(entries);
  }
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return ''; // It has ended meanwhile, or there is no /proc.
  }
}

const minus = (after: Readonly<Record<string, number>>, before: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)]));

export const difference = (after: Usage, before: Usage): Usage => ({
  processorMs: minus(after.processorMs, before.processorMs),
  commands: minus(after.commands, before.commands),
  commandsInDetail: minus(after.commandsInDetail, before.commandsInDetail),
  published: minus(after.published, before.published),
});

export const total = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((sum, part) => sum + part, 0);
