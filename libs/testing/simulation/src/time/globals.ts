/**
 * Puts simulated time and chance in the place of the process's own. Product code reads the clock, sets timers and draws ids directly,
 * and so do the libraries below it; a clock by injection would reach only some of them. So the whole process is given another
 * clock, before any product code is loaded. Node's own mock of timers does not reach `import { setTimeout } from 'node:timers/promises'`.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Chance } from './chance.js';
import type { Scheduled, Scheduler } from './scheduler.js';

export interface SimulatedTime {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
}

let time: SimulatedTime | null = null;

/** From now on time is this; null: the process's own again. */
export const useTime = (next: SimulatedTime | null): void => void (time = next);

const RealDate = Date;
const real = { setTimeout, clearTimeout, setInterval, clearInterval, random: Math.random };

class SimulatedDate extends RealDate {
  constructor(...given: [] | [value: number | string | Date]) {
    if (given.length === 0) super(SimulatedDate.now());
    else super(...(given as [number]));
  }

  static override now(): number {
    return time === null ? RealDate.now() : time.scheduler.now;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof RealDate;
  }
}

// Libraries know a class by its name, too.
Object.defineProperty(SimulatedDate, 'name', { value: 'Date' });

class Timer {
  event: Scheduled | null = null;
  unref = (): this => this;
  ref = (): this => this;
  hasRef = (): boolean => true;
}

function timeout(work: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]): unknown {
  if (time === null) return real.setTimeout(work, delayMs, ...given);
  const timer = new Timer();
  timer.event = time.scheduler.after(delayMs, time.scheduler.current, () => work(...given), false);
  return timer;
}

function interval(work: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]): unknown {
  if (time === null) return real.setInterval(work, delayMs, ...given);
  const timer = new Timer();
  const again = (): void => {
    timer.event = time?.scheduler.after(delayMs, time.scheduler.current, () => {
      again();
      work(...given);
    }, false) ?? null;
  };
  again();
  return timer;
}

function clear(timer: unknown): void {
  if (!(timer instanceof Timer)) real.clearTimeout(timer as NodeJS.Timeout);
  else if (timer.event !== null) time?.scheduler.cancel(timer.event);
}

function pause<T>(delayMs: number, value?: T): Promise<T | undefined> {
  return new Promise((resolve) => void timeout(() => resolve(value), delayMs));
}

function bytes(count: number): Buffer {
  const made = Buffer.alloc(count);
  for (let place = 0; place < count; place += 1) made[place] = time?.chance.below(256) ?? 0;
  return made;
}

function uuid(): string {
  const hex = bytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

type Own = (...given: never[]) => unknown;
type Modules = Readonly<{ timers: Record<'setTimeout', Own>; crypto: Record<'randomUUID' | 'randomBytes' | 'randomInt', Own> }>;

/** To be called once, before product code is loaded. */
export function install(): void {
  const require = createRequire(import.meta.url);
  const { timers, crypto }: Modules = { timers: require('node:timers/promises') as Modules['timers'], crypto: require('node:crypto') as Modules['crypto'] };
  const { randomUUID, randomBytes, randomInt } = crypto;
  const { setTimeout: realPause } = timers;
  Object.assign(globalThis, { Date: SimulatedDate, setTimeout: timeout, clearTimeout: clear, setInterval: interval, clearInterval: clear });
  Math.random = () => time?.chance.next() ?? real.random();
  const given = (own: Own, simulated: Own): Own => (...more) => (time === null ? own : simulated)(...more);
  timers.setTimeout = given(realPause, pause);
  crypto.randomUUID = given(randomUUID, uuid);
  crypto.randomBytes = given(randomBytes, bytes);
  crypto.randomInt = given(randomInt, ((least: number, limit?: number) => (limit === undefined ? time?.chance.below(least) : least + (time?.chance.below(limit - least) ?? 0))));
  syncBuiltinESMExports();
}
