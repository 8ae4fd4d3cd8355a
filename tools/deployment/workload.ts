import { startersOf, type Container, type Holdings, type Manifest, type Starting } from './manifest.ts';

/** A container of ours, wherever it is described: what its process will be told. */
export interface Workload {
  readonly name: string;
  /** The last word of the image's name: the target that it is built from. */
  readonly target: string;
  /** Null: a secret whose value is not written here. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** What lies at which path. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Where the process is expected to listen. */
  readonly ports: readonly number[];
  /** What its program is told to do, where it is not to serve. */
  readonly words: readonly string[];
  /** What is asked of it by whoever runs it, and where. */
  readonly probes: readonly { readonly path: string; readonly port: number }[];
}

/** Workloads, and what could not be found while they were read. */
export interface ReadWorkloads {
  readonly workloads: readonly Workload[];
  readonly breaches: readonly string[];
}

export const targetOf = (image: string): string => (image.split('/').at(-1) ?? '').replace(/[:@].*$/, '').replace(/^sluice-/, '');

/** Reads one container, and notes what it names that is not there. */
class ContainerReader {
  readonly breaches: string[] = [];

  constructor(private readonly where: string, private readonly holdings: Holdings) {}

  environmentOf({ env, envFrom }: Container): Record<string, string | null> {
    const shared = envFrom.map(({ configMapRef: { name } }) => this.found(this.holdings.configMap(name), `a ConfigMap ${name}`) ?? {});
    const own = env.map(({ name, value, valueFrom }): [string, string | null] => {
      const secret = valueFrom?.secretKeyRef;
      if (secret === undefined) return [name, value ?? ''];
      return [name, this.found(this.holdings.secret(secret.name)?.[secret.key], `the key ${secret.key} of a Secret ${secret.name}`) ?? null];
    });
    return Object.assign({}, ...shared, Object.fromEntries(own)) as Record<string, string | null>;
  }

  filesOf({ volumeMounts }: Container, { volumes }: Starting['spec']['template']['spec']): Record<string, string | null> {
    const files: Record<string, string | null> = {};
    for (const { name, mountPath } of volumeMounts) {
      const volume = volumes.find((each) => each.name === name);
      const held = volume?.secret !== undefined ? this.found(this.holdings.secret(volume.secret.secretName), `a Secret ${volume.secret.secretName}`)
        : volume?.configMap !== undefined ? this.found(this.holdings.configMap(volume.configMap.name), `a ConfigMap ${volume.configMap.name}`) : {};
      for (const [key, content] of Object.entries(held ?? {})) files[`${mountPath}/${key}`] = content;
      for (const { serviceAccountToken: token } of volume?.projected?.sources ?? []) if (token !== undefined) files[`${mountPath}/${token.path}`] = null;
    }
    return files;
  }

  found<T>(thing: T | undefined, what: string): T | undefined {
    if (thing === undefined) this.breaches.push(`${this.where}: there is not ${what}.`);
    return thing;
  }
}

const probesOf = ({ startupProbe, livenessProbe, readinessProbe }: Container) =>
  [startupProbe, livenessProbe, readinessProbe].flatMap((probe) => (probe?.httpGet === undefined ? [] : [probe.httpGet]));

/** The containers of all pods that the manifests start. */
export function workloadsOf(manifests: readonly Manifest[], holdings: Holdings): ReadWorkloads {
  const breaches: string[] = [];
  const workloads = startersOf(manifests).flatMap(({ metadata, spec }) => [...spec.template.spec.initContainers, ...spec.template.spec.containers].map((container): Workload => {
    const name = container.name === 'service' ? metadata.name : `${metadata.name}/${container.name}`;
    const reader = new ContainerReader(name, holdings);
    const ports = new Map(container.ports.map((port) => [port.name, port.containerPort]));
    const workload = {
      name, target: targetOf(container.image), environment: reader.environmentOf(container), files: reader.filesOf(container, spec.template.spec),
      ports: [...ports.values()], words: container.args,
      probes: probesOf(container).map(({ path, port }) => ({ path, port: typeof port === 'number' ? port : reader.found(ports.get(port), `the port ${port} at which a probe asks`) ?? 0 })),
    };
    breaches.push(...reader.breaches);
    return workload;
  }));
  return { workloads, breaches };
}
