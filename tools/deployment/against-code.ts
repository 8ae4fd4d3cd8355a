import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';
import { environmentOfApp, namesOf } from '../generate/environments.ts';
import { appNames } from '../stack/plan.ts';
import { objectionsOfCode } from './environment-readers.ts';
import { mainFiles, programNamed, variablesOf, variablesOfOthers } from './programs.ts';
import { mentions, type Program } from './sources.ts';
import type { Workload } from './workload.ts';

/** Images of others, which are not built here. */
const foreign = new Set(['mongo', 'rabbitmq', 'all-in-one', 'prometheus', 'grafana']);
/** The node of a local chain is a program of others in an image of ours. */
const withoutProgram = new Set(['chains']);

/** The names that the Dockerfile gives to its last stages. */
export const imageTargets = (): ReadonlySet<string> =>
  new Set([...readFileSync(join(root, 'Dockerfile'), 'utf8').matchAll(/^FROM \S+ AS ([a-z-]+)$/gm)].map(([, name]) => name ?? ''));

/** The file that a service is built to, and the one word that service-host knows. */
function unknownWords({ name, target, words }: Workload, program: Program): string[] {
  const [main, ...orders] = words;
  if (main === undefined) return [];
  const built = mainFiles[target]?.[0]?.replace('/src/', '/dist/').replace(/\.ts$/, '.js');
  const unwanted = orders.filter((word) => !mentions(program, 'libs/platform/service-host/', `= '${word}';`));
  return [...(main === built ? [] : [`${name}: there is no ${main} in its image.`]), ...unwanted.map((word) => `${name}: it does not know what ${word} is.`)];
}

function unknownNames(workload: Workload, program: Program, described: ReadonlySet<string>): string[] {
  const known = new Set([...variablesOf(program), ...described]);
  const unread = Object.keys(workload.environment).filter((name) => !known.has(name) && !variablesOfOthers.has(name));
  const [own, management] = ['PORT', 'MANAGEMENT_PORT'].map((name) => workload.environment[name] ?? undefined);
  const listens = [own, management].filter((port) => port !== undefined).map(Number);
  return [
    ...unread.map((name) => `${workload.name}: nothing in it reads ${name}.`),
    ...workload.ports.filter((port) => !listens.includes(port)).map((port) => `${workload.name}: it listens at ${listens.join(' and ')}, not at ${port}.`),
    ...(workload.ports.length === 0 && workload.words.length === 0 ? [`${workload.name}: its port is not named.`] : []),
    ...unknownWords(workload, program),
    ...workload.probes.flatMap(({ path, port }) => [
      ...(program.routes.includes(path) ? [] : [`${workload.name}: it answers nothing at ${path}.`]),
      ...(port === Number(management ?? own) ? [] : [`${workload.name}: it answers probes at ${management ?? own}, not at ${port}.`]),
    ]),
  ];
}

/** Variables that a service describes; of a program that is no service only its sources tell. */
const describedFor = async (target: string): Promise<ReadonlySet<string>> =>
  (appNames as readonly string[]).includes(target) ? namesOf(await environmentOfApp(target, 'src')) : new Set();

/** What a description of containers says otherwise than the code that will run in them. */
export async function breachesOfCode(workloads: readonly Workload[]): Promise<string[]> {
  const targets = imageTargets();
  const found: string[] = [];
  for (const workload of workloads) {
    const { name, target } = workload;
    if (foreign.has(target)) continue;
    if (!targets.has(target)) found.push(`${name}: the Dockerfile has no target ${target}.`);
    const program = programNamed(target);
    if (program !== undefined) found.push(...unknownNames(workload, program, await describedFor(target)), ...(await objectionsOfCode(workload, program)));
    else if (!withoutProgram.has(target)) found.push(`${name}: it is not known what runs in ${target}.`);
  }
  return found;
}
