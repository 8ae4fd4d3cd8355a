import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { startInfrastructure, type Infrastructure } from '../infra/index.ts';
import { freePort, isFree } from '../infra/state/ports.ts';
import { startStackChains } from './chains.ts';
import { startJaeger, type Jaeger } from './jaeger.ts';
import { chainNames, outsideNames, ownNames } from './process-names.ts';
import type { StackOptions, StackPlace } from './place.ts';
import { addressOf, appNames, balancerName, calledApps, frontOf, instancesOf, planStack, type Ports } from './plan.ts';
import { startProcess } from './processes.ts';
import { waitUntilReady } from './readiness.ts';
import { noteIn } from './records.ts';
import { clientsOf, serviceSecretsOf } from './secrets.ts';
import { writeStackFile, type StackFile } from './stack-file.ts';
import { stopStack } from './stop-stack.ts';

/** The address that the guides name; another one is taken when it is in use. */
const USUAL_GATEWAY_PORT = 8080;

/** Broker and database of a stack without the apps: what integration tests need. */
export async function startStackInfrastructure(place: StackPlace, { fresh, progress, signal, brokerNodes }: StackOptions): Promise<Infrastructure> {
  signal.throwIfAborted();
  await stopStack(place);
  const leftovers = [place.logFolder, place.disturbanceFolder, ...(fresh ? [place.journalFolder, place.documentFolder, place.clientsFile, place.secretsFile] : [])];
  await Promise.all(leftovers.map((path) => rm(path, { recursive: true, force: true })));
  return startInfrastructure({ stateFolder: place.infrastructureFolder, fresh, progress, brokerNodes });
}

/** Starts every process at once beside a running broker and database, and writes the stack file when all are ready. */
export async function startApps(place: StackPlace, infrastructure: Infrastructure, options: StackOptions): Promise<StackFile> {
  const chains = await startStackChains(place, options);
  const { instances = 1, lines } = options;
  const jaeger = options.jaeger === true ? await startJaeger(place.jaegerFolder, options.progress) : null;
  options.progress(instances === 1 ? 'Starting the simulators and the nine apps …' : `Starting the simulators and ${instances} instances of each of the nine apps …`);
  const [{ tenants, operators }, secrets, ports] = await Promise.all([clientsOf(place), serviceSecretsOf(place), choosePorts(place, instances)]);
  options.signal.throwIfAborted();
  await mkdir(place.disturbanceFolder, { recursive: true });
  const note = noteIn(place, []);
  const namespace = options.fresh ? newNamespace(place) : 'sluice';
  const started = await Promise.all(planStack(place, { infrastructure, ports, secrets, namespace, ...tracing(options, jaeger), disturbable: options.disturbable, instances, lines }).map((plan) => startProcess(plan, note)));
  await waitUntilReady(started, options);
  const stack = {
    gateway: addressOf(frontOf('gateway', ports)),
    tenants, operators,
    chains: Object.fromEntries(Object.entries(chains).map(([name, { rpcUrl, usdc }]) => [name, { rpcUrl, usdc }])),
    ...(jaeger !== null && { traces: jaeger.url }),
    processes: { ...ownNames(started), ...chainNames(chains), ...outsideNames(infrastructure) },
  };
  await writeStackFile(place, stack);
  return stack;
}

/** Where spans go, and where they are seen. A second is what one waits for its trace. */
const tracing = ({ telemetry }: StackOptions, jaeger: Jaeger | null): { readonly telemetry?: Readonly<Record<string, string>> | undefined; readonly tracesUrl?: string } => (jaeger === null
  ? { telemetry }
  : { telemetry: { ...telemetry, OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.receiver, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_BSP_SCHEDULE_DELAY: '1000' }, tracesUrl: jaeger.url });

/** Throws a SetupError when something does not start; stopping what did is the caller's, by `stopStack`. */
export async function startStack(place: StackPlace, options: StackOptions): Promise<StackFile> {
  return startApps(place, await startStackInfrastructure(place, options), options);
}

/** A given database or broker is not ours to wipe, so a fresh stack there takes names that nobody has used. */
const newNamespace = ({ name }: StackPlace): string => `sluice-${name}-${randomBytes(3).toString('hex')}`;

async function choosePorts(place: StackPlace, instances: number): Promise<Ports> {
  const chosen: Record<string, number> = {};
  const fronts = instances > 1 ? [balancerName, ...calledApps.map((app) => `${app}-front`)] : [];
  for (const name of ['simulators', ...['callbacks', ...appNames].flatMap((app) => instancesOf(app, instances)), ...fronts]) chosen[name] = await freePort(new Set(Object.values(chosen)));
  const called = instances > 1 ? 'gateway-front' : 'gateway';
  if (place.name === 'stack' && (await isFree(USUAL_GATEWAY_PORT))) chosen[called] = USUAL_GATEWAY_PORT;
  return chosen as Ports;
}
