import { z } from 'zod';
import { ofKind, startersOf, type Manifest, type Starting } from './manifest.ts';
import type { Workload } from './workload.ts';

const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z.array(z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) })).default([]),
});
type Selector = z.output<typeof selectorSchema>;

const peerSchema = z.object({ podSelector: selectorSchema.optional(), namespaceSelector: selectorSchema.optional(), ipBlock: z.object({ cidr: z.string() }).optional() });
const portsSchema = z.array(z.object({ port: z.number() })).default([]);
const policySchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    podSelector: selectorSchema,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
    ingress: z.array(z.object({ from: z.array(peerSchema).default([]), ports: portsSchema })).default([]),
    egress: z.array(z.object({ to: z.array(peerSchema).default([]), ports: portsSchema })).default([]),
  }),
});
type Policy = z.output<typeof policySchema>;
type Labels = Readonly<Record<string, string>>;

/** Where a connection leads: to pods of this namespace, into another one, to an address of the world, or of a network of ours. */
export type End = { readonly pod: Labels } | { readonly namespace: string } | 'world' | 'private';

const selects = ({ matchLabels, matchExpressions }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));

const WORLD = '0.0.0.0/0';

function isPeer({ podSelector, namespaceSelector, ipBlock }: z.output<typeof peerSchema>, end: End): boolean {
  if (end === 'world') return ipBlock?.cidr === WORLD;
  if (end === 'private') return ipBlock !== undefined && ipBlock.cidr !== WORLD;
  if ('namespace' in end) return namespaceSelector !== undefined && selects(namespaceSelector, { 'kubernetes.io/metadata.name': end.namespace });
  return podSelector !== undefined && namespaceSelector === undefined && selects(podSelector, end.pod);
}

/** The policies of a namespace in which nothing is allowed that none of them allows. */
export class NetworkPolicies {
  private readonly policies: readonly Policy[];

  constructor(manifests: readonly Manifest[]) {
    this.policies = ofKind(manifests, 'NetworkPolicy').map((manifest) => policySchema.parse(manifest));
  }

  /** Whether one policy denies everything to every pod, in both directions. */
  get denyByDefault(): boolean {
    return this.policies.some(({ spec }) => spec.policyTypes.length === 2 && Object.keys(spec.podSelector.matchLabels).length + spec.podSelector.matchExpressions.length === 0 && spec.ingress.length + spec.egress.length === 0);
  }

  lets(from: Labels, to: End, port: number): boolean {
    return this.of(from, 'Egress').some(({ spec }) => spec.egress.some((rule) => rule.to.some((peer) => isPeer(peer, to)) && rule.ports.some((each) => each.port === port)));
  }

  takes(to: Labels, from: End, port: number): boolean {
    return this.of(to, 'Ingress').some(({ spec }) => spec.ingress.some((rule) => rule.from.some((peer) => isPeer(peer, from)) && rule.ports.some((each) => each.port === port)));
  }

  private of(labels: Labels, type: 'Ingress' | 'Egress'): Policy[] {
    return this.policies.filter(({ spec }) => spec.policyTypes.includes(type) && selects(spec.podSelector, labels));
  }
}

const serviceSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ selector: z.record(z.string(), z.string()), ports: z.array(z.object({ port: z.number(), targetPort: z.union([z.string(), z.number()]) })) }),
});

/** Where a Service leads. */
export function podsBehind(manifests: readonly Manifest[], name: string, port: number): { labels: Labels; port: number } | undefined {
  const service = ofKind(manifests, 'Service').map((manifest) => serviceSchema.parse(manifest)).find(({ metadata }) => metadata.name === name);
  const target = service?.spec.ports.find((each) => each.port === port)?.targetPort;
  const pod = startersOf(manifests).map(({ spec }) => spec.template).find(({ metadata: { labels } }) => Object.entries(service?.spec.selector ?? { none: '' }).every(([key, value]) => labels[key] === value));
  const listening = pod?.spec.containers.flatMap(({ ports }) => ports).find((each) => each.name === target || each.containerPort === target);
  return pod === undefined || listening === undefined ? undefined : { labels: pod.metadata.labels, port: listening.containerPort };
}

