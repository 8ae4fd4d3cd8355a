import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import amqp, { type ChannelModel, type ConfirmChannel, type ConsumeMessage, type Options } from 'amqplib';

let connection: ChannelModel;
let channel: ConfirmChannel;
const queues: string[] = [];

beforeAll(async () => {
  connection = await amqp.connect(process.env['AMQP_URL'] ?? '');
});

beforeEach(async () => {
  channel = await connection.createConfirmChannel();
});

afterAll(async () => {
  const cleaner = await connection.createChannel();
  for (const queue of queues) await cleaner.deleteQueue(queue);
  await connection.close();
});

async function queueWith(options: Options.AssertQueue = {}): Promise<string> {
  const name = `conformance-${randomUUID()}`;
  queues.push(name);
  await channel.assertQueue(name, { durable: true, ...options, arguments: { 'x-queue-type': 'quorum', ...(options.arguments as object | undefined) } });
  return name;
}

async function publish(queue: string, text: string): Promise<void> {
  channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
  await channel.waitForConfirms();
}

/** Consumes and gives the messages one after the other. */
async function consumer(queue: string): Promise<() => Promise<ConsumeMessage>> {
  const arrived: ConsumeMessage[] = [];
  const waiting: ((message: ConsumeMessage) => void)[] = [];
  await channel.consume(queue, (message) => {
    if (message === null) return;
    const next = waiting.shift();
    if (next) next(message);
    else arrived.push(message);
  });
  return async () => arrived.shift() ?? new Promise((resolve) => waiting.push(resolve));
}

describe('a quorum queue', () => {
  it('confirms what it stored and delivers it', async () => {
    const queue = await queueWith();
    await publish(queue, 'hello');
    const message = await (await consumer(queue))();
    expect(message.content.toString()).toBe('hello');
    expect(message.fields.redelivered).toBe(false);
    channel.ack(message);
  });

  it('confirms a thousand messages published together', async () => {
    const queue = await queueWith();
    for (let index = 0; index < 1000; index++) channel.sendToQueue(queue, Buffer.from(String(index)), { persistent: true });
    await channel.waitForConfirms();
    expect(await channel.checkQueue(queue)).toMatchObject({ messageCount: 1000 });
  });

  it('counts rejects with requeue and passes the message on once the delivery limit is reached', async () => {
    const parked = await queueWith();
    const queue = await queueWith({ deadLetterExchange: '', deadLetterRoutingKey: parked, arguments: { 'x-delivery-limit': 2 } });
    const nextParked = await consumer(parked);
    let deliveries = 0;
    await channel.consume(queue, (message) => {
      deliveries++;
      if (message) channel.reject(message, true);
    });
    await publish(queue, 'poison');
    const message = await nextParked();
    expect(message.content.toString()).toBe('poison');
    expect(message.properties.headers?.['x-death']?.[0]).toMatchObject({ reason: 'delivery_limit', queue });
    expect(deliveries).toBe(3);
  });

  it('gives unacknowledged messages again when the channel closes', async () => {
    const queue = await queueWith();
    await publish(queue, 'again');
    await (await consumer(queue))();
    await channel.close();
    channel = await connection.createConfirmChannel();
    const message = await (await consumer(queue))();
    expect(message.fields.redelivered).toBe(true);
    channel.ack(message);
  });

  it('cannot be declared again with other arguments', async () => {
    const queue = await queueWith({ arguments: { 'x-delivery-limit': 2 } });
    const other = await connection.createChannel();
    other.on('error', () => undefined); // The refusal closes the channel and is also what rejects the declaration.
    await expect(other.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 3 } })).rejects.toThrow('PRECONDITION');
  });
});

describe('a delay queue', () => {
  it('holds a message for its time and then hands it to the work queue', async () => {
    const work = await queueWith();
    const delay = await queueWith({ messageTtl: 300, deadLetterExchange: '', deadLetterRoutingKey: work });
    const next = await consumer(work);
    const sentAt = Date.now();
    await publish(delay, 'later');
    const message = await next();
    expect(message.content.toString()).toBe('later');
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(290);
    expect(message.properties.headers?.['x-death']?.[0]).toMatchObject({ reason: 'expired', queue: delay });
    channel.ack(message);
  });
});

describe('a mandatory message', () => {
  it('comes back when no queue takes it, although it is confirmed', async () => {
    const returned = once(channel, 'return');
    channel.publish('amq.topic', `nowhere.${randomUUID()}`, Buffer.from('lost'), { mandatory: true });
    await channel.waitForConfirms();
    const [message] = (await returned) as [ConsumeMessage];
    expect(message.content.toString()).toBe('lost');
    expect(message.fields).toMatchObject({ replyCode: 312 });
  });

  it('does not come back when a queue takes it', async () => {
    const queue = await queueWith();
    let returns = 0;
    channel.on('return', () => returns++);
    channel.sendToQueue(queue, Buffer.from('kept'), { mandatory: true });
    await channel.waitForConfirms();
    expect(returns).toBe(0);
  });
});

describe('a request with direct reply-to', () => {
  it('gets its answer on the same channel without a queue of its own', async () => {
    const queue = await queueWith();
    const reply = new Promise<ConsumeMessage | null>((resolve, reject) => {
      channel.consume('amq.rabbitmq.reply-to', resolve, { noAck: true }).catch(reject);
    });
    await channel.checkQueue(queue); // A round trip, after which the reply consumer is surely there.
    const next = await consumer(queue);
    channel.sendToQueue(queue, Buffer.from('ping'), { replyTo: 'amq.rabbitmq.reply-to', correlationId: 'c1' });
    const request = await next();
    channel.publish('', request.properties.replyTo as string, Buffer.from('pong'), { correlationId: request.properties.correlationId as string });
    channel.ack(request);
    const answer = await reply;
    expect(answer?.content.toString()).toBe('pong');
    expect(answer?.properties.correlationId).toBe('c1');
  });
});

describe('exchanges', () => {
  it('of kind topic route by pattern', async () => {
    const exchange = `conformance-${randomUUID()}`;
    await channel.assertExchange(exchange, 'topic', { durable: true, autoDelete: true });
    const queue = await queueWith();
    await channel.bindQueue(queue, exchange, 'ledger.#');
    channel.publish(exchange, 'payout.sent', Buffer.from('no'));
    channel.publish(exchange, 'ledger.hold.placed', Buffer.from('yes'));
    await channel.waitForConfirms();
    const message = await (await consumer(queue))();
    expect(message.content.toString()).toBe('yes');
    channel.ack(message);
  });

  it('of kind consistent hash are there', async () => {
    const exchange = `conformance-${randomUUID()}`;
    await channel.assertExchange(exchange, 'x-consistent-hash', { durable: true });
    await expect(channel.deleteExchange(exchange)).resolves.toBeDefined();
  });
});
