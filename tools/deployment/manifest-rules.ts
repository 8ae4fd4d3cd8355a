import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../workspace.ts';
import { ofKind, startersOf, type Manifest } from './manifest.ts';
import { NetworkPolicies, podsBehind } from './network-policies.ts';
import { programNamed } from './programs.ts';
import { mentions, numberIn } from './sources.ts';
import { targetOf, type Workload } from './workload.ts';

/** What Pod Security calls restricted, and what we ask beyond: a root that cannot be written to, no token, known needs. */
const container = z.looseObject({
  name: z.string(),
  securityContext: z.looseObject({
    allowPrivilegeEscalation: z.literal(false), readOnlyRootFilesystem: z.literal(true), capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
    privileged: z.undefined().optional(),
  }),
  resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }), limits: z.object({ memory: z.string() }) }),
});
const restricted = z.object({
  spec: z.object({
    template: z.object({
      spec: z.looseObject({
        automountServiceAccountToken: z.literal(false),
        hostNetwork: z.undefined().optional(), hostPID: z.undefined().optional(), hostIPC: z.undefined().optional(),
        securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.number().positive(), seccompProfile: z.object({ type: z.literal('RuntimeDefault') }) }),
        containers: z.array(container), initContainers: z.array(container).optional(),
      }),
    }),
  }),
});

/** After SIGTERM a service finishes its messages while it answers on, then its HTTP; what is left is for the outbox and its connections. */
const FOR_THE_REST_MS = 5_000;
const endsWithinMs = (lameDuckMs: number): number =>
  Math.max(lameDuckMs, numberIn('libs/platform/messaging/src/message.transport.ts', 'DEFAULT_DRAIN_TIMEOUT_MS'))
  + numberIn('libs/platform/service-host/src/http.ts', 'CLOSE_TIMEOUT_MS') + FOR_THE_REST_MS;

const isService = (labels: Readonly<Record<string, string>>): boolean => labels['app.kubernetes.io/component'] === 'service';

/** How pods are run: their rights, their probes, their end. */
export function breachesOfPods(manifests: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const found: string[] = [];
  for (const starter of startersOf(manifests)) {
    const { name } = starter.metadata;
    const read = restricted.safeParse(manifests.find(({ kind, metadata }) => kind === starter.kind && metadata.name === name));
    for (const { path, message } of read.error?.issues ?? []) found.push(`${name}: ${path.join('.')}: ${message}`);
    const pod = starter.spec.template;
    if (starter.kind !== 'Deployment' || !isService(pod.metadata.labels)) continue;
    const [service] = pod.spec.containers;
    if (service?.startupProbe === undefined || service.livenessProbe === undefined || service.readinessProbe === undefined) found.push(`${name}: it has not every probe.`);
    const lameDuckMs = Number(workloads.find((each) => each.name === name)?.environment['LAME_DUCK_MS'] ?? 0);
    const needed = (service?.lifecycle?.preStop.sleep.seconds ?? 0) + endsWithinMs(lameDuckMs) / 1_000;
    if (service?.lifecycle === undefined) found.push(`${name}: it ends while it is still being sent requests.`);
    if (pod.spec.terminationGracePeriodSeconds < needed) found.push(`${name}: it is killed after ${pod.spec.terminationGracePeriodSeconds} s and may need ${needed}.`);
  }
  return found;
}

const scaledSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    scaleTargetRef: z.object({ name: z.string() }), minReplicaCount: z.number(), maxReplicaCount: z.number(),
    triggers: z.array(z.object({ type: z.literal('rabbitmq'), metadata: z.object({ queueName: z.string() }) })),
  }),
});

interface Names {
  readonly BrokerNames: new (namespace: string, service: string) => { queue(inbox: string): string };
  readonly inboxes: readonly string[];
}
interface SomeContract {
  readonly kind: string;
  readonly service: string;
}

const load = <T>(file: string): Promise<T> => import(join(root, file)) as Promise<T>;

/** The queues that a service declares, by the words of its contracts. Answers come to whoever says that it handles them. */
export async function queuesOf(service: string, namespace: string): Promise<string[]> {
  const { BrokerNames, inboxes } = await load<Names>('libs/platform/messaging/src/topology.ts');
  const page = await load<Record<string, unknown>>(`libs/contracts/${service}/src/index.ts`);
  const contracts = Object.values(page).filter((each): each is SomeContract => typeof each === 'object' && each !== null && 'kind' in each && 'service' in each);
  const names = new BrokerNames(namespace, service);
  const program = programNamed(service);
  const has = (inbox: string): boolean => inbox === 'answers' ? program !== undefined && mentions(program, `apps/${service}/`, `'answer'`)
    : inbox !== 'events' && contracts.some((each) => each.service === service && `${each.kind}s` === inbox);
  return inboxes.filter(has).map((inbox) => names.queue(inbox));
}

