import { appNames } from '../stack/plan.ts';
import { programOf, type Program } from './sources.ts';

const TELEMETRY = 'libs/platform/telemetry/src/telemetry.ts';

/** What runs in a container of ours, by the name of its image: the file that begins it, and what is loaded before. */
export const mainFiles: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(appNames.map((name) => [name, [`apps/${name}/src/main.ts`, TELEMETRY]])),
  simulators: ['libs/testing/simulators/src/main.ts'],
};

const known = new Map<string, Program>();

/** The program of an image; undefined for what is none of ours. */
export function programNamed(name: string): Program | undefined {
  const mains = mainFiles[name];
  if (mains === undefined) return undefined;
  const program = known.get(name) ?? programOf(...mains);
  known.set(name, program);
  return program;
}

/** Read by Node and by OpenTelemetry's own packages, so no file of ours need name them. */
export const variablesOfOthers: ReadonlySet<string> = new Set([
  'NODE_OPTIONS', 'OTEL_SERVICE_NAME', 'OTEL_RESOURCE_ATTRIBUTES', 'OTEL_SDK_DISABLED', 'OTEL_PROPAGATORS', 'OTEL_TRACES_EXPORTER', 'OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_NODE_RESOURCE_DETECTORS',
]);

export const variablesOf = ({ variables }: Program): ReadonlySet<string> => new Set([...variables.values()].flat());
