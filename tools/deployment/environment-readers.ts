import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../workspace.ts';
import type { Program } from './sources.ts';
import type { Workload } from './workload.ts';

type Environment = Record<string, string>;

/** Modules are imported by a path that is made when it runs: tools may not depend on what they deploy, but read it as it is. */
const load = (file: string): Promise<Record<string, unknown>> => import(join(root, file)) as Promise<Record<string, unknown>>;

type Reader = (module: Record<string, unknown>, environment: Environment, service: string) => unknown;

const call = (name: string, ...args: readonly unknown[]) => (module: Record<string, unknown>): unknown => (module[name] as (...given: readonly unknown[]) => unknown)(...args);
const make = (name: string, ...args: readonly unknown[]) => (module: Record<string, unknown>): unknown => new (module[name] as new (...given: readonly unknown[]) => unknown)(...args);

const isSandbox = (environment: Environment): boolean => environment['SLUICE_SANDBOX'] === 'true';

/** How the code itself reads what a file of it wants to know. A file that reads variables and is not here is objected to. */
const readers: Readonly<Record<string, Reader>> = {
  'libs/platform/service-host/src/service.config.ts': (module, environment, service) => call('readServiceConfig', service, environment)(module),
  'libs/platform/document-store/src/open-document-store.ts': (module, environment, service) =>
    call('openDocumentStore', environment, { service, namespace: 'sluice', sandbox: false })(module),
  // The wallets' signer of libs/platform/evm refuses to start without a phrase.
  'libs/platform/evm/src/evm.config.ts': (module, environment) => {
    const { mnemonic } = call('readEvmConfig', environment)(module) as { readonly mnemonic?: string };
    if (mnemonic === undefined) throw new Error('WALLET_MNEMONIC must be given.');
  },
  'apps/gateway/src/gateway.config.ts': (module) => make('GatewayConfig')(module),
  'apps/intake/src/intake.config.ts': (module) => make('IntakeConfig')(module),
  'apps/compliance/src/compliance.config.ts': (module, environment) => make('ComplianceConfig', { sandbox: isSandbox(environment) }, environment)(module),
  'apps/liquidity/src/liquidity.config.ts': (module, environment) => make('LiquidityConfig', { sandbox: isSandbox(environment) })(module),
  'apps/bridging/src/bridging.config.ts': (module) => make('BridgingConfig')(module),
  'apps/payout/src/payout.config.ts': (module) => make('PayoutConfig')(module),
  // With chains and without a signer, payout would sign with the phrase: the sandbox's way.
  'apps/payout/src/providers/turnkey.config.ts': (module, environment) => {
    if (call('readTurnkeyConfig', environment, isSandbox(environment))(module) === null) throw new Error('SIGNER_URL must be given.');
  },
  'apps/webhooks/src/webhooks.config.ts': (module, environment) =>
    (module['WebhooksConfig'] as { fromEnvironment(given: Environment, sandbox: boolean): unknown }).fromEnvironment(environment, isSandbox(environment)),
};

/** Read as they are, by nothing that could object: an address that may be absent, and a program that is not part of production. */
const readByNobody = ['apps/payout/src/providers/providers.module.ts', 'libs/testing/simulators/src/main.ts'];

/** What secrets may hold whose values are not written anywhere: of their shape, and worth nothing. */
const samples: Readonly<Record<string, string>> = {
  MONGODB_URI: 'mongodb+srv://sluice:secret@cluster.example/', AMQP_URL: 'amqp://sluice:secret@sluice-rabbitmq.sluice.svc:5672/',
  TOKEN_SIGNING_KEY: 't'.repeat(32), WALLET_MNEMONIC: 'test test test test test test test test test test test junk',
  BANK_CALLBACK_SECRET: 'c'.repeat(32), RECEIPT_KEY: 'r'.repeat(32), WEBHOOK_SECRETS_KEY: Buffer.alloc(32).toString('base64'),
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

async function objectionsOf(file: string, reader: Reader, environment: Environment, service: string): Promise<string[]> {
  const module = await load(file);
  const before = process.env;
  process.env = environment;
  try {
    reader(module, environment, service);
    return [];
  } catch (error) {
    return [(error as Error).message];
  } finally {
    process.env = before;
  }
}

/** What the code objects to when it is told what the workload is told: what is missing, and what has the wrong shape. */
export async function objectionsOfCode(workload: Workload, program: Program): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'workload-'));
  try {
    const { given, missing } = await laidOut(workload, folder);
    const found = [...missing];
    for (const file of program.variables.keys()) {
      const reader = readers[file];
      if (reader !== undefined) found.push(...(await objectionsOf(file, reader, given, workload.target)));
      else if (!readByNobody.includes(file)) found.push(`${file} reads variables, and nobody knows how to ask it about them.`);
    }
    return found.map((text) => `${workload.name}: ${text}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
