import { mongo } from 'mongoose';
import type { Broker } from '../bus/broker.js';
import type { Store } from '../store/collection.js';
import type { Chance } from '../time/chance.js';
import type { Owner, Scheduler } from '../time/scheduler.js';
import type { Fault, FaultKind } from './faults.js';

/** A process as far as faults are about it. */
export interface Mortal extends Owner {
  readonly id: string;
  /** A client is not part of what is tried: it loses messages and answers, and does not die. */
  readonly isClient: boolean;
  readonly connection: { lose(backAfterMs: number): void };
}

export interface EffectsOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly store: Store;
  readonly broker: Broker;
  readonly faults: readonly Fault[];
  readonly kill: (process: Mortal, backAfterMs: number) => void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

const FACTOR = 0x01000193;
const FASTEST_MS = 1;
const SLOWEST_MS = 9;

/** What a database's answer that was lost looks like to the driver's user. */
const lostAnswer = (): Error => new mongo.MongoNetworkError('the connection was closed before the answer came');

/** Everything that a process does beyond itself goes through here: it takes a while, and faults happen to it. */
export class Effects {
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly broker: Broker;
  /** Effects so far: what the faults are counted by. */
  count = 0;
  /** When something was last written, sent or given. Questions do not count: they are asked for ever. */
  progressAt = 0;
  /** Faults that have happened, in words. */
  readonly happened: string[] = [];
  faultsOn = false;
  /** Of all effects so far. */
  fingerprint = 0;
  /** What nobody should see. */
  readonly problems: string[] = [];
  private readonly faults: ReadonlyMap<number, Fault>;

  constructor(private readonly options: EffectsOptions) {
    this.scheduler = options.scheduler;
    this.store = options.store;
    this.broker = options.broker;
    this.faults = new Map(options.faults.map((fault) => [fault.at, fault]));
  }

  /** Has a process begin something by itself, which must not fail. */
  soon(delayMs: number, process: Mortal, work: () => Promise<void>): void {
    const failed = (error: unknown): void => void this.problems.push(`${process.id}: ${String(error)}`);
    this.scheduler.after(delayMs, process, () => void work().catch(failed));
  }

  /** A command to the database. */
  command<T>(process: Mortal, label: string, work: () => T): Promise<T> {
    if (!process.alive) return never();
    const requests = label.includes(' find ');
    const fault = requests ? this.next(process, label, ['crash-before', 'delay', 'lose-answer', 'lose-connection']) : this.next(process, label, ['crash-before', 'crash-after', 'lose-answer', 'delay', 'lose-connection']);
    if (fault?.kind === 'crash-before') {
      this.options.kill(process, fault.ms);
      return never();
    }
    if (!requests) this.progress();
    return new Promise<T>((resolve, reject) => {
      this.scheduler.after(this.delay(fault), null, () => {
        const done = outcomeOf(work);
        if (fault?.kind === 'crash-after') return this.options.kill(process, fault.ms);
        this.scheduler.after(this.delay(), process, () => (fault?.kind === 'lose-answer' ? reject(lostAnswer()) : done(resolve, reject)));
      });
    });
  }

  publish(process: Mortal, label: string, arrive: () => void, done: () => void): void {
    if (!process.alive) return;
    const fault = this.next(process, label, ['crash-before', 'crash-after', 'lose-answer', 'duplicate', 'delay', 'lose-connection']);
    if (fault?.kind === 'crash-before') return this.options.kill(process, fault.ms);
    this.progress();
    this.scheduler.after(this.delay(fault), null, () => {
      arrive();
      if (fault?.kind === 'duplicate') this.scheduler.after(fault.ms, null, arrive);
      if (fault?.kind === 'crash-after') return this.options.kill(process, fault.ms);
      if (fault?.kind !== 'lose-answer') this.scheduler.after(this.delay(), process, done);
    });
  }

  send(process: Mortal, label: string, arrive: () => void): void {
    if (!process.alive) return;
    const fault = this.next(process, label, ['crash-after', 'delay', 'lose-connection']);
    this.progress();
    this.scheduler.after(this.delay(fault), process, () => (fault?.kind === 'crash-after' ? this.options.kill(process, fault.ms) : arrive()));
  }

  acknowledge(process: Mortal, label: string, arrive: () => void): void {
    if (!process.alive) return;
    const fault = this.next(process, label, ['crash-before', 'crash-after', 'delay', 'lose-connection']);
    if (fault?.kind === 'crash-before') return this.options.kill(process, fault.ms);
    this.scheduler.after(this.delay(fault), null, () => {
      arrive();
      if (fault?.kind === 'crash-after') this.options.kill(process, fault.ms);
    });
  }

  /** A call to somebody outside: `work` is what he does, `lost` what his silence looks like. */
  call<T>(process: Mortal, label: string, work: () => T, lost: () => Error): Promise<T> {
    if (!process.alive) return never();
    const fault = this.next(process, label, ['crash-before', 'crash-after', 'lose-answer', 'duplicate', 'delay']);
    if (fault?.kind === 'crash-before') {
      this.options.kill(process, fault.ms);
      return never();
    }
    this.progress();
    return new Promise<T>((resolve, reject) => {
      this.scheduler.after(this.delay(fault), null, () => {
        const done = outcomeOf(work);
        if (fault?.kind === 'duplicate') outcomeOf(work);
        if (fault?.kind === 'crash-after') return this.options.kill(process, fault.ms);
        this.scheduler.after(this.delay(), process, () => (fault?.kind === 'lose-answer' ? reject(lost()) : done(resolve, reject)));
      });
    });
  }

  progress(): void {
    this.progressAt = this.scheduler.now;
  }

  /** The fault of this effect, if there is one and it can happen to it. */
  private next(process: Mortal, label: string, possible: readonly FaultKind[]): Fault | null {
    if (!this.faultsOn) return null;
    this.fingerprint = Math.imul(this.fingerprint ^ (this.scheduler.now | 0), FACTOR) ^ Math.imul(label.length, process.id.length);
    const fault = this.faults.get((this.count += 1) - 1);
    if (fault === undefined || !possible.includes(fault.kind) || (process.isClient && fault.kind.startsWith('crash'))) return null;
    this.happened.push(`${fault.at} ${fault.kind} (${fault.ms} ms) at: ${label} by ${process.id}`);
    if (fault.kind === 'lose-connection') process.connection.lose(fault.ms);
    return fault;
  }

  private delay(fault: Fault | null = null): number {
    return this.options.chance.between(FASTEST_MS, SLOWEST_MS) + (fault?.kind === 'delay' ? fault.ms : 0);
  }
}

type Tell<T> = (resolve: (value: T) => void, reject: (reason: Error) => void) => void;

function outcomeOf<T>(work: () => T): Tell<T> {
  try {
    const value = work();
    return (resolve) => resolve(value);
  } catch (error) {
    return (_, reject) => reject(error as Error);
  }
}
