import { Broker } from '../bus/broker.js';
import { Store } from '../store/collection.js';
import type { Document } from '../store/documents.js';
import { Chance } from '../time/chance.js';
import { useTime } from '../time/globals.js';
import { Scheduler } from '../time/scheduler.js';
import { Effects, type Mortal } from './effects.js';
import type { Fault } from './faults.js';
import { ServiceProcess, type Service } from './process.js';

/** A Thursday, before noon in London: every rail works. */
const BEGINNING = Date.UTC(2026, 1, 5, 11);

/** Nothing was written, sent or given for so long: longer than the product's own looks for what others left. */
const QUIET_MS = 13_000;
/** A message that a process forgot is found by the next sweep, so long after the one before. */
const OUTBOX_MS = 90_000;
/** A message that failed waits at the broker for its next attempt. */
const LONGEST_DELAY_MS = 660_000;
/** The broker sees that a process is gone. */
const NOTICED_AFTER_MS = 20;
const LEAST_DOWN_MS = 50;
/** By then what a process had sent has arrived. */
const ON_THE_WIRE_MS = 1_000;
const MOST_STEPS = 120_000;

interface Promised {
  readonly dueAt: number;
  readonly work: () => void;
}

export interface WorldOptions {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly begin?: ReadonlyMap<string, readonly Document[]>;
}

/** Everything there is in one run: the services' processes, what outlives them, time and chance. */
export class World {
  readonly scheduler = new Scheduler(BEGINNING);
  readonly store = new Store();
  readonly broker = new Broker(this.scheduler);
  readonly effects: Effects;
  private readonly processes = new Map<string, ServiceProcess>();
  private services: readonly Service[] = [];
  private readonly promised = new Set<Promised>();
  private started = 0;
  private clockRevision = 0;
  private clockOffsetMs = 0;

  constructor(options: WorldOptions) {
    const chance = new Chance(options.seed, 'time');
    this.effects = new Effects({
      scheduler: this.scheduler, store: this.store, broker: this.broker, chance, faults: options.faults, kill: (process, backAfterMs) => this.kill(process, backAfterMs),
    });
    useTime({ scheduler: this.scheduler, chance: new Chance(options.seed, 'ids') });
    if (options.begin) this.store.restore(options.begin);
  }

  /** Starts so many processes of each service. */
  populate(services: readonly Service[], instancesOf: (service: string) => number): void {
    this.services = services;
    for (const service of services) for (let instance = 1; instance <= instancesOf(service.name); instance += 1) this.start(service, instance);
  }

  /** The tenant's time. */
  get tenantNow(): number {
    return this.scheduler.now + this.clockOffsetMs;
  }

  /** Something outside that keeps the tenant's time: a bank that takes days takes none when they are passed over. */
  afterOnTenantsClock(delayMs: number, work: () => void): void {
    const promise: Promised = { dueAt: this.tenantNow + delayMs, work };
    this.promised.add(promise);
    this.scheduler.after(delayMs, null, () => this.keep(promise), delayMs <= QUIET_MS);
  }

  /** When the next of those is due, on the tenant's clock. */
  get nextPromiseAt(): number {
    return Math.min(Infinity, ...[...this.promised].map(({ dueAt }) => dueAt));
  }

  /** A process of the service that is there now, if any. */
  processOf(service: string): ServiceProcess | undefined {
    return [...this.processes.values()].find((process) => process.service.name === service && process.alive);
  }

  /** Lets time pass until nothing moves any more, and no message is left that a process forgot. */
  async settle(): Promise<void> {
    this.effects.progress();
    while (this.scheduler.steps <= MOST_STEPS) {
      const quietAt = this.effects.progressAt + QUIET_MS;
      if (await this.scheduler.step(quietAt)) continue;
      if (await this.scheduler.step(this.effects.progressAt + this.stallLimit())) continue;
      this.scheduler.now = Math.max(this.scheduler.now, quietAt);
      return;
    }
    this.effects.problems.push('The world does not come to rest.');
  }

  /** Lets time pass until a promise of somebody outside is kept. */
  async until(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    void done.finally(() => (isDone = true)).catch(() => undefined);
    await new Promise(setImmediate);
    while (!isDone && this.scheduler.steps <= MOST_STEPS) if (!(await this.scheduler.step(Infinity))) throw new Error('Nothing happens any more.');
  }

  /** Sets the tenant's clock ahead, as the sandbox does: stored in every service, and told to its processes. */
  advanceTo(tenantId: string, time: number): void {
    this.clockOffsetMs = time - this.scheduler.now;
    this.clockRevision += 1;
    const settings = { revision: this.clockRevision, clockOffsetMs: this.clockOffsetMs, pace: 'instant' as const };
    for (const { name } of this.services) this.store.of(name, 'tenant_settings').update({ _id: tenantId }, { $set: settings }, { upsert: true });
    for (const promise of this.promised) if (promise.dueAt <= this.tenantNow) this.scheduler.after(0, null, () => this.keep(promise));
    for (const process of this.processes.values()) this.scheduler.after(0, process, () => void process.settings.apply(tenantId, settings).catch(() => undefined), false);
  }

  kill(process: Mortal, backAfterMs: number): void {
    const dead = this.processes.get(process.id);
    if (dead?.alive !== true) return;
    dead.alive = false;
    this.processes.delete(process.id);
    this.scheduler.after(NOTICED_AFTER_MS, null, () => dead.connection.drop());
    this.scheduler.after(LEAST_DOWN_MS + backAfterMs, null, () => this.start(dead.service, dead.instance));
  }

  /**
   * Every process is stopped; then all databases are as they were when the backup was made, the broker has lost what lay there, and all begin anew. What
   * banks and chains did since stays done.
   */
  restore(backup: ReadonlyMap<string, readonly Document[]>): void {
    const stopped = [...this.processes.values()].filter(({ isClient }) => !isClient);
    for (const process of stopped) {
      process.alive = false;
      this.processes.delete(process.id);
    }
    for (const process of stopped) process.connection.drop();
    this.scheduler.after(ON_THE_WIRE_MS, null, () => {
      this.broker.empty();
      this.store.restore(backup);
      for (const { service, instance } of stopped) this.start(service, instance);
      this.effects.progress();
    });
  }

  private keep(promise: Promised): void {
    if (!this.promised.delete(promise)) return;
    this.effects.progress();
    promise.work();
  }

  private start(service: Service, instance: number): void {
    this.started += 1;
    const id = `${service.name}-${instance}-${this.started}`;
    const process = new ServiceProcess(service, instance, id, this.effects);
    this.processes.set(id, process);
    this.effects.soon(0, process, () => process.start());
  }

  /** For how long it may be quiet before nothing will move: a message that lies somewhere is tried again, a forgotten one is found. */
  private stallLimit(): number {
    return this.broker.lying().length > 0 ? LONGEST_DELAY_MS : this.hasUnsent() ? OUTBOX_MS : QUIET_MS;
  }

  private hasUnsent(): boolean {
    for (const collection of this.store.all().values()) for (const { outbox } of collection.documents.values()) if (Array.isArray(outbox) && outbox.length > 0) return true;
    return false;
  }
}