/** What is scaled by which queue, how far, and how far down. */
export async function breachesOfScaling(manifests: readonly Manifest[], workloads: readonly Workload[]): Promise<string[]> {
  const found: string[] = [];
  const scaled = ofKind(manifests, 'ScaledObject').map((manifest) => scaledSchema.parse(manifest));
  for (const { spec } of scaled) {
    const { name } = spec.scaleTargetRef;
    const workload = workloads.find((each) => each.name === name);
    if (workload === undefined) found.push(`${name} is scaled and not there.`);
    if (spec.minReplicaCount < 1) found.push(`${name}: nobody would be there to fire its deadlines.`);
    const known = workload === undefined ? [] : await queuesOf(name, workload.environment['SLUICE_NAMESPACE'] ?? '');
    for (const { metadata: { queueName } } of spec.triggers) if (!known.includes(queueName)) found.push(`${name}: it takes nothing from a queue ${queueName}.`);
  }
  return found;
}

const routeSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    hostnames: z.array(z.string()),
    rules: z.array(z.object({ matches: z.array(z.object({ path: z.object({ value: z.string() }) })), backendRefs: z.array(z.object({ name: z.string(), port: z.number() })) })),
  }),
});

const managementPortOf = (name: string, workloads: readonly Workload[]): number => Number(workloads.find((each) => each.name === name)?.environment['MANAGEMENT_PORT']);

/** What the world reaches: each dialect under its own name, and beyond that nothing but what is meant to be. */
export function breachesOfEdge(manifests: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const dialects = readdirSync(join(root, 'apps/gateway/src/dialects'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const routes = ofKind(manifests, 'HTTPRoute').map((manifest) => routeSchema.parse(manifest));
  const found: string[] = [];
  const served = routes.flatMap(({ metadata, spec }) => spec.rules.flatMap(({ matches, backendRefs }) =>
    backendRefs.map((backend) => ({ route: metadata.name, ofDialect: spec.hostnames.every((host) => dialects.includes(host.split('.')[0] ?? '')), matches, ...backend }))));
  for (const { route, ofDialect, matches, name, port } of served) {
    const behind = podsBehind(manifests, name, port);
    if (behind === undefined) found.push(`${route}: nothing listens at ${name}:${port}.`);
    const isShown = behind?.port === managementPortOf(name, workloads);
    const answered = programNamed(name)?.routes ?? [];
    const paths = matches.map(({ path }) => path.value);
    if (isShown || (paths.includes('/') && !ofDialect)) found.push(`${route}: it shows probes and metrics to the world.`);
    found.push(...paths.filter((path) => !answered.some((each) => each.startsWith(path))).map((path) => `${route}: ${name} answers nothing below ${path}.`));
  }
  const hosts = routes.flatMap(({ spec }) => spec.hostnames);
  const callbacks = workloads.find(({ name }) => name === 'payout')?.environment['PAYOUT_URL'];
  if (routes.length > 0 && !hosts.includes(new URL(callbacks ?? 'http://nowhere.example').hostname)) found.push('The bank is told an address that leads nowhere.');
  if (routes.length > 0) for (const dialect of dialects) if (!hosts.some((host) => host.startsWith(`${dialect}.`))) found.push(`${dialect} has no host name.`);
  return found;
}

const monitorSchema = z.object({
  spec: z.object({ selector: z.object({ matchLabels: z.record(z.string(), z.string()) }), endpoints: z.array(z.object({ port: z.string(), path: z.string().default('/metrics') })) }),
});
type Endpoint = z.output<typeof monitorSchema>['spec']['endpoints'][number];
const portsSchema = z.object({ spec: z.object({ ports: z.array(z.object({ name: z.string(), port: z.number() })) }) });

/** Where Prometheus is, by the policies. */
const monitoring = { namespace: 'monitoring' };

function breachesOfEndpoint(service: Manifest, { port: named, path }: Endpoint, manifests: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const { name } = service.metadata;
  const port = portsSchema.parse(service).spec.ports.find((each) => each.name === named)?.port;
  const behind = port === undefined ? undefined : podsBehind(manifests, name, port);
  if (behind === undefined) return [`${name}: it has no port ${named}.`];
  const management = managementPortOf(name, workloads);
  return [
    ...((programNamed(targetOf(name))?.routes ?? []).includes(path) ? [] : [`${name}: it answers nothing at ${path}.`]),
    ...(behind.port === management ? [] : [`${name}: its metrics are at ${management}, not at ${behind.port}.`]),
    ...(new NetworkPolicies(manifests).takes(behind.labels, monitoring, behind.port) ? [] : [`${name}: no policy lets its metrics be read.`]),
  ];
}

/** What is scraped where nothing is, and services that are scraped by nobody. */
export function breachesOfMonitoring(manifests: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const monitors = ofKind(manifests, 'ServiceMonitor').map((manifest) => monitorSchema.parse(manifest));
  const services = ofKind(manifests, 'Service').filter(({ metadata }) => isService(metadata.labels));
  if (monitors.length === 0) return [];
  return services.flatMap((service) => {
    const { name, labels } = service.metadata;
    const mine = monitors.filter(({ spec }) => Object.entries(spec.selector.matchLabels).every(([key, value]) => labels[key] === value));
    if (mine.length === 0) return [`${name}: nobody reads its metrics.`];
    return mine.flatMap(({ spec }) => spec.endpoints).flatMap((endpoint) => breachesOfEndpoint(service, endpoint, manifests, workloads));
  });
}
