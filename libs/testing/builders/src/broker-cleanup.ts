import { connect } from 'amqplib';

const inboxes = ['commands', 'answers', 'events', 'requests'];

/** Names of everything that one service leaves at the broker. */
const queuesOf = (namespace: string, service: string, delaysMs: readonly number[]): string[] =>
  [...inboxes, 'dead', 'suspects', ...delaysMs.map((delayMs) => `delay.${delayMs}`)].map((name) => `${namespace}.${service}.${name}`);

/** Deletes what a service and its namespace left at the broker; deleting what is not there is no error. */
export async function deleteBrokerObjects(url: string, namespace: string, service: string, delaysMs: readonly number[]): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const delays = [...new Set(delaysMs)];
  for (const queue of queuesOf(namespace, service, delays)) await channel.deleteQueue(queue);
  const exchanges = [`${namespace}.broadcasts`, ...inboxes.map((name) => `${namespace}.${name}`), ...delays.map((delayMs) => `${namespace}.${service}.delay.${delayMs}`)];
  for (const exchange of exchanges) await channel.deleteExchange(exchange);
  await connection.close();
}
