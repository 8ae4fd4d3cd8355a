import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxMnemonic } from '../chains/chains.ts';
import { localFolder, root } from '../workspace.ts';
import type { Lines, StackPlace } from './place.ts';
import type { ProcessPlan } from './records.ts';
import type { ServiceSecrets } from './secrets.ts';

export const appNames = ['gateway', 'intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks', 'operations'] as const;

export type AppName = (typeof appNames)[number];
export type ProcessName = AppName | 'simulators';

/**
 * Of each process, by its name, the port that tells how it is; where the bank calls each instance of payout; and of what stands before
 * the instances of an app that is called over HTTP.
 */
export type Ports = Readonly<Record<ProcessName | 'callbacks', number> & Record<string, number>>;

/** Apps that are called over HTTP; with more than one instance, by way of the balancer. */
export const calledApps = ['gateway', 'payout'] as const;

export const balancerName = 'balancer';

/** One name for each instance of an app; the first has the app's own. */
export const instancesOf = (app: string, count: number): string[] => Array.from({ length: count }, (_, index) => (index === 0 ? app : `${app}-${index + 1}`));

/** Where an instance is called, by the instance's name: payout has a port for that alone. */
const calledAt = (name: string): string => name.replace(/^payout/, 'callbacks');

export interface Target {
  readonly port: number;
  /** Where it says whether it is ready. */
  readonly health: number;
}

/** One port, and whom its connections are passed on to. */
export interface Route {
  readonly port: number;
  readonly targets: readonly Target[];
}

/** Where an app is called: at its only instance, or at what stands before all of them. */
export const frontOf = (app: (typeof calledApps)[number], ports: Ports): number => ports[`${app}-front`] ?? ports[calledAt(app)] ?? 0;

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
  readonly infrastructure: Lines;
  readonly ports: Ports;
  /** Of every app; one unless told. */
  readonly instances?: number | undefined;
  /** The way from each process to broker and database; straight unless told. */
  readonly lines?: ((process: string) => Lines) | undefined;
  readonly secrets: ServiceSecrets;
  /** First word of its databases and queues. */
  readonly namespace: string;
  /** OpenTelemetry's variables, beside those of the shell. */
  readonly telemetry?: Readonly<Record<string, string>> | undefined;
  /** Where operators see traces. */
  readonly tracesUrl?: string | undefined;
  readonly disturbable?: boolean | undefined;
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** What every app is told, and below what only one of them needs. */
function commonEnv(name: string, { infrastructure, lines, namespace }: Surroundings): Record<string, string> {
  const { mongodbUri, amqpUrl } = lines?.(name) ?? infrastructure;
  return { MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, SLUICE_NAMESPACE: namespace, SLUICE_SANDBOX: 'true', SLUICE_VERSION: version, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info' };
}

/** Who speaks to chains, and with whose keys: nobody's, in a sandbox. */
const chainEnv = ({ chainsFile }: StackPlace) => ({ SLUICE_CHAINS_FILE: chainsFile, WALLET_MNEMONIC: sandboxMnemonic });

/** Whom the signer knows, and what payout proves it by. */
const signerUsers = ({ signerPolicy, signerProposer }: ServiceSecrets) => ({
  TURNKEY_POLICY_PUBLIC_KEY: signerPolicy.publicKey, TURNKEY_PROPOSER_PUBLIC_KEY: signerProposer.publicKey,
});
const signerKeys = ({ signerPolicy, signerProposer }: ServiceSecrets) => ({
  TURNKEY_POLICY_PRIVATE_KEY: signerPolicy.privateKey, TURNKEY_PROPOSER_PRIVATE_KEY: signerProposer.privateKey,
});

function ownEnv(place: StackPlace, { ports, secrets, tracesUrl }: Surroundings): Partial<Record<ProcessName, Record<string, string>>> {
  const outside = addressOf(ports.simulators);
  const chains = chainEnv(place);
  const documents = { DOCUMENTS_FOLDER: place.documentFolder };
  return {
    gateway: { ...documents, SLUICE_CLIENTS_FILE: place.clientsFile, SIMULATORS_URL: outside, SLUICE_CHAINS_FILE: place.chainsFile, ...(tracesUrl !== undefined && { TRACES_URL: tracesUrl }) },
    compliance: documents,
    liquidity: { ...chains, CUSTODIAN_URL: outside, SOLANA_URL: outside },
    bridging: { ...chains, ATTESTATION_URL: outside, SOLANA_URL: outside },
    payout: {
      ...chains, ...documents, BANK_URL: outside, PAYOUT_URL: addressOf(frontOf('payout', ports)), BANK_CALLBACK_SECRET: secrets.bankCallback, RECEIPT_KEY: secrets.receiptKey,
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
  const { ports, instances = 1, disturbable = false } = surroundings;
  const disturbed = disturbable ? { args: ['--import', disturbance], env: { DISTURBANCE_FOLDER: place.disturbanceFolder } } : { args: [], env: {} };
  const own = ownEnv(place, surroundings);
  const plan = (kind: ProcessName | typeof balancerName, name: string, args: string[], env: Record<string, string>): ProcessPlan => {
    const port = ports[name] ?? 0;
    const given = kind === balancerName ? {} : { ...own[kind], ...(kind === 'payout' && callbackEnv(name, ports)) };
    return {
      name, port, args, logFile: join(place.logFolder, `${name}.log`), restarts: 0,
      env: { ...inheritedEnv(), ...surroundings.telemetry, NODE_COMPILE_CACHE: compiledFolder, OTEL_SERVICE_NAME: kind, PORT: String(port), ...env, ...given },
    };
  };
  const app = (kind: AppName) => instancesOf(kind, instances).map((name) =>
    plan(kind, name, ['--import', telemetry, ...disturbed.args, ...heapLimits, join(root, `apps/${kind}/dist/main.js`)], { ...commonEnv(name, surroundings), ...disturbed.env }));
  const simulators = plan('simulators', 'simulators', [...heapLimits, join(root, 'libs/testing/simulators/dist/main.js')], {});
  const balancer = plan(balancerName, balancerName, ['--disable-warning=ExperimentalWarning', join(root, 'tools/stack/balancer.main.ts')], { ROUTES: JSON.stringify(routesOf(ports, instances)) });
  return [simulators, ...appNames.flatMap(app), ...(instances > 1 ? [balancer] : [])];
}

/** The bank calls at another port than the one that tells how an instance of payout is. */
const callbackEnv = (name: string, ports: Ports): Record<string, string> => ({ PORT: String(ports[calledAt(name)]), MANAGEMENT_PORT: String(ports[name]) });

/** What the balancer listens on, and to whom it passes on what comes there. */
const routesOf = (ports: Ports, instances: number): readonly Route[] => calledApps.map((app) => ({
  port: frontOf(app, ports), targets: instancesOf(app, instances).map((name) => ({ port: ports[calledAt(name)] ?? 0, health: ports[name] ?? 0 })),
}));
