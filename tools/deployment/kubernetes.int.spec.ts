import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { appNames } from '../stack/plan.ts';
import { root } from '../workspace.ts';
import { breachesOf } from './breaches.ts';
import { breachesOfSchemas } from './closed-schemas.ts';
import { memberOf, rendered } from './kubectl.ts';
import { Holdings, ofKind, startersOf, type Manifest } from './manifest.ts';
import { workloadsOf } from './workload.ts';

let production: Manifest[];
let sandbox: Manifest[];

beforeAll(async () => {
  [production, sandbox] = [await rendered('k8s/overlays/production'), await rendered('k8s/overlays/sandbox')];
});

/** A path into a manifest: names and places in lists. */
type Path = readonly (string | number)[];

/** The manifests with one value changed; undefined takes it away. */
function changed(manifests: readonly Manifest[], kind: string, name: string, path: Path, value: unknown): Manifest[] {
  const copy = structuredClone(manifests) as Manifest[];
  let at = copy.find((each) => each.kind === kind && each.metadata.name.startsWith(name)) as unknown as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

describe('each overlay', () => {
  it('is taken by the closed schemas of all its resources', async () => {
    expect(await breachesOfSchemas([...production, ...sandbox])).toEqual([]);
  });

  it('says nothing otherwise than the code does: production', async () => {
    expect(await breachesOf(production)).toEqual([]);
  });

  it('says nothing otherwise than the code does: sandbox', async () => {
    expect(await breachesOf(sandbox)).toEqual([]);
  });

  it('runs every service', () => {
    for (const manifests of [production, sandbox]) expect(startersOf(manifests).map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining([...appNames]));
  });
});

describe('production', () => {
  it('has no clock that can be advanced, and is told of no simulator', () => {
    const { workloads } = workloadsOf(production, new Holdings(production));
    expect(workloads.filter(({ environment }) => environment['SLUICE_SANDBOX'] !== 'false' || 'SIMULATORS_URL' in environment)).toEqual([]);
  });

  it('keeps one instance of each while nodes are emptied', () => {
    expect(ofKind(production, 'PodDisruptionBudget').map(({ metadata }) => metadata.name).sort()).toEqual([...appNames].sort());
  });

  it('makes the indexes of each before it rolls out', () => {
    expect(ofKind(production, 'Job').map(({ metadata }) => metadata.name).sort()).toEqual(appNames.map((name) => `${name}-indexes`).sort());
  });

  it('has the limits of queues that a local broker has', () => {
    const { policies } = JSON.parse(readFileSync(join(root, 'tools/infra/rabbitmq/policies.json'), 'utf8')) as { policies: Record<string, unknown>[] };
    const local = policies.map(({ 'apply-to': applyTo, ...policy }) => ({ ...policy, applyTo, rabbitmqClusterReference: { name: 'sluice-rabbitmq' } }));
    expect(ofKind(production, 'Policy').map(({ spec }) => spec)).toEqual(local);
  });

  it('holds no secret itself', () => {
    expect(ofKind(production, 'Secret')).toEqual([]);
  });
});

describe('a manifest with a field that its schema does not name', () => {
  it.each([
    ['Deployment', 'payout', [...container, 'imagePolicy'], 'Always', 'imagePolicy'],
    ['ScaledObject', 'payout', ['spec', 'minReplicas'], 1, 'minReplicas'],
    ['HTTPRoute', 'braid', ['spec', 'rules', 0, 'matches', 0, 'path', 'prefix'], '/', 'prefix'],
    ['RabbitmqCluster', 'sluice-rabbitmq', ['spec', 'persistence', 'size'], '20Gi', 'size'],
    ['Policy', 'sluice-inboxes', ['spec', 'definition', 'delivery_limit'], 5, 'delivery_limit'],
  ] as const)('is objected to: %s %s', async (kind, name, path, value, word) => {
    const [objection = ''] = await breachesOfSchemas(changed(production, kind, name, path, value).filter((each) => each.kind === kind));
    expect(objection).toMatch(new RegExp(`^${kind} ${name}: .*'"${word}"' does not exist`));
  });

  it.each([
    ['of the wrong kind', 'Deployment', [...container, 'ports', 0, 'containerPort'], 'http'],
    ['that is needed and absent', 'ScaledObject', ['spec', 'triggers'], undefined],
    ['that may not be so', 'HTTPRoute', ['spec', 'rules', 0, 'matches', 0, 'path', 'type'], 'Prefix'],
  ] as const)('or with a value %s', async (_what, kind, path, value) => {
    expect(await breachesOfSchemas(changed(production, kind, kind === 'HTTPRoute' ? 'braid' : 'payout', path, value).filter((each) => each.kind === kind))).not.toEqual([]);
  });

  it('and a kind without a schema is objected to as well', async () => {
    expect(await breachesOfSchemas([{ apiVersion: 'apps/v1', kind: 'Deploymentt', metadata: { name: 'x', labels: {} } }])).toEqual(['Deploymentt x: there is no schema of apps/v1.']);
  });
});

describe('a manifest that the code does not agree with', () => {
  const cases: readonly (readonly [string, string, string, Path, unknown, string])[] = [
    ['a variable that nothing reads', 'Deployment', 'ledger', [...container, 'env', 0, 'name'], 'LEGDER_URL', 'ledger: nothing in it reads LEGDER_URL.'],
    ['a variable of another service', 'Deployment', 'ledger', [...container, 'env', 0, 'name'], 'BANK_URL', 'ledger: nothing in it reads BANK_URL.'],
    ['a variable that is not set', 'ConfigMap', 'liquidity', ['data', 'CUSTODIAN_URL'], undefined, 'liquidity: liquidity cannot start: CUSTODIAN_URL must be an http(s) address outside of the sandbox.'],
    ['a variable of the wrong shape', 'ConfigMap', 'sluice', ['data', 'LOG_LEVEL'], 'loud', 'ledger: ledger cannot start: LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
    ['a signer without its keys', 'ConfigMap', 'payout', ['data', 'TURNKEY_ORGANIZATIONS_FILE'], undefined, 'payout: payout cannot start: TURNKEY_ORGANIZATIONS_FILE must be the path of a JSON file of tenants with their organizationId and walletId.'],
    ['a file of the wrong shape', 'ConfigMap', 'chains', ['data', 'chains.json'], '{"ethereum":{"id":1}}', 'payout: payout cannot start: SLUICE_CHAINS_FILE must be the path of a JSON file of chains (its shape is wrong at ethereum.rpcUrl, ethereum.usdc, ethereum.cctpDomain).'],
    ['a file that is not mounted', 'ConfigMap', 'payout', ['data', 'RELAYER_KEYS_FILE'], '/etc/keys.json', 'payout: RELAYER_KEYS_FILE names /etc/keys.json, where nothing lies.'],
    ['a token at another path', 'ConfigMap', 'gateway', ['data', 'AWS_WEB_IDENTITY_TOKEN_FILE'], '/etc/sluice/token', 'gateway: AWS_WEB_IDENTITY_TOKEN_FILE names /etc/sluice/token, where nothing lies.'],
    ['a token without its role', 'ConfigMap', 'gateway', ['data', 'AWS_ROLE_ARN'], undefined, 'gateway: gateway cannot start: AWS_ROLE_ARN must be the ARN of a role.'],
    ['a secret that nobody makes', 'ExternalSecret', 'sluice-webhooks', ['spec', 'data', 0, 'secretKey'], 'key', 'webhooks: there is not the key secrets-key of a Secret sluice-webhooks.'],
    ['a port at which nobody listens', 'Deployment', 'intake', [...container, 'ports', 0, 'containerPort'], 8080, 'intake: it listens at 3000 and 9464, not at 8080.'],
    ['a probe at a path that nobody answers', 'Deployment', 'intake', [...container, 'readinessProbe', 'httpGet', 'path'], '/ready', 'intake: it answers nothing at /ready.'],
    ['a probe at a port without a name', 'Deployment', 'intake', [...container, 'readinessProbe', 'httpGet', 'port'], 'probes', 'intake: there is not the port probes at which a probe asks.'],
    ['a probe at the port of everybody', 'Deployment', 'intake', [...container, 'readinessProbe', 'httpGet', 'port'], 'http', 'intake: it answers probes at 9464, not at 3000.'],
    ['an order that a service does not know', 'Job', 'intake', [...container, 'args', 1], 'migrate', 'intake-indexes: it does not know what migrate is.'],
    ['a file that is not in the image', 'Job', 'intake', [...container, 'args', 0], 'apps/ledger/dist/main.js', 'intake-indexes: there is no apps/ledger/dist/main.js in its image.'],
    ['an image that is not built', 'Deployment', 'intake', [...container, 'image'], 'registry.example/sluice/intakes:1', 'intake: the Dockerfile has no target intakes.'],
    ['a queue that nobody declares', 'ScaledObject', 'payout', ['spec', 'triggers', 0, 'metadata', 'queueName'], 'sluice.payout.events', 'payout: it takes nothing from a queue sluice.payout.events.'],
    ['a Service that leads nowhere', 'HTTPRoute', 'bank-callbacks', ['spec', 'rules', 0, 'backendRefs', 0, 'port'], 80, 'bank-callbacks: nothing listens at payout:80.'],
    ['a path from outside that nobody answers', 'HTTPRoute', 'bank-callbacks', ['spec', 'rules', 0, 'matches', 0, 'path', 'value'], '/callback-x', 'bank-callbacks: payout answers nothing below /callback-x.'],
    ['metrics at a path that nobody answers', 'ServiceMonitor', 'services', ['spec', 'endpoints', 0, 'path'], '/prometheus', 'ledger: it answers nothing at /prometheus.'],
    ['metrics at a port that has none', 'Service', 'ledger', ['spec', 'ports', 0, 'name'], 'http', 'ledger: it has no port management.'],
    ['metrics at the port of everybody', 'ServiceMonitor', 'services', ['spec', 'endpoints', 0, 'port'], 'http', 'payout: its metrics are at 9464, not at 3000.'],
    ['metrics that nobody may read', 'NetworkPolicy', 'services', ['spec', 'ingress', 0, 'ports', 0, 'port'], 3000, 'ledger: no policy lets its metrics be read.'],
    ['an address for the bank that leads nowhere', 'ConfigMap', 'payout', ['data', 'PAYOUT_URL'], 'https://payout.example', 'The bank is told an address that leads nowhere.'],
  ];
  it.each(cases)('is objected to: %s', async (_what, kind, name, path, value, objection) => {
    expect(await breachesOf(changed(production, kind, name, path, value))).toContain(objection);
  });
});

describe('a manifest against our own rules', () => {
  const cases: readonly (readonly [string, string, string, Path, unknown, string])[] = [
    ['a grace shorter than the end takes', 'Deployment', 'payout', [...pod, 'terminationGracePeriodSeconds'], 30, 'payout: it is killed after 30 s and may need 65.'],
    ['a service that answers on for longer than it may', 'ConfigMap', 'sluice', ['data', 'LAME_DUCK_MS'], '60000', 'payout: it is killed after 75 s and may need 105.'],
    ['an end without a pause before it', 'Deployment', 'payout', [...container, 'lifecycle'], undefined, 'payout: it ends while it is still being sent requests.'],
    ['no probe while it starts', 'Deployment', 'payout', [...container, 'startupProbe'], undefined, 'payout: it has not every probe.'],
    ['a root that can be written to', 'Deployment', 'payout', [...container, 'securityContext', 'readOnlyRootFilesystem'], false, 'payout: spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem: Invalid input: expected true'],
    ['a token of the cluster', 'Deployment', 'payout', [...pod, 'automountServiceAccountToken'], true, 'payout: spec.template.spec.automountServiceAccountToken: Invalid input: expected false'],
    ['nobody to fire deadlines', 'ScaledObject', 'intake', ['spec', 'minReplicaCount'], 0, 'intake: nobody would be there to fire its deadlines.'],
    ['probes and metrics shown to the world', 'HTTPRoute', 'operators', ['spec', 'rules', 0, 'matches', 0, 'path', 'value'], '/', 'operators: it shows probes and metrics to the world.'],
    ['the port of the platform shown to the world', 'HTTPRoute', 'bank-callbacks', ['spec', 'rules', 0, 'backendRefs', 0, 'port'], 9464, 'bank-callbacks: it shows probes and metrics to the world.'],
    ['a dialect without its name', 'HTTPRoute', 'braid', ['spec', 'hostnames', 0], 'bultra.payouts.example', 'braid has no host name.'],
    ['whoever is not called but may be', 'NetworkPolicy', 'outside', ['spec', 'podSelector', 'matchExpressions', 0, 'values', 0], 'ledger', 'ledger: it may reach the world and is told nobody there.'],
    ['who is to be called but may not', 'NetworkPolicy', 'outside', ['spec', 'podSelector', 'matchExpressions', 0, 'values', 4], 'ledger', 'payout: no policy lets it reach bank.example.'],
    ['a broker that takes nobody', 'NetworkPolicy', 'rabbitmq', ['spec', 'ingress', 0, 'ports', 0, 'port'], 5671, 'intake: no policy lets it reach the broker.'],
    ['everything allowed that nobody forbids', 'NetworkPolicy', 'default-deny', ['spec', 'policyTypes'], ['Ingress'], 'No policy denies what no other allows.'],
  ];
  it.each(cases)('is objected to: %s', async (_what, kind, name, path, value, objection) => {
    expect(await breachesOf(changed(production, kind, name, path, value))).toContain(objection);
  });
});

describe('the archive that kubectl comes in', () => {
  it('is objected to when kubectl is not in it', () => {
    expect(() => memberOf(Buffer.from('no archive'), 'kubectl/kubectl')).toThrow('The archive holds no kubectl/kubectl.');
  });
});
