import { connect, type ConfirmChannel } from 'amqplib';
import { MongoClient, type Collection } from 'mongodb';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/**
 * One of the five processes of the floor: what a withdrawal costs on this broker and this database with the raw drivers
 * and nothing else. Process 0 orders three participants one after the other and tells the fourth: seven confirmed
 * persistent publishes on quorum queues, eight single-document writes, each guarded by a version or a unique id.
 */
const env = z.object({ MONGODB_URI: z.string(), AMQP_URL: z.string(), NAMESPACE: z.string(), ROLE: z.coerce.number().int().min(0).max(4) }).parse(process.env);

interface Hop {
  readonly id: string;
  readonly step: number;
  readonly payload: string;
}

interface Stored {
  _id: string;
  version: number;
  payload: string;
}

/** As large as a command of the product. */
const payload = 'x'.repeat(400);
const PREFETCH = 100;
const queueOf = (role: number): string => `${env.NAMESPACE}.floor.${role}`;

const client = await MongoClient.connect(env.MONGODB_URI);
const collection: Collection<Stored> = client.db(`${env.NAMESPACE}_floor`).collection(`process_${env.ROLE}`);
await collection.createIndex({ version: 1 });
const connection = await connect(env.AMQP_URL, { noDelay: true });
const channel: ConfirmChannel = await connection.createConfirmChannel();
await channel.assertQueue(queueOf(env.ROLE), { durable: true, arguments: { 'x-queue-type': 'quorum' } });
await channel.prefetch(PREFETCH);

const publish = (role: number, hop: Hop): Promise<void> => new Promise((resolve, reject) => {
  const options = { persistent: true, mandatory: true, messageId: randomUUID() };
  channel.publish('', queueOf(role), Buffer.from(JSON.stringify(hop)), options, (error: Error | null) => (error === null ? resolve() : reject(error)));
});

async function compareAndSet(id: string, version: number): Promise<void> {
  const { matchedCount } = await collection.updateOne({ _id: id, version }, { $set: { payload }, $inc: { version: 1 } });
  if (matchedCount !== 1) throw new Error(`${id} is not at version ${version}.`);
}

async function handle({ id, step }: Hop): Promise<void> {
  const next = { id, step: step + 1, payload };
  if (env.ROLE === 0) {
    const version = step / 2;
    await compareAndSet(id, version);
    return publish(version + 1, next);
  }
  await collection.insertOne({ _id: id, version: 1, payload });
  if (env.ROLE === 4) process.send?.({ ended: id });
  else await publish(0, next);
}

await channel.consume(queueOf(env.ROLE), (message) => {
  if (message === null) return;
  handle(JSON.parse(message.content.toString()) as Hop).then(() => channel.ack(message), (error: Error) => {
    console.error(error);
    process.exit(1);
  });
});

/** Told to process 0 by whoever measures. */
async function begin(id: string): Promise<void> {
  await collection.insertOne({ _id: id, version: 1, payload });
  await publish(1, { id, step: 1, payload });
}

process.on('message', (message: { begin: string[] }) => {
  for (const id of message.begin) {
    begin(id).catch((error: Error) => {
      console.error(error);
      process.exit(1);
    });
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
