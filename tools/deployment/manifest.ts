import { z } from 'zod';

/** What every resource has. The rest of it is read by whoever knows its kind. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
});
export type Manifest = z.output<typeof manifestSchema>;

const keyed = z.record(z.string(), z.string()).default({});

const reference = z.object({ name: z.string(), key: z.string() });
const variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ secretKeyRef: reference.optional(), configMapKeyRef: reference.optional() }).optional(),
});
const httpGet = z.object({ path: z.string(), port: z.union([z.string(), z.number()]) });
const probe = z.object({ httpGet: httpGet.optional() }).optional();

export const containerSchema = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  env: z.array(variable).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
  startupProbe: probe, livenessProbe: probe, readinessProbe: probe,
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }).optional(),
});
export type Container = z.output<typeof containerSchema>;

const podSchema = z.object({
  serviceAccountName: z.string().optional(),
  terminationGracePeriodSeconds: z.number().default(30),
  containers: z.array(containerSchema).min(1),
  initContainers: z.array(containerSchema).default([]),
  volumes: z.array(z.object({
    name: z.string(),
    secret: z.object({ secretName: z.string() }).optional(),
    configMap: z.object({ name: z.string() }).optional(),
    projected: z.object({ sources: z.array(z.object({ serviceAccountToken: z.object({ path: z.string() }).optional() })) }).optional(),
  })).default([]),
});

/** What starts pods. */
const startingSchema = z.object({
  kind: z.enum(['Deployment', 'StatefulSet', 'Job']),
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number().optional(),
    strategy: z.object({ rollingUpdate: z.object({ maxSurge: z.number() }).optional() }).optional(),
    template: z.object({ metadata: z.object({ labels: keyed }), spec: podSchema }),
  }),
});
export type Starting = z.output<typeof startingSchema>;

export const ofKind = (manifests: readonly Manifest[], kind: string): Manifest[] => manifests.filter((manifest) => manifest.kind === kind);

export const startersOf = (manifests: readonly Manifest[]): Starting[] =>
  manifests.filter(({ kind }) => startingSchema.shape.kind.safeParse(kind).success).map((manifest) => startingSchema.parse(manifest));

const configMapSchema = z.object({ metadata: z.object({ name: z.string() }), data: keyed });
const externalSecretSchema = z.object({ spec: z.object({ target: z.object({ name: z.string() }), data: z.array(z.object({ secretKey: z.string() })) }) });

/** What ConfigMaps and Secrets hold. The value of a Secret that is not in the manifests is null: only its keys are known. */
export class Holdings {
  private readonly configMaps = new Map<string, Record<string, string>>();
  private readonly secrets = new Map<string, Record<string, string | null>>();

  constructor(manifests: readonly Manifest[]) {
    for (const { metadata, data } of ofKind(manifests, 'ConfigMap').map((each) => configMapSchema.parse(each))) this.configMaps.set(metadata.name, data);
    for (const { metadata, data } of ofKind(manifests, 'Secret').map((each) => configMapSchema.parse(each))) {
      this.secrets.set(metadata.name, Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])));
    }
    for (const { spec } of ofKind(manifests, 'ExternalSecret').map((each) => externalSecretSchema.parse(each))) {
      this.secrets.set(spec.target.name, Object.fromEntries(spec.data.map(({ secretKey }) => [secretKey, null])));
    }
    // RabbitMQ's operator makes a Secret for each cluster.
    for (const { metadata } of ofKind(manifests, 'RabbitmqCluster')) this.secrets.set(`${metadata.name}-default-user`, { connection_string: null });
  }

  configMap(name: string): Record<string, string> | undefined {
    return this.configMaps.get(name);
  }

  secret(name: string): Record<string, string | null> | undefined {
    return this.secrets.get(name);
  }
}
