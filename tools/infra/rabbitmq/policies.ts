import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../setup-error.ts';

const FILE = join(import.meta.dirname, 'policies.json');

/** Limits of queues: policies of the broker, since arguments of a queue cannot be changed. Putting them again changes nothing. */
export async function putPolicies(managementUrl: string): Promise<void> {
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}`, 'content-type': 'application/json' };
  const response = await fetch(`${managementUrl}/api/definitions`, { method: 'POST', headers, body: await readFile(FILE, 'utf8') });
  if (!response.ok) throw new SetupError(`RabbitMQ does not take the policies of ${FILE}: ${response.status}.`);
}
