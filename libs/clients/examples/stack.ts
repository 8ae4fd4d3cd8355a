import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Credentials } from '../src/access-token.ts';
import { operatorClient } from '../src/operators.ts';

interface Stack {
  readonly gateway: string;
  readonly tenants: { readonly acme: { readonly bultra: Credentials; readonly wealthkernel: Credentials; readonly braid: { readonly token: string }; readonly ops: { readonly key: string } } };
}

/** The stack that `npm run up` started, or that SLUICE_STACK names. */
const file = process.env['SLUICE_STACK'] ?? new URL('../../../.local/stack.json', import.meta.url);
const { gateway, tenants } = JSON.parse(readFileSync(file, 'utf8')) as Stack;

export const url = gateway;
export const { acme } = tenants;
export const operator = operatorClient({ url, key: acme.ops.key });

/** Money that arrives from outside, as the sandbox lets it. */
export const deposited = (target: string, amount: string, where: { readonly currency?: 'USD' | 'GBP' | 'USDC' } = {}): Promise<{ readonly id: string }> =>
  operator.value(operator.POST('/simulations/deposits', { body: { target, amount, ...where } }));

/** Reads again and again until it is as hoped for. */
export async function until<Read>(read: () => Promise<Read>, isSo: (read: Read) => boolean): Promise<Read> {
  for (const giveUpAt = Date.now() + 60_000; ;) {
    const found = await read();
    if (isSo(found)) return found;
    if (Date.now() > giveUpAt) throw new Error(`It has not come to that in a minute: ${JSON.stringify(found)}`);
    await pause(100);
  }
}

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
