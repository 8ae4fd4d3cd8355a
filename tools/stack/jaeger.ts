import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { SetupError, type Progress } from '../infra/index.ts';
import { checkPortIsFree, portFor } from '../infra/state/ports.ts';
import { launchRemembered } from '../infra/state/processes.ts';
import { findProgram } from '../infra/system/find-program.ts';
import { becomesTrue, waitUntilAnswers } from '../infra/system/wait-until.ts';
import { dockerAnswers, startDockerJaeger } from '../infra/ways/docker.ts';

const STARTS_WITHIN_MS = 30_000;

export interface Jaeger {
  /** Its page and its query API. */
  readonly url: string;
  /** Where spans are sent by OTLP over HTTP. */
  readonly receiver: string;
}

/** What Jaeger is told: spans come in by OTLP alone, and are kept in memory. */
const settingsOf = (query: string, grpc: string, otlp: string): object => ({
  service: {
    extensions: ['jaeger_storage', 'jaeger_query'],
    pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] } },
    telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
  },
  extensions: {
    jaeger_storage: { backends: { memory: { memory: { max_traces: 100_000 } } } },
    jaeger_query: { storage: { traces: 'memory' }, http: { endpoint: query }, grpc: { endpoint: grpc } },
  },
  receivers: { otlp: { protocols: { http: { endpoint: otlp } } } },
  processors: { batch: { timeout: '200ms' } },
  exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
});

/** Starts Jaeger in Docker where an engine answers, or else the `jaeger` on the PATH. What it holds is gone when it stops. */
export async function startJaeger(stateFolder: string, progress: Progress): Promise<Jaeger> {
  await mkdir(stateFolder, { recursive: true });
  if (await dockerAnswers()) {
    progress('Starting Jaeger in Docker.');
    const jaeger = await startDockerJaeger(stateFolder);
    if (await becomesTrue(() => answers(jaeger), STARTS_WITHIN_MS)) return jaeger;
    throw new SetupError(`Jaeger does not answer at ${jaeger.url}.`);
  }
  const program = await findProgram('jaeger');
  if (program === undefined) throw new SetupError('Jaeger is not here: start a Docker engine, or put its program `jaeger` (2.13 or later) on the PATH.');
  progress(`Starting ${program}.`);
  return startProgram(stateFolder, program);
}

async function startProgram(stateFolder: string, program: string): Promise<Jaeger> {
  const [query, grpc, otlp] = [await portFor(stateFolder, 'jaeger'), await portFor(stateFolder, 'query'), await portFor(stateFolder, 'otlp')];
  for (const port of [query, grpc, otlp]) await checkPortIsFree(port, 'Jaeger');
  const at = (port: number): string => `127.0.0.1:${port}`;
  const config = join(stateFolder, 'jaeger.yaml');
  await writeFile(config, stringify(settingsOf(at(query), at(grpc), at(otlp))));
  const logFile = join(stateFolder, 'jaeger.log');
  const launched = await launchRemembered(stateFolder, { name: 'jaeger', command: program, args: ['--config', config], env: { HOME: stateFolder }, cwd: stateFolder, logFile });
  const jaeger = { url: `http://${at(query)}`, receiver: `http://${at(otlp)}` };
  await waitUntilAnswers({ name: 'Jaeger', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => answers(jaeger) });
  return jaeger;
}

/** Jaeger is of use once it answers queries. */
async function answers({ url }: Jaeger): Promise<boolean> {
  const answer = await fetch(`${url}/api/services`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
