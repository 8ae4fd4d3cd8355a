import amqp from 'amqplib';
import mongoose from 'mongoose';
import type { BrokerAddress, DatabaseAddress } from '../infrastructure.ts';
import { reasonOf, SetupError } from '../setup-error.ts';

const WAIT_LIMIT_MS = 5000;

/** The database named by MONGODB_URI, once it has answered. */
export async function givenDatabase(mongodbUri: string): Promise<DatabaseAddress> {
  try {
    await pingDatabase(mongodbUri);
  } catch (error) {
    throw new SetupError(`The database named by MONGODB_URI does not answer: ${withoutPassword(reasonOf(error))}.`);
  }
  return { mongodbUri };
}

/** The broker named by AMQP_URL, once it has answered. */
export async function givenBroker(amqpUrl: string): Promise<BrokerAddress> {
  try {
    const connection = await amqp.connect(amqpUrl, { timeout: WAIT_LIMIT_MS });
    await connection.close();
  } catch (error) {
    throw new SetupError(`The broker named by AMQP_URL does not answer: ${withoutPassword(reasonOf(error))}.`);
  }
  return { amqpUrl };
}

async function pingDatabase(mongodbUri: string): Promise<void> {
  const client = new mongoose.mongo.MongoClient(mongodbUri, { serverSelectionTimeoutMS: WAIT_LIMIT_MS });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}

function withoutPassword(text: string): string {
  return text.replaceAll(/\/\/[^/@\s]*@/g, '//');
}
