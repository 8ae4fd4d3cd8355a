import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appNames } from '../stack/plan.ts';
import { root } from '../workspace.ts';

/** One variable, as service-host describes it. */
export interface Variable {
  readonly name: string;
  readonly description: string;
  readonly mustBe: string;
  readonly needed: 'always' | 'outside of the sandbox' | 'no';
  readonly default: string | undefined;
  readonly secret: boolean;
}

/** What service-host makes of the description of a service's environment. */
export interface AppEnvironment {
  readonly service: string;
  readonly variables: readonly Variable[];
  check(environment: NodeJS.ProcessEnv): void;
}

/** Modules are imported by a path that is made when it runs: tools may not depend on what they read. */
const load = (file: string): Promise<Record<string, unknown>> => import(join(root, file)) as Promise<Record<string, unknown>>;

/** Tests read the sources, and what runs without a compiler for them reads `dist`. A service without a configuration of its own has what every service has. */
export async function environmentOfApp(app: string, from: 'src' | 'dist'): Promise<AppEnvironment> {
  const extension = from === 'src' ? 'ts' : 'js';
  const file = `apps/${app}/${from}/${app}.config.${extension}`;
  if (!existsSync(join(root, file))) {
    const { environmentOf } = (await load(`libs/platform/service-host/${from}/service.config.${extension}`)) as { environmentOf: (service: string) => AppEnvironment };
    return environmentOf(app);
  }
  const found = (await load(file))[`${app}Environment`];
  if (found === undefined) throw new Error(`${file} does not export ${app}Environment.`);
  return found as AppEnvironment;
}

export const environmentsOfApps = (from: 'src' | 'dist'): Promise<AppEnvironment[]> => Promise.all([...appNames].sort().map((app) => environmentOfApp(app, from)));

/** The variables and, of secrets, those that name their files. */
export const namesOf = ({ variables }: AppEnvironment): ReadonlySet<string> => new Set(variables.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));
