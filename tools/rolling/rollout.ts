import { freePort } from '../infra/state/ports.ts';
import { addressOf, type AppName } from '../stack/plan.ts';
import type { StackPlace } from '../stack/place.ts';
import { startProcess, stopProcess } from '../stack/processes.ts';
import { waitUntilReady } from '../stack/readiness.ts';
import { forget, noteIn, readRecords, type ProcessPlan, type ProcessRecord } from '../stack/records.ts';
import { readStackFile, writeStackFile } from '../stack/stack-file.ts';
import type { FrontDoor } from './front-door.ts';
import { inNext } from './next-build.ts';

export type Build = 'this' | 'next';

const nextName = (name: AppName): string => `${name} of the next release`;

/** Replaces the processes of a stack by those of another build: the new one is ready before the old one is told to end. */
export class Rollout {
  private readonly place: StackPlace;
  private readonly door: FrontDoor;

  constructor(place: StackPlace, door: FrontDoor) {
    this.place = place;
    this.door = door;
  }

  /** `beforeEnd`: until when both stay. */
  async replace(name: AppName, by: Build, beforeEnd: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    const records = await readRecords(this.place);
    const [own, next] = [records.find((known) => known.name === name), records.find((known) => known.name === nextName(name))];
    const old = by === 'next' ? own : next;
    if (own === undefined || old === undefined) throw new Error(`There is no ${name} to be replaced by that of ${by} release.`);
    const plan = by === 'next' ? await planOfNext(own, name) : planOf(own);
    const started = await startProcess(plan, noteIn(this.place, records));
    await waitUntilReady([started]);
    if (name === 'gateway') this.door.leadTo(addressOf(plan.port));
    await beforeEnd();
    await stopProcess(old);
    if (by === 'this') await this.noteBack(started.record, name);
  }

  /** The stack is as it was: whoever comes after finds the process that is there now, and no other. */
  private async noteBack(record: ProcessRecord, name: AppName): Promise<void> {
    await forget(this.place, nextName(name));
    const stack = await readStackFile(this.place.stackFile);
    if (stack !== null) await writeStackFile(this.place, { ...stack, processes: { ...stack.processes, [name]: { ...stack.processes[name], pid: record.pid } } });
  }
}

const planOf = ({ pid: _pid, identity: _identity, ...plan }: ProcessRecord): ProcessPlan => plan;

/** The same program of the next release, at other ports. */
async function planOfNext(own: ProcessRecord, name: AppName): Promise<ProcessPlan> {
  const ports = new Map<string, string>();
  for (const port of new Set([own.env['PORT'], own.env['MANAGEMENT_PORT'], String(own.port)])) {
    if (port !== undefined) ports.set(port, String(await freePort(new Set([...ports.values()].map(Number)))));
  }
  const moved = (value: string): string => [...ports].reduce((text, [from, to]) => (text === from || text.endsWith(`:${from}`) ? text.replace(from, to) : text), value);
  const env = Object.fromEntries(Object.entries(own.env).map(([key, value]) => [key, moved(value)]));
  return { ...planOf(own), name: nextName(name), args: own.args.map(inNext), env, port: Number(ports.get(String(own.port))), logFile: own.logFile.replace(/\.log$/, '-next.log') };
}
