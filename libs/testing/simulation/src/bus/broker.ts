import type { Scheduler } from '../time/scheduler.js';

/** A message as it lies at the broker. */
export interface Message {
  readonly content: Buffer;
  readonly exchange: string;
  readonly routingKey: string;
  readonly properties: Readonly<Record<string, unknown>> & { readonly headers: Readonly<Record<string, unknown>> };
  /** How often it came back from a consumer. */
  readonly returns: number;
}

/** Who takes messages from a queue. */
export interface Consumer {
  readonly hasRoom: boolean;
  take(queue: Queue, message: Message): void;
}

interface Arguments {
  readonly 'x-message-ttl'?: number;
  readonly 'x-dead-letter-exchange'?: string;
  readonly 'x-dead-letter-routing-key'?: string;
  readonly 'x-delivery-limit'?: number;
}

const NO_LIMIT = -1;

export class Queue {
  readonly waiting: Message[] = [];
  readonly consumers: Consumer[] = [];
  /** Taken by a consumer and not ended yet. */
  inHand = 0;
  private next = 0;

  constructor(readonly name: string, readonly args: Arguments = {}) {}

  /** Gives what waits to whoever has room, in turn. */
  give(): void {
    while (this.waiting.length > 0) {
      const consumer = this.free();
      if (consumer === null) return;
      const message = this.waiting.shift();
      if (message === undefined) return;
      this.inHand += 1;
      consumer.take(this, message);
    }
  }

  private free(): Consumer | null {
    for (let tried = 0; tried < this.consumers.length; tried += 1) {
      const consumer = this.consumers[(this.next += 1) % this.consumers.length];
      if (consumer?.hasRoom) return consumer;
    }
    return null;
  }
}

interface Binding {
  readonly key: string;
  readonly queue: string;
}

/** A broker as its clients see it: exchanges, queues, delays by dead-lettering. It forgets nothing and outlives every process. */
export class Broker {
  readonly queues = new Map<string, Queue>();
  private readonly bindings = new Map<string, Binding[]>();
  private readonly fanouts = new Set<string>();
  /** Where direct replies go. */
  readonly replies = new Map<string, (message: Message) => void>();

  constructor(private readonly scheduler: Scheduler) {}

  exchange(name: string, type: string): void {
    if (!this.bindings.has(name)) this.bindings.set(name, []);
    if (type === 'fanout') this.fanouts.add(name);
  }

  queue(name: string, args: Arguments = {}): Queue {
    const known = this.queues.get(name) ?? new Queue(name, args);
    this.queues.set(name, known);
    return known;
  }

  bind(queue: string, exchange: string, key: string): void {
    const bindings = this.bindings.get(exchange) ?? [];
    if (!bindings.some((each) => each.queue === queue && each.key === key)) this.bindings.set(exchange, [...bindings, { queue, key }]);
  }

  deleteQueue(name: string): void {
    this.queues.delete(name);
    for (const [exchange, bindings] of this.bindings) this.bindings.set(exchange, bindings.filter((each) => each.queue !== name));
  }

  /** False: no queue is bound. */
  route(message: Message): boolean {
    const { exchange, routingKey } = message;
    if (exchange === '') {
      const reply = this.replies.get(routingKey);
      if (reply) reply(message);
      const queue = this.queues.get(routingKey);
      if (queue) this.put(queue, message);
      return reply !== undefined || queue !== undefined;
    }
    const keys = new Set((this.bindings.get(exchange) ?? []).filter(({ key }) => this.fanouts.has(exchange) || fits(key, routingKey)).map(({ queue }) => queue));
    for (const name of keys) this.put(this.queue(name), message);
    return keys.size > 0;
  }

  /** Back in its queue, at the head; or with the dead letters when that was too often. */
  giveBack(queue: Queue, message: Message): void {
    queue.inHand -= 1;
    const { 'x-delivery-limit': limit = NO_LIMIT } = queue.args;
    const returned = { ...message, returns: message.returns + 1 };
    if (limit !== NO_LIMIT && returned.returns > limit) return void this.deadLetter(queue, message, 'delivery_limit');
    queue.waiting.unshift(returned);
    queue.give();
  }

  done(queue: Queue): void {
    queue.inHand -= 1;
    queue.give();
  }

  /** It has lost all messages, and kept its queues. */
  empty(): void {
    for (const queue of this.queues.values()) {
      queue.waiting.length = 0;
      queue.inHand = 0;
    }
  }

  /** Messages that lie anywhere or are in hand, by queue. */
  lying(): [string, number][] {
    return [...this.queues.values()].map(({ name, waiting, inHand }): [string, number] => [name, waiting.length + inHand]).filter(([, count]) => count > 0);
  }

  private put(queue: Queue, message: Message): void {
    queue.waiting.push(message);
    const ownMs = message.properties['expiration'];
    const ttlMs = queue.args['x-message-ttl'] ?? (ownMs === undefined ? undefined : Number(ownMs));
    if (ttlMs !== undefined) this.scheduler.after(ttlMs, null, () => this.expire(queue, message), queue.args['x-dead-letter-exchange'] !== undefined);
    queue.give();
  }

  private expire(queue: Queue, message: Message): void {
    const place = queue.waiting.indexOf(message);
    if (place < 0) return;
    queue.waiting.splice(place, 1);
    this.deadLetter(queue, message, 'expired');
  }

  private deadLetter(queue: Queue, message: Message, reason: string): void {
    const { 'x-dead-letter-exchange': exchange, 'x-dead-letter-routing-key': key = message.routingKey } = queue.args;
    if (exchange === undefined) return;
    const { expiration: _, ...properties } = message.properties;
    const headers = { ...message.properties.headers, 'x-death': [{ queue: queue.name, reason }] };
    this.route({ ...message, exchange, routingKey: key, properties: { ...properties, headers }, returns: 0 });
  }
}

/** Whether a binding's key fits: `*` is one word, `#` any number of them. */
function fits(binding: string, key: string): boolean {
  if (binding === key || binding === '#') return true;
  const words = key.split('.');
  const pattern = binding.split('.');
  for (const [index, part] of pattern.entries()) {
    if (part === '#') return true;
    if (part !== '*' && part !== words[index]) return false;
  }
  return pattern.length === words.length;
}
