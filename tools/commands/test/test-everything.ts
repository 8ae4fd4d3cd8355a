import { preparedChromium } from '../../infra/debian/chromium.ts';
import type { Infrastructure } from '../../infra/index.ts';
import { allOf } from '../../running/all-of.ts';
import { build } from '../../running/build.ts';
import { progress } from '../../running/progress.ts';
import { placeOf, startApps, startStackInfrastructure, type StackOptions } from '../../stack/index.ts';
import { checkHabits, checkTypes } from './checks.ts';
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

/**
 * Types first, since nothing else can be trusted without them. Stories mostly wait for each other's services, so what needs
 * no services runs beside them. A failed test does not keep the others from running.
 */
export async function testEverything(run: TestRun): Promise<void> {
  await build(run.signal);
  run.count(onePassed);
  const isWhole = run.patterns.length === 0;
  if (isWhole) run.count(await checkTypes(run.signal));
  const withInt = await hasTests({ ...run, kind: 'int' });
  const withStories = await hasTests({ ...run, kind: 'e2e' });
  if (!withStories) await testWithoutServices(run, { isWhole, beside: false });
  if (!withInt && !withStories) return;
  // Fetched the first time, beside what runs anyway. What goes wrong with it is told by the tests that need it.
  if (withStories) preparedChromium(progress).catch((error: Error) => progress(error.message));
  const options: StackOptions = { fresh: true, progress, signal: run.signal };
  const infrastructure = await startStackInfrastructure(place, options);
  if (withInt) await runKind(run, 'int', environmentOf(infrastructure));
  if (!withStories) return;
  const receiver = await startTraceReceiver();
  await startApps(place, infrastructure, { ...options, telemetry: receiver.environment, disturbable: true });
  await allOf([runKind(run, 'e2e', { SLUICE_STACK: place.stackFile, SLUICE_TRACES: receiver.url }), testWithoutServices(run, { isWhole, beside: true })]);
}

/** What nothing has to be started for. */
async function testWithoutServices(run: TestRun, { isWhole, beside }: { isWhole: boolean; beside: boolean }): Promise<void> {
  await runKind({ ...run, beside }, 'unit');
  await runKind({ ...run, beside }, 'simulation');
  if (isWhole) run.count(await checkHabits(run.signal));
}

async function runKind({ count, ...run }: TestRun & { readonly beside?: boolean }, kind: TestKind, env: Record<string, string> = {}): Promise<void> {
  progress(`Running the ${kind} tests …`);
  count(await runJest({ ...run, kind, env }));
}

const environmentOf = ({ mongodbUri, amqpUrl, managementUrl = '' }: Infrastructure): Record<string, string> =>
  ({ MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, RABBITMQ_MANAGEMENT_URL: managementUrl });
