import { freePort } from '../infra/state/ports.ts';
import { Balancer } from '../stack/balancer.ts';
import { addressOf, type AppName } from '../stack/plan.ts';
import type { StackPlace } from '../stack/place.ts';
import { startProcess, stopProcess } from '../stack/processes.ts';
import { waitUntilReady } from '../stack/readiness.ts';
import { forget, noteIn, readRecords, type ProcessPlan, type ProcessRecord } from '../stack/records.ts';
import { readStackFile, writeStackFile } from '../stack/stack-file.ts';
import { inNext } from './next-build.ts';

export type Build = 'this' | 'next';

const nextName = (name: AppName): string => `${name} of the next release`;

/** What a process listens on, by the variables that say so. */
const portsOf = ({ env, port }: ProcessRecord): ReadonlySet<string> => new Set([env['PORT'], env['MANAGEMENT_PORT'], String(port)].filter((value) => value !== undefined));

/** Replaces the processes of a stack by those of another build: the new one is ready before the old one is told to end. Clients are before a balancer, so that they need not know. */
export class Rollout {
  private readonly place: StackPlace;
  /** For the next release, where this one has another. */
  private readonly moved: ReadonlyMap<string, string>;
  private readonly front: number;
  private readonly balancer: Balancer;

  private constructor(place: StackPlace, moved: ReadonlyMap<string, string>, { front, gateway }: { readonly front: number; readonly gateway: number }) {
    [this.place, this.moved, this.front] = [place, moved, front];
    const targets = [gateway, Number(moved.get(String(gateway)))].map((port) => ({ port, health: port }));
    this.balancer = new Balancer({ port: front, targets });
  }

  static async open(place: StackPlace, apps: readonly AppName[]): Promise<Rollout> {
    const records = await readRecords(place);
    const gateway = records.find(({ name }) => name === 'gateway');
    if (gateway === undefined) throw new Error('The stack has no gateway.');
    const taken = new Set<number>();
    const free = async (): Promise<number> => {
      const port = await freePort(taken);
      taken.add(port);
      return port;
    };
    const moved = new Map<string, string>();
    for (const record of records.filter(({ name }) => ['gateway', ...apps].includes(name))) for (const port of portsOf(record)) moved.set(port, String(await free()));
    const rollout = new Rollout(place, moved, { front: await free(), gateway: gateway.port });
    await rollout.balancer.listen();
    return rollout;
  }

  get url(): string {
    return addressOf(this.front);
  }

  close(): void {
    this.balancer.close();
  }

  /** @param whileBoth until when both are there */
  async replace(name: AppName, by: Build, whileBoth: () => Promise<unknown>): Promise<void> {
    const records = await readRecords(this.place);
    const [own, next] = [records.find((known) => known.name === name), records.find((known) => known.name === nextName(name))];
    const old = by === 'next' ? own : next;
    if (own === undefined || old === undefined) throw new Error(`There is no ${name} to be replaced by that of ${by} release.`);
    const started = await startProcess(by === 'next' ? this.planOfNext(own, name) : planOf(own), noteIn(this.place, records));
    await waitUntilReady([started]);
    await whileBoth();
    await stopProcess(old);
    if (by === 'this') await this.noteBack(started.record, name);
  }

  /** The same program of the next release, at other ports. */
  private planOfNext(own: ProcessRecord, name: AppName): ProcessPlan {
    const elsewhere = (value: string): string => value.replace(/^\d+$|(?<=^http:\/\/127\.0\.0\.1:)\d+$/, (port) => this.moved.get(port) ?? port);
    const env = Object.fromEntries(Object.entries(own.env).map(([key, value]) => [key, elsewhere(value)]));
    return { ...planOf(own), name: nextName(name), args: own.args.map(inNext), env, port: Number(elsewhere(String(own.port))), logFile: own.logFile.replace(/\.log$/, '-next.log') };
  }

  /** The stack is as it was: whoever comes after finds the process that is there now, and no other. */
  private async noteBack(record: ProcessRecord, name: AppName): Promise<void> {
    await forget(this.place, nextName(name));
    const stack = await readStackFile(this.place.stackFile);
    if (stack !== null) await writeStackFile(this.place, { ...stack, processes: { ...stack.processes, [name]: { ...stack.processes[name], pid: record.pid } } });
  }
}

const planOf = ({ pid: _pid, identity: _identity, ...plan }: ProcessRecord): ProcessPlan => plan;
