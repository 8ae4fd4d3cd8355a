import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxMnemonic } from '../chains/chains.ts';
import type { Infrastructure } from '../infra/index.ts';
import { localFolder, root } from '../workspace.ts';
import type { StackPlace } from './place.ts';
import type { ProcessPlan } from './records.ts';
import type { ServiceSecrets } from './secrets.ts';

export const appNames = ['gateway', 'intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks', 'operations'] as const;

export type AppName = (typeof appNames)[number];
export type ProcessName = AppName | 'simulators';
/** Of each process the port that tells how it is; `callbacks` is where the bank calls payout. */
export type Ports = Readonly<Record<ProcessName | 'callbacks', number>>;

/** Small heaps: ten processes stand beside a broker and a database on one machine. A smaller young generation costs more at the start than it saves. */
const heapLimits = ['--max-semi-space-size=8', '--max-old-space-size=128'];
/** What node has compiled once it need not compile at the next start. */
const compiledFolder = join(localFolder, 'compiled');
/** What lets a test kill an app at a point of its own choosing, or set its clock wrong. */
const disturbance = join(root, 'tools/disturbance/in-process.mjs');
const telemetry = join(root, 'libs/platform/telemetry/dist/telemetry.js');

export const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

/** What every process of a stack must know of it. */
export interface Surroundings {
  readonly infrastructure: Pick<Infrastructure, 'mongodbUri' | 'amqpUrl'>;
  readonly ports: Ports;
  readonly secrets: ServiceSecrets;
  /** First word of its databases and queues. */
  readonly namespace: string;
  /** OpenTelemetry's variables, beside those of the shell. */
  readonly telemetry?: Readonly<Record<string, string>> | undefined;
  readonly disturbable?: boolean | undefined;
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** What every app is told, and below what only one of them needs. */
const commonEnv = ({ infrastructure, namespace }: Surroundings) => ({
  MONGODB_URI: infrastructure.mongodbUri,
  AMQP_URL: infrastructure.amqpUrl,
  SLUICE_NAMESPACE: namespace,
  SLUICE_SANDBOX: 'true',
  SLUICE_VERSION: version,
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
});

/** Who speaks to chains, and with whose keys: nobody's, in a sandbox. */
const chainEnv = ({ chainsFile }: StackPlace) => ({ SLUICE_CHAINS_FILE: chainsFile, WALLET_MNEMONIC: sandboxMnemonic });

/** Whom the signer knows, and what payout proves it by. */
const signerUsers = ({ signerPolicy, signerProposer }: ServiceSecrets) => ({
  TURNKEY_POLICY_PUBLIC_KEY: signerPolicy.publicKey, TURNKEY_PROPOSER_PUBLIC_KEY: signerProposer.publicKey,
});
const signerKeys = ({ signerPolicy, signerProposer }: ServiceSecrets) => ({
  TURNKEY_POLICY_PRIVATE_KEY: signerPolicy.privateKey, TURNKEY_PROPOSER_PRIVATE_KEY: signerProposer.privateKey,
});

function ownEnv(place: StackPlace, { ports, secrets }: Surroundings): Partial<Record<ProcessName, Record<string, string>>> {
  const outside = addressOf(ports.simulators);
  const chains = chainEnv(place);
  const documents = { DOCUMENTS_FOLDER: place.documentFolder };
  return {
    gateway: { ...documents, SLUICE_CLIENTS_FILE: place.clientsFile, SIMULATORS_URL: outside, SLUICE_CHAINS_FILE: place.chainsFile },
    compliance: documents,
    liquidity: { ...chains, CUSTODIAN_URL: outside, SOLANA_URL: outside },
    bridging: { ...chains, ATTESTATION_URL: outside, SOLANA_URL: outside },
    payout: {
      ...chains, ...documents, BANK_URL: outside, PAYOUT_URL: addressOf(ports.callbacks), PORT: String(ports.callbacks), MANAGEMENT_PORT: String(ports.payout), BANK_CALLBACK_SECRET: secrets.bankCallback, RECEIPT_KEY: secrets.receiptKey,
      SIMULATORS_URL: outside, SIGNER_URL: outside, ...signerUsers(secrets), ...signerKeys(secrets),
    },
    simulators: { ...chains, JOURNAL_FOLDER: place.journalFolder, BANK_CALLBACK_SECRET: secrets.bankCallback, ...signerUsers(secrets) },
  };
}

/** What a process inherits from the shell that started it: where programs are, what OpenTelemetry is told, and a bound that is being measured. */
function inheritedEnv(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'UNDER_WAY_PER_TENANT', ...Object.keys(process.env).filter((name) => name.startsWith('OTEL_'))];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** Every process of a stack in the order in which it is started. */
export function planStack(place: StackPlace, surroundings: Surroundings): ProcessPlan[] {
  const { ports, disturbable = false } = surroundings;
  const own = ownEnv(place, surroundings);
  const plan = (name: ProcessName, args: string[], env: Record<string, string>): ProcessPlan => ({
    name,
    port: ports[name],
    args,
    env: { ...inheritedEnv(), ...surroundings.telemetry, NODE_COMPILE_CACHE: compiledFolder, OTEL_SERVICE_NAME: name, PORT: String(ports[name]), ...env, ...own[name] },
    logFile: join(place.logFolder, `${name}.log`),
    restarts: 0,
  });
  const app = (name: AppName) =>
    plan(name, ['--import', telemetry, ...(disturbable ? ['--import', disturbance] : []), ...heapLimits, join(root, `apps/${name}/dist/main.js`)], { ...commonEnv(surroundings), ...(disturbable && { DISTURBANCE_FOLDER: place.disturbanceFolder }) });
  const simulators = plan('simulators', [...heapLimits, join(root, 'libs/testing/simulators/dist/main.js')], {});
  return [simulators, ...appNames.map(app)];
}
