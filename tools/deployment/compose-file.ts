import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../workspace.ts';
import { programNamed } from './programs.ts';
import { targetOf, type Workload } from './workload.ts';

const words = z.array(z.string());

/** As Compose reads it where nothing else is set. */
const withDefaults = (text: string): string => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');

/** What we use of Compose's format, and nothing else: a word that is misspelt is not overlooked. */
const serviceSchema = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.literal('.'), target: z.string() }).optional(),
  command: words.optional(), hostname: z.string().optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).default({}),
  environment: z.record(z.string(), z.string().transform(withDefaults)).default({}),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\$\{SLUICE_[A-Z_]+_PORT:-\d+\}:\d+$/, 'a port of this machine only, whose number can be changed')).default([]),
  volumes: z.array(z.string().regex(/^(\.\/)?[\w./-]+:\/[\w./-]+(:ro)?$/)).default([]),
  healthcheck: z.strictObject({ test: words, interval: z.string(), timeout: z.string(), retries: z.number() }).optional(),
  restart: z.literal('unless-stopped').optional(), read_only: z.literal(true).optional(), tmpfs: words.optional(), cap_drop: words.optional(), security_opt: words.optional(),
  stop_grace_period: z.string().optional(),
});
type Service = z.output<typeof serviceSchema>;

const isExtension = (name: string): boolean => name.startsWith('x-');
const composeSchema = z.strictObject({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.null()) });

export type ComposeFile = z.output<typeof composeSchema>;

/** Reads a Compose file. @throws where a word is not known or a value is of the wrong shape. */
export function readCompose(text: string): ComposeFile {
  const content = parse(text, { merge: true }) as Record<string, unknown>;
  return composeSchema.parse(Object.fromEntries(Object.entries(content).filter(([name]) => !isExtension(name))));
}

const portsOf = ({ ports }: Service): number[] => ports.map((each) => Number(each.split(':').at(-1)));

const bindsOf = ({ volumes }: Service): [string, string][] =>
  volumes.filter((each) => each.startsWith('./')).map((each): [string, string] => [each.split(':')[0] ?? '', each.split(':')[1] ?? '']);

const filesOf = (service: Service): Record<string, string> =>
  Object.fromEntries(bindsOf(service).filter(([from]) => statSync(join(root, from), { throwIfNoEntry: false })?.isFile()).map(([from, to]) => [to, readFileSync(join(root, from), 'utf8')]));

/** The containers as the checks want them. One that publishes no port is reached inside, where its process listens. */
export const workloadsOfCompose = ({ services }: ComposeFile): Workload[] => Object.entries(services).map(([name, service]) => ({
  name, target: service.build?.target ?? targetOf(service.image), environment: service.environment, files: filesOf(service),
  ports: service.ports.length > 0 ? portsOf(service) : [Number(service.environment['PORT'])], words: [], probes: [],
}));

/** Where a service of the file can be reached by the others. */
function listensAt(service: Service): number[] {
  const given = service.command?.[service.command.indexOf('--port') + 1];
  const own = service.environment['PORT'] ?? (service.command?.includes('--port') === true ? given : undefined);
  return own === undefined ? portsOf(service) : [Number(own), Number(service.environment['MANAGEMENT_PORT'] ?? own)];
}

/** `host:port` in variables and mounted files. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/(?:\/\/(?:\w+:\w+@)?|')([a-z][a-z0-9-]*:\d+)/g)].map(([, address]) => address ?? '');

/** What the file names that is not there: files, volumes, services and their ports. */
export function breachesOfCompose(compose: ComposeFile): string[] {
  const { services, volumes } = compose;
  const found: string[] = [];
  for (const [name, service] of Object.entries(services)) {
    for (const [from] of bindsOf(service)) if (!existsSync(join(root, from))) found.push(`${name}: there is no file ${from}.`);
    const named = service.volumes.filter((each) => !each.startsWith('./')).map((each) => each.split(':')[0] ?? '');
    found.push(...named.filter((volume) => !(volume in volumes)).map((volume) => `${name}: there is no volume ${volume}.`));
    found.push(...Object.keys(service.depends_on).filter((other) => services[other]?.healthcheck === undefined).map((other) => `${name}: nobody says when ${other} is healthy.`));
    if (service.build !== undefined && targetOf(service.image) !== service.build.target) found.push(`${name}: its image is called ${service.image} and is of ${service.build.target}.`);
    if (programNamed(service.build?.target ?? '') !== undefined && (service.read_only !== true || service.cap_drop?.[0] !== 'ALL')) found.push(`${name}: it may do more than it needs.`);
    const texts = [...Object.values(service.environment), ...Object.values(filesOf(service))];
    for (const address of new Set(texts.flatMap(addressesIn))) {
      const [host = '', port] = address.split(':');
      const at = services[host] === undefined ? [] : listensAt(services[host]);
      if (!at.includes(Number(port))) found.push(`${name}: nothing listens at ${address}.`);
    }
  }
  return found;
}