/** Told to others, who call it: a workload does not call itself there. */
const OWN_ADDRESSES = ['PAYOUT_URL'];
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'amqp:': 5672, 'mongodb:': 27017 };

/** Every address in the variables and files of a workload. */
function addressesOf({ environment, files }: Workload): URL[] {
  const values = Object.entries(environment).filter(([name]) => !OWN_ADDRESSES.includes(name)).map(([, value]) => value);
  const inFiles = Object.values(files).flatMap((content) => content?.match(/https?:\/\/[^"\s]+/g) ?? []);
  return [...values, ...inFiles].flatMap((value) => (value !== null && /^(https?|tcp|amqp|mongodb):\/\//.test(value) ? [new URL(value)] : []));
}

/** Subscribers name their endpoints themselves, so no variable does. */
const CALLS_SUBSCRIBERS = 'webhooks';

/** One kind of pods, and what is asked about it. */
class Caller {
  readonly mine: readonly Workload[];
  private readonly labels: Labels;

  constructor({ metadata, spec }: Starting, workloads: readonly Workload[], private readonly manifests: readonly Manifest[], private readonly policies: NetworkPolicies) {
    this.mine = workloads.filter(({ name }) => name.split('/')[0] === metadata.name);
    this.labels = spec.template.metadata.labels;
  }

  reaches({ protocol, hostname, port }: URL): boolean {
    const at = Number(port) || (usualPorts[protocol] ?? 0);
    const behind = podsBehind(this.manifests, hostname, at);
    if (behind !== undefined) return this.reachesPods(behind.labels, behind.port);
    return this.policies.lets(this.labels, protocol === 'https:' ? 'world' : { namespace: hostname.split('.')[1] ?? '' }, at);
  }

  reachesPods(labels: Labels, port: number): boolean {
    return this.policies.lets(this.labels, { pod: labels }, port) && this.policies.takes(labels, { pod: this.labels }, port);
  }

  get reachesWorld(): boolean {
    return this.policies.lets(this.labels, 'world', 443);
  }

  /** A database whose address is a secret is taken to be in a network of ours. */
  get reachesDatabase(): boolean {
    return this.mine.every(({ environment }) => environment['MONGODB_URI'] !== null) || this.policies.lets(this.labels, 'private', 27017);
  }

  is(name: string): boolean {
    return this.mine.some((workload) => workload.name === name);
  }

  isGiven(variable: string): boolean {
    return this.mine.some(({ environment }) => variable in environment);
  }
}

/** What is told to call and may not, and what may call the world and is not told whom. */
export function breachesOfNetwork(manifests: readonly Manifest[], workloads: readonly Workload[]): string[] {
  const policies = new NetworkPolicies(manifests);
  const found = policies.denyByDefault ? [] : ['No policy denies what no other allows.'];
  const brokers = ofKind(manifests, 'RabbitmqCluster').map(({ metadata: { name } }) => ({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'rabbitmq' }));
  for (const starter of startersOf(manifests)) {
    const { name } = starter.metadata;
    const caller = new Caller(starter, workloads, manifests, policies);
    // A Job makes indexes: it knows addresses and calls nobody but the database.
    const isJob = starter.kind === 'Job';
    const addresses = isJob ? [] : caller.mine.flatMap(addressesOf);
    const barred = addresses.filter((address) => !caller.reaches(address)).map(({ host }) => host);
    if (!isJob && caller.isGiven('AMQP_URL') && !brokers.every((broker) => caller.reachesPods(broker, 5672))) barred.push('the broker');
    if (!caller.reachesDatabase) barred.push('the database');
    const callsWorld = caller.is(CALLS_SUBSCRIBERS) || addresses.some(({ protocol }) => protocol === 'https:');
    if (callsWorld && !caller.reachesWorld) barred.push('the world');
    if (!callsWorld && caller.reachesWorld) found.push(`${name}: it may reach the world and is told nobody there.`);
    found.push(...barred.map((what) => `${name}: no policy lets it reach ${what}.`));
  }
  return [...new Set(found)];
}
