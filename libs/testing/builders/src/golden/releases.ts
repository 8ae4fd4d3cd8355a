import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contract } from '@sluice/contract-kit';
import type { Aggregate } from '@sluice/persistence';
import { EJSON } from 'bson';
import { aggregates, bodiesOf, codecOf, contracts, documentsOf, documentWith, root } from './found.js';

/** Examples by the part of a contract that reads them, or documents. */
export type Entry = Readonly<Record<string, readonly unknown[]>>;

/** What a release wrote: messages by their type, documents by service and collection. */
export interface Golden {
  readonly messages: ReadonlyMap<string, Entry>;
  readonly documents: ReadonlyMap<string, Entry>;
}

const folder = new URL('libs/testing/golden/', root);
const kinds = ['messages', 'documents'] as const;
const fileOf = (release: string, kind: (typeof kinds)[number]): URL => new URL(`${release}/${kind}.json`, folder);

export const thisRelease = (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version;

export const releases = (): string[] => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

function entriesIn(release: string, kind: (typeof kinds)[number]): Map<string, Entry> {
  try {
    return new Map(Object.entries(EJSON.parse(readFileSync(fileOf(release, kind), 'utf8')) as Record<string, Entry>));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
}

export const goldenOf = (release: string): Golden => ({ messages: entriesIn(release, 'messages'), documents: entriesIn(release, 'documents') });

/** What today's code writes. */
export async function today(): Promise<Golden> {
  return {
    messages: new Map([...await contracts()].map(([type, contract]) => [type, bodiesOf(contract)])),
    documents: new Map([...await aggregates()].map(([name, one]) => [name, { document: documentsOf(one) }])),
  };
}

const textOf = (value: unknown): string => EJSON.stringify(value, { relaxed: true });

/** One example a line, so that a difference is read. */
function pageOf(entries: ReadonlyMap<string, Entry>): string {
  const parts = ([name, examples]: [string, readonly unknown[]]) => `    ${JSON.stringify(name)}: [\n${examples.map((each) => `      ${textOf(each)}`).join(',\n')}\n    ]`;
  const all = [...entries].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, entry]) => `  ${JSON.stringify(name)}: {\n${Object.entries(entry).map(parts).join(',\n')}\n  }`);
  return `{\n${all.join(',\n')}\n}\n`;
}

/** Adds to a release what it does not have. @returns what it has otherwise than today's code writes it: that stays as it is, unless it is to be renewed */
export async function record(release: string, renew: boolean): Promise<string[]> {
  const [known, now] = [goldenOf(release), await today()];
  mkdirSync(dirname(fileURLToPath(fileOf(release, 'messages'))), { recursive: true });
  return kinds.flatMap((kind) => {
    const differs = [...now[kind]].filter(([name, entry]) => known[kind].has(name) && textOf(known[kind].get(name)) !== textOf(entry)).map(([name]) => name);
    const kept = [...known[kind]].filter(([name]) => !renew || !now[kind].has(name));
    writeFileSync(fileOf(release, kind), pageOf(new Map([...now[kind], ...kept])));
    return differs;
  });
}

const isSame = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other);

/** Whether everything that was said is there, however it is arranged; more may be. */
function has(read: unknown, said: unknown): boolean {
  if (typeof said !== 'object' || said === null) return isSame(read, said);
  if (typeof read !== 'object' || read === null) return false;
  return Object.entries(said).every(([field, value]) => has((read as Record<string, unknown>)[field], value));
}

/** What today's contract does not read of what a release sent, or drops; undefined when that is nothing. */
export function unreadMessage(contract: Contract | undefined, part: string, said: unknown): string | undefined {
  if (contract === undefined) return 'is no contract any more';
  const schema = { body: contract.body, ...(contract.kind === 'request' && { reply: contract.reply }) }[part];
  if (schema === undefined) return `has no ${part} any more`;
  const read = schema.safeParse(said);
  if (!read.success) return `does not read: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ')}`;
  return has(read.data, said) ? undefined : `drops a field of ${textOf(said)}`;
}

/** What today's code does not read of what a release stored, or does not know; undefined when that is nothing. */
export function unreadDocument(one: Aggregate<object> | undefined, fields: object): string | undefined {
  if (one === undefined) return 'is no aggregate any more';
  const codec = codecOf(one);
  const stored = documentWith(fields);
  try {
    const { plain } = codec.writeOver(stored, codec.read(stored).state);
    return plain ? undefined : `does not know a field of ${textOf(fields)}`;
  } catch (error) {
    return `does not read: ${String(error)}`;
  }
}
