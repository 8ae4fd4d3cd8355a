import { build } from '../../running/build.ts';
import { progress } from '../../running/progress.ts';
import { placeOf, startApps, startStackInfrastructure, type StackOptions } from '../../stack/index.ts';
import { checkCode } from './checks.ts';
import { hasTests, runJest, type TestKind } from './jest-run.ts';
import { onePassed, type Total } from './total.ts';
import { startTraceReceiver } from './trace-receiver.ts';

const place = placeOf('test');

export interface TestRun {
  /** Patterns of test file names; none means all, and the checks of the code besides. */
  readonly patterns: readonly string[];
  readonly signal: AbortSignal;
  /** Told of each part as soon as it is known, so that a later one that breaks off takes nothing with it. */
  count(part: Total): void;
}

/** Code first, then tests from the fastest kind to the slowest; a failed test does not keep the others from running. */
export async function testEverything(run: TestRun): Promise<void> {
  await build(run.signal);
  run.count(onePassed);
  if (run.patterns.length === 0) run.count(await checkCode(run.signal));
  await runKind(run, 'unit');
  await runKind(run, 'simulation');
  await testAgainstTheReal(run);
}

async function runKind({ count, ...run }: TestRun, kind: TestKind, env: Record<string, string> = {}): Promise<void> {
  progress(`Running the ${kind} tests …`);
  count(await runJest({ ...run, kind, env }));
}

/** Integration tests need a broker and a database; stories need all the services beside them. */
async function testAgainstTheReal(run: TestRun): Promise<void> {
  const withInt = await hasTests({ ...run, kind: 'int' });
  const withStories = await hasTests({ ...run, kind: 'e2e' });
  if (!withInt && !withStories) return;
  const options: StackOptions = { fresh: true, progress, signal: run.signal };
  const infrastructure = await startStackInfrastructure(place, options);
  const { mongodbUri, amqpUrl, managementUrl = '' } = infrastructure;
  if (withInt) await runKind(run, 'int', { MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, RABBITMQ_MANAGEMENT_URL: managementUrl });
  if (!withStories) return;
  const receiver = await startTraceReceiver();
  await startApps(place, infrastructure, { ...options, telemetry: receiver.environment });
  await runKind(run, 'e2e', { SLUICE_STACK: place.stackFile, SLUICE_TRACES: receiver.url });
}
