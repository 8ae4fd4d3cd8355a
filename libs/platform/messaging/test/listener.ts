import type { Envelope, MessageContract } from '@sluice/contract-kit';
import { envelopeSchema } from '@sluice/contract-kit';
import { infrastructure } from '@sluice/builders';
import { connect } from 'amqplib';

/** Another app's answers queue, bound late, with the first answer that arrives in it. */
export async function startListener(namespace: string, app: string, contract: MessageContract): Promise<{ received: Promise<Envelope>; stop: () => Promise<void> }> {
  const connection = await connect(infrastructure().amqpUrl);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, `${namespace}.answers`, `${app}.${contract.type}`);
  const { promise: received, resolve } = Promise.withResolvers<Envelope>();
  await channel.consume(queue, (message) => resolve(envelopeSchema.parse(JSON.parse(message?.content.toString() ?? ''))), { noAck: true });
  return { received, stop: () => connection.close() };
}
