import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import type { BrokerAddress, DatabaseAddress, StartContext } from '../infrastructure.ts';
import { portIsOpen } from '../rabbitmq/answers.ts';
import { startBroker } from '../rabbitmq/broker.ts';
import { checkPortIsFree, portFor } from '../state/ports.ts';
import { launchRemembered, runningProcess } from '../state/processes.ts';
import { SetupError } from '../setup-error.ts';
import { findProgram } from '../system/find-program.ts';
import { becomesTrue, waitUntilAnswers } from '../system/wait-until.ts';

const STARTS_WITHIN_MS = 60_000;

/** Debian's command on PATH hands over to a system user; the script behind it runs as whoever starts it. */
const PACKAGED_SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';

export async function startInstalledBroker(context: StartContext): Promise<BrokerAddress> {
  const isPackaged = await access(PACKAGED_SERVER).then(() => true, () => false);
  return startBroker(context, {
    epmd: (await findProgram('epmd')) ?? 'epmd',
    rabbitmqServer: isPackaged ? PACKAGED_SERVER : 'rabbitmq-server',
    environment: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
  });
}

/** A mongod of our own, as a replica set of one member. */
export async function startInstalledDatabase({ stateFolder, progress }: StartContext): Promise<DatabaseAddress> {
  const port = await portFor(stateFolder, 'mongodb');
  if ((await runningProcess(stateFolder, 'mongod')) === undefined) {
    progress('Starting mongod.');
    await checkPortIsFree(port, 'the database');
    const dataFolder = join(stateFolder, 'mongod');
    await mkdir(dataFolder, { recursive: true });
    const logFile = join(stateFolder, 'mongod.log');
    const args = ['--dbpath', dataFolder, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'rs0'];
    const launched = await launchRemembered(stateFolder, { name: 'mongod', command: 'mongod', args, env: process.env, cwd: stateFolder, logFile });
    await waitUntilAnswers({ name: 'mongod', launched, logFile, withinMs: STARTS_WITHIN_MS, answers: () => portIsOpen(port) });
  }
  await becomePrimary(port);
  return { mongodbUri: `mongodb://127.0.0.1:${port}/?replicaSet=rs0` };
}

async function becomePrimary(port: number): Promise<void> {
  const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  const admin = client.db('admin');
  const isPrimary = async () => (await admin.command({ hello: 1 }))['isWritablePrimary'] === true;
  try {
    const { setName } = await admin.command({ hello: 1 });
    if (setName === undefined) await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
    if (!(await becomesTrue(isPrimary, STARTS_WITHIN_MS))) throw new SetupError('mongod did not become the primary of its replica set.');
  } finally {
    await client.close();
  }
}
