import { join } from 'node:path';
import { preparedChromium } from '../../infra/debian/chromium.ts';
import { removeInfrastructure, startInfrastructure } from '../../infra/index.ts';
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
 * Stories and services under test mostly wait, so everything runs beside everything, and gives way to the stories, which take
 * longest. A failed test does not keep the others from running.
 */
export async function testEverything(run: TestRun): Promise<void> {
  const [withInt, withStories] = await Promise.all([hasTests({ ...run, kind: 'int' }), hasTests({ ...run, kind: 'e2e' }), build(run.signal)]);
  run.count(onePassed);
  const isWhole = run.patterns.length === 0;
  await allOf([
    ...(withStories ? [tellStories(run)] : []),
    ...(withInt ? [withInfrastructure((environment) => runKind({ ...run, beside: withStories }, 'int', environment))] : []),
    testWithoutServices(run, { isWhole, beside: withInt || withStories }),
  ]);
}

/** What nothing has to be started for: types first, since nothing else can be trusted without them. */
async function testWithoutServices(run: TestRun, { isWhole, beside }: { isWhole: boolean; beside: boolean }): Promise<void> {
  if (isWhole) run.count(await checkTypes(run.signal));
  await runKind({ ...run, beside }, 'unit');
  await runKind({ ...run, beside }, 'simulation');
  if (isWhole) run.count(await checkHabits(run.signal));
}

async function tellStories(run: TestRun): Promise<void> {
  // Fetched the first time, beside what runs anyway. What goes wrong with it is told by the tests that need it.
  preparedChromium(progress).catch((error: Error) => progress(error.message));
  const options: StackOptions = { fresh: true, progress, signal: run.signal };
  const infrastructure = await startStackInfrastructure(place, options);
  const receiver = await startTraceReceiver();
  await startApps(place, infrastructure, { ...options, telemetry: receiver.environment, disturbable: true });
  await runKind(run, 'e2e', { SLUICE_STACK: place.stackFile, SLUICE_TRACES: receiver.url });
}

/** The broker and the database of the stories are killed now and then, so the others have their own. They test no durability. */
async function withInfrastructure(work: (environment: Record<string, string>) => Promise<void>): Promise<void> {
  const stateFolder = join(place.folder, 'infrastructure-without-apps');
  const { mongodbUri, amqpUrl, managementUrl = '' } = await startInfrastructure({ stateFolder, fresh: true, durable: false, progress });
  await work({ MONGODB_URI: mongodbUri, AMQP_URL: amqpUrl, RABBITMQ_MANAGEMENT_URL: managementUrl }).finally(() => removeInfrastructure(stateFolder));
}

async function runKind({ count, ...run }: TestRun & { readonly beside?: boolean }, kind: TestKind, env: Record<string, string> = {}): Promise<void> {
  progress(`Running the ${kind} tests …`);
  count(await runJest({ ...run, kind, env }));
}
