import { setImmediate as turn } from 'node:timers/promises';

/** Who an event belongs to: what is dead has none any more. */
export interface Owner {
  readonly alive: boolean;
}

export interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly owner: Owner | null;
  /** Whether it keeps the world from being at rest. Timers of the product do not: some of them come for ever. */
  readonly counts: boolean;
  work: (() => void) | null;
}

/**
 * All that happens, one thing after the other, in the order of simulated time. Between two events everything that the
 * first has set off inside its process is done: product code waits for nothing but events.
 */
export class Scheduler {
  now: number;
  /** Whose event is under way: a timer that is set now is his. */
  current: Owner | null = null;
  /** Events that count and are still to come. */
  pending = 0;
  steps = 0;
  private order = 0;
  private readonly heap: Scheduled[] = [];

  constructor(startAt: number) {
    this.now = startAt;
  }

  after(delayMs: number, owner: Owner | null, work: () => void, counts = true): Scheduled {
    const event: Scheduled = { at: this.now + Math.max(0, Number.isFinite(delayMs) ? delayMs : 0), order: (this.order += 1), owner, counts, work };
    if (counts) this.pending += 1;
    this.push(event);
    return event;
  }

  cancel(event: Scheduled): void {
    if (event.work !== null && event.counts) this.pending -= 1;
    event.work = null;
  }

  /** Does the next thing unless it is later than `until`. False: there is none. */
  async step(until: number): Promise<boolean> {
    const event = this.nextBefore(until);
    if (event === null) return false;
    const { work, owner } = event;
    event.work = null;
    if (event.counts) this.pending -= 1;
    this.now = event.at;
    if (work === null || owner?.alive === false) return true;
    this.steps += 1;
    this.current = owner;
    work();
    await turn();
    // And what is left to the end of a turn: messages and writes that go together.
    await turn();
    this.current = null;
    return true;
  }

  private nextBefore(until: number): Scheduled | null {
    for (;;) {
      const [first] = this.heap;
      if (first === undefined || first.at > until) return null;
      this.pop();
      if (first.work !== null) return first;
    }
  }

  private push(event: Scheduled): void {
    const { heap } = this;
    let place = heap.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[place] = heap[parent] as Scheduled;
      place = parent;
    }
    heap[place] = event;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const child = left + 1 < heap.length && isBefore(heap[left + 1] as Scheduled, heap[left]) ? left + 1 : left;
      if (child >= heap.length || !isBefore(heap[child] as Scheduled, last)) break;
      heap[place] = heap[child] as Scheduled;
      place = child;
    }
    heap[place] = last;
  }
}

const isBefore = (one: Scheduled, other: Scheduled | undefined): boolean =>
  other === undefined || one.at < other.at || (one.at === other.at && one.order < other.order);
