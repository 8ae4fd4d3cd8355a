import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contract } from '@sluice/contract-kit';
import { type Aggregate, type AggregateDocument, StateCodec } from '@sluice/persistence';
import { examplesOf } from './examples.js';

export const root = new URL('../../../../../', import.meta.url);

/** The source files that match and hold the text; specifications are none. */
const sourcesWith = (pattern: string, text: string): string[] => globSync(pattern, { cwd: fileURLToPath(root) })
  .filter((file) => !file.endsWith('.spec.ts') && readFileSync(new URL(file, root), 'utf8').includes(text)).sort();

/** Found by folder, not imported by name: a new service's are there as soon as it is, and libraries know no app. */
async function exportsOf(file: string): Promise<unknown[]> {
  return Object.values((await import(new URL(file, root).href)) as Record<string, unknown>);
}

const isContract = (each: unknown): each is Contract => typeof each === 'object' && each !== null && 'kind' in each && 'service' in each && 'type' in each;
const isAggregate = (each: unknown): each is Aggregate<object> => typeof each === 'object' && each !== null && 'collection' in each && 'state' in each && 'upcasters' in each;

/** Every message and request, by its type. */
export async function contracts(): Promise<Map<string, Contract>> {
  const pages = await Promise.all(globSync('libs/contracts/*/src/index.ts', { cwd: fileURLToPath(root) }).sort().map(exportsOf));
  return new Map(pages.flat().filter(isContract).map((contract) => [contract.type, contract]));
}

/** Every kind of stored aggregate, by its service and collection. @throws Error for one that its file does not export */
export async function aggregates(): Promise<Map<string, Aggregate<object>>> {
  const files = [...sourcesWith('apps/*/src/**/*.ts', 'aggregate({'), ...sourcesWith('libs/platform/evm/src/**/*.ts', 'aggregate({')];
  const found = await Promise.all(files.map(async (file) => {
    const described = (await exportsOf(file)).filter(isAggregate);
    const written = readFileSync(new URL(file, root), 'utf8').split(/\baggregate\(\{/).length - 1;
    if (described.length !== written) throw new Error(`${file} describes ${written} aggregates and exports ${described.length}.`);
    const service = file.split('/').slice(0, 3).join('/').replace(/^(apps|libs\/platform)\//, '').split('/')[0] ?? '';
    return described.map((one): [string, Aggregate<object>] => [`${service}/${one.collection}`, one]);
  }));
  return new Map(found.flat());
}

/** A document as a service stores it: the platform's own fields, and the state's. */
export const documentWith = (fields: object): AggregateDocument => ({ _id: 'one', tenantId: 'acme', version: 1, outbox: [], cause: {}, ...fields });

export const codecOf = ({ state, upcasters }: Aggregate<object>): StateCodec<object> => new StateCodec(state, upcasters);

export const documentsOf = (one: Aggregate<object>): object[] => {
  const codec = codecOf(one);
  return examplesOf(one.state).map((state) => ({ ...codec.write('one', state as object), ...(codec.shape > 0 && { shape: codec.shape }) }));
};

/** Bodies of a message, and replies of a request. */
export function bodiesOf(contract: Contract): { body: unknown[]; reply?: unknown[] } {
  if (contract.kind === 'request') return { body: examplesOf(contract.body), reply: examplesOf(contract.reply) };
  return { body: [contract.sample, ...examplesOf(contract.body)] };
}
