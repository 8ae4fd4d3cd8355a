import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import type { Infrastructure } from '../../infra/index.ts';

const count = (least: number, most: number) => z.coerce.number<string>().int().min(least).max(most);

const askedSchema = z.object({
  minutes: z.coerce.number<string>().positive().max(1_440),
  seed: count(0, 2 ** 32 - 1),
  /** Withdrawals a second. */
  rate: z.coerce.number<string>().positive().max(100),
  instances: count(1, 5),
  brokerNodes: z.coerce.number<string>().pipe(z.union([z.literal(1), z.literal(3), z.literal(5)])),
  /** Kinds that begin so; all when empty. */
  only: z.array(z.string()),
});

export type Asked = z.output<typeof askedSchema>;

/** What is asked for on the command line; null when it cannot be read. */
export function askFor(args: readonly string[]): Asked | null {
  const text = (given: string) => ({ type: 'string' as const, default: given });
  try {
    const { values } = parseArgs({ args: [...args], options: {
      minutes: text('3'), seed: text(String(Math.floor(Math.random() * 1_000_000))), rate: text('3'), instances: text('1'), 'broker-nodes': text('1'),
      only: { type: 'string', multiple: true, default: [] },
    } });
    return askedSchema.parse({ ...values, brokerNodes: values['broker-nodes'] });
  } catch {
    return null;
  }
}

const overviewSchema = z.object({ rabbitmq_version: z.string() });

/** Of what runs beneath. */
export async function versionsOf({ mongodbUri, managementUrl }: Infrastructure): Promise<Record<string, string>> {
  const client = new MongoClient(mongodbUri);
  try {
    const { version } = await client.db('admin').command({ buildInfo: 1 });
    const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
    const overview = managementUrl === undefined ? null : await fetch(`${managementUrl}/api/overview`, { headers });
    return { node: process.version, database: String(version), ...(overview?.ok === true && { rabbitmq: overviewSchema.parse(await overview.json()).rabbitmq_version }) };
  } finally {
    await client.close();
  }
}
