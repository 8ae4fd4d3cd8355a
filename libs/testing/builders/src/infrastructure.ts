import { z } from 'zod';

const environmentSchema = z.object({ MONGODB_URI: z.string(), AMQP_URL: z.string() });

/** The real broker and database that tests run against. */
export function infrastructure(): { mongodbUri: string; amqpUrl: string } {
  const read = environmentSchema.safeParse(process.env);
  if (!read.success) throw new Error('These tests need MONGODB_URI and AMQP_URL, as of a broker and a database that are running.');
  return { mongodbUri: read.data.MONGODB_URI, amqpUrl: read.data.AMQP_URL };
}
