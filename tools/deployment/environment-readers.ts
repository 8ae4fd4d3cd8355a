import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOfApp, namesOf } from '../generate/environments.ts';
import type { Program } from './sources.ts';
import type { Workload } from './workload.ts';

type Environment = Record<string, string>;

/** What the simulated outside world reads is checked by nothing: it is not part of production. */
const uncheckedPrograms: ReadonlySet<string> = new Set(['simulators']);

/** What secrets may hold whose values are not written anywhere: of their shape, and worth nothing. */
const samples: Readonly<Record<string, string>> = {
  MONGODB_URI: 'mongodb+srv://sluice:secret@cluster.example/', AMQP_URL: 'amqp://sluice:secret@sluice-rabbitmq.sluice.svc:5672/',
  TOKEN_SIGNING_KEY: 't'.repeat(32), WALLET_MNEMONIC: 'test test test test test test test test test test test junk',
  BANK_CALLBACK_SECRET: 'c'.repeat(32), RECEIPT_KEY: 'r'.repeat(32), WEBHOOK_SECRETS_KEY: Buffer.alloc(32).toString('base64'), DATA_KEY: Buffer.alloc(32).toString('base64'),
  TURNKEY_POLICY_PUBLIC_KEY: `02${'1'.repeat(64)}`, TURNKEY_POLICY_PRIVATE_KEY: '1'.repeat(64), TURNKEY_PROPOSER_PUBLIC_KEY: `03${'1'.repeat(64)}`, TURNKEY_PROPOSER_PRIVATE_KEY: '1'.repeat(64),
  DOCUMENTS_S3_ACCESS_KEY_ID: 'sample', DOCUMENTS_S3_SECRET_ACCESS_KEY: 'sample',
};
const sampleFiles: Readonly<Record<string, string>> = { 'relayers.json': JSON.stringify([`0x${'1'.repeat(64)}`]), 'clients.json': '{"tenants":{}}' };

/** Puts the files of a workload into a folder, and the environment right about where they are. */
async function laidOut({ environment, files }: Workload, folder: string): Promise<{ given: Environment; missing: string[] }> {
  const given: Environment = {};
  const missing: string[] = [];
  const copies = await Promise.all(Object.entries(files).map(async ([path, content], index) => {
    const copy = join(folder, String(index));
    await writeFile(copy, content ?? sampleFiles[path.split('/').at(-1) ?? ''] ?? '');
    return [path, copy] as const;
  }));
  const places = new Map(copies);
  for (const [name, value] of Object.entries(environment)) {
    given[name] = value ?? samples[name] ?? '';
    if (value === null && samples[name] === undefined) missing.push(`there is no sample of the secret ${name}.`);
    if (!name.endsWith('_FILE')) continue;
    const place = places.get(given[name]);
    if (place === undefined) missing.push(`${name} names ${given[name]}, where nothing lies.`);
    else given[name] = place;
  }
  return { given, missing };
}

/** Variables that are read and not described: they would be missing from the check at the start and from the page for operators. */
const undescribed = ({ variables }: Program, known: ReadonlySet<string>): string[] =>
  [...variables].flatMap(([file, names]) => names.filter((name) => !known.has(name)).map((name) => `${file} reads ${name}, which the configuration of the service does not describe.`));

/** Rules of deployments. With chains and without a signer payout would sign with the phrase, which is the sandbox's way. */
const neededHere = (service: string, environment: Environment): string[] => (service === 'payout' && environment['SIGNER_URL'] === undefined ? ['SIGNER_URL must be given.'] : []);

/** What the service objects to when it is given what the workload is given: what is missing, and what has the wrong shape. */
export async function objectionsOfCode(workload: Workload, program: Program): Promise<string[]> {
  if (uncheckedPrograms.has(workload.target)) return [];
  const folder = await mkdtemp(join(tmpdir(), 'workload-'));
  try {
    const { given, missing } = await laidOut(workload, folder);
    const environment = await environmentOfApp(workload.target, 'src');
    const wrong = mistakesIn(() => environment.check(given));
    return [...missing, ...wrong, ...neededHere(workload.target, given), ...undescribed(program, namesOf(environment))].map((text) => `${workload.name}: ${text}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function mistakesIn(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
