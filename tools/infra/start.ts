import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BrokerAddress, DatabaseAddress, Infrastructure, InfrastructureOptions, StartContext } from './infrastructure.ts';
import { reasonOf, SetupError } from './setup-error.ts';
import { readState } from './state/state-file.ts';
import { checkDiskSpace } from './system/disk.ts';
import { withLock } from './system/lock.ts';
import { removeData, stopInfrastructure } from './stop.ts';
import { chooseWays, type Choice } from './ways/choose.ts';
import { startersFor } from './ways/starters.ts';

/**
 * Brings a broker and a database that answer. What already runs from the state folder is kept, what is missing is
 * started. They outlive this process unless `stop` is called.
 * Throws a SetupError, one sentence, when the machine lacks something; whatever was started is then stopped again.
 */
export async function startInfrastructure(options: InfrastructureOptions): Promise<Infrastructure> {
  const { durable = true, fresh = false, environment = process.env, brokerNodes, progress = () => undefined } = options;
  const stateFolder = resolve(options.stateFolder);
  await mkdir(stateFolder, { recursive: true }).catch((error: unknown) => {
    throw new SetupError(`The state folder ${stateFolder} cannot be made: ${reasonOf(error)}.`);
  });
  const onWait = () => progress('Another process is starting from the same folder; waiting for it.');
  return withLock(join(stateFolder, 'lock'), onWait, async () => {
    if (fresh) await removeData(stateFolder);
    const choice = await chooseWays(environment);
    progress(choice.sentence);
    return assemble({ stateFolder, durable, brokerNodes, environment, progress }, choice);
  });
}

async function assemble(context: StartContext, choice: Choice): Promise<Infrastructure> {
  const { stateFolder } = context;
  const addresses = await startBoth(context, choice).catch(async (error: unknown) => {
    await stopInfrastructure(stateFolder);
    throw error;
  });
  const { processes } = await readState(stateFolder);
  return {
    ...addresses,
    way: choice.database === 'given' ? choice.broker : choice.database,
    sentence: choice.sentence,
    processes: Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, { pid }])),
    stop: () => stopInfrastructure(stateFolder),
  };
}

async function startBoth(context: StartContext, choice: Choice): Promise<DatabaseAddress & BrokerAddress> {
  const keepsDataHere = [choice.database, choice.broker].some((way) => way === 'debian' || way === 'installed');
  if (keepsDataHere) await checkDiskSpace(context.stateFolder);
  const starters = startersFor(context, choice);
  // Both are awaited before a failure is told, so that nothing is still starting while the rest is being stopped.
  const [database, broker] = await Promise.allSettled([starters.database(), starters.broker()]);
  if (database.status === 'rejected') throw database.reason;
  if (broker.status === 'rejected') throw broker.reason;
  const { mongodbUri } = database.value;
  return { mongodbUri, ...broker.value };
}
