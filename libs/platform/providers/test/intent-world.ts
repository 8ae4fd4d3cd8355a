import { inquiredLater, isDue, leased, leaseMsFor, nextCall, sentAgain, stopAt, type Intent } from '@sluice/providers';

const LONGEST_CALL_MS = 3_000;

/** One intent in its simplest form. Its key is made of what it is about. */
export interface Order extends Intent {
  readonly about: string;
  readonly status: 'planned' | 'sending' | 'unknown' | 'taken' | 'stopped';
  readonly isStopping: boolean;
}

export type Fate = 'answered' | 'answer-lost' | 'request-lost' | 'request-late';
type Action = ReturnType<typeof nextCall>;
type Observation = 'taken' | 'stopped' | 'not-known' | 'lost';
interface Call { readonly action: Action; readonly key: string }

const backoff = { firstMs: 1_000, lastMs: 300_000 };

/** The rules under test, and what a mistake in them would be. */
export interface Rules {
  keyOf(order: Order): string;
  afterLoss(order: Order, now: Date): Order;
  begin(order: Order, now: Date): Order;
}

export const rules: Rules = {
  keyOf: ({ about }) => `key of ${about}`,
  afterLoss: (order, now) => inquiredLater({ ...order, status: 'unknown' }, backoff, now),
  begin: (order, now) => leased({ ...order, status: 'sending' }, now, leaseMsFor(LONGEST_CALL_MS)),
};

/** Processes that keep nothing but what is stored, a network, and a provider that takes one order per key. */
export class IntentWorld {
  now = new Date('2026-01-15T10:00:00.000Z');
  order: Order = { about: 'w1', status: 'planned', isStopping: false, failedAttempts: 0, nextAt: this.now.toISOString() };
  readonly keys = new Set<string>();
  readonly taken = new Map<string, 'taken' | 'barred'>();
  readonly mistakes: string[] = [];
  private version = 0;
  private mayBeSent = true;
  private readonly processes: Generator<string>[] = [];
  private readonly late: Call[] = [];

  constructor(private readonly by: Rules = rules) {}

  /** A timer fires at a process: now if something is due, else once it is. */
  start(fate: Fate): void {
    if (this.hasEnded) return;
    if (this.order.nextAt === undefined) return void this.mistakes.push(`nothing is due about an order that is ${this.order.status}`);
    if (new Date(this.order.nextAt) > this.now) this.now = new Date(this.order.nextAt);
    this.processes.push(this.work(fate));
  }

  /** One process comes one step further; between any two the others may go on, and it may be killed. */
  step(which: number): void {
    const process = this.processes[which % Math.max(this.processes.length, 1)];
    if (process?.next().done === true) this.processes.splice(this.processes.indexOf(process), 1);
  }

  kill(which: number): void {
    this.processes.splice(which % Math.max(this.processes.length, 1), 1);
  }

  wait(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  arriveLate(): void {
    const call = this.late.shift();
    if (call) this.reach(call);
  }

  stop(): void {
    if (this.hasEnded) return;
    if (this.order.firstSentAt === undefined) return this.store({ ...this.order, status: 'stopped', nextAt: undefined });
    this.store({ ...this.order, isStopping: true, nextAt: stopAt(this.order, this.order.status === 'sending', this.now) });
  }

  /** Nobody is killed any more, and nothing is lost: everything comes to its end. */
  recover(): void {
    this.processes.splice(0);
    for (let round = 0; round < 50 && !this.hasEnded; round += 1) {
      this.start('answered');
      while (this.processes.length > 0) this.step(0);
    }
    while (this.late.length > 0) this.arriveLate();
  }

  get hasEnded(): boolean {
    return this.order.status === 'taken' || this.order.status === 'stopped';
  }

  private *work(fate: Fate): Generator<string> {
    const [read, version] = [this.order, this.version];
    if (this.hasEnded || !isDue(read, this.now)) return;
    yield 'read';
    const action = nextCall({ isPlanned: read.status === 'planned', isToBeStopped: read.isStopping });
    if (action === 'send') {
      if (this.version !== version) return;
      if (!this.mayBeSent) this.mistakes.push('sent again without an inquiry');
      this.mayBeSent = false;
      this.store(this.by.begin(read, this.now));
    }
    yield 'stored';
    const observation = this.call({ action, key: this.by.keyOf(this.order) }, fate);
    yield 'called';
    this.record(observation);
  }

  private call(call: Call, fate: Fate): Observation {
    if (call.action === 'send') this.keys.add(call.key);
    if (fate === 'request-late') this.late.push(call);
    const answer = fate === 'request-lost' || fate === 'request-late' ? 'lost' : this.reach(call);
    return fate === 'answered' ? answer : 'lost';
  }

  private reach({ action, key }: Call): Observation {
    const known = this.taken.get(key);
    if (known !== undefined) return known === 'taken' ? 'taken' : 'stopped';
    if (action === 'inquire') return 'not-known';
    this.taken.set(key, action === 'send' ? 'taken' : 'barred');
    return action === 'send' ? 'taken' : 'stopped';
  }

  private record(observation: Observation): void {
    if (this.hasEnded) return;
    switch (observation) {
      case 'taken': case 'stopped': return this.store({ ...this.order, status: observation, nextAt: undefined });
      case 'lost': return this.store(this.by.afterLoss(this.order, this.now));
      case 'not-known':
        this.mayBeSent = true;
        return this.store(sentAgain({ ...this.order, status: 'planned' }, this.now));
    }
  }

  private store(order: Order): void {
    if (this.order.firstSentAt !== undefined && order.firstSentAt !== this.order.firstSentAt) this.mistakes.push('the first time of sending has changed');
    this.order = order;
    this.version += 1;
  }
}
