import { preparedPrefix } from '../debian/prefix.ts';
import type { BrokerAddress, DatabaseAddress, StartContext, Way } from '../infrastructure.ts';
import { SetupError } from '../setup-error.ts';
import type { Choice } from './choose.ts';
import { startDebianBroker, startDebianDatabase } from './debian.ts';
import { startDockerServices } from './docker.ts';
import { givenBroker, givenDatabase } from './given.ts';
import { startInstalledBroker, startInstalledDatabase } from './installed.ts';

export interface Starters {
  database: () => Promise<DatabaseAddress>;
  broker: () => Promise<BrokerAddress>;
}

/** How database and broker are started under a choice. What both need is made once. */
export function startersFor(context: StartContext, choice: Choice): Starters {
  const prefix = once(() => preparedPrefix(context.progress));
  if ((context.brokerNodes ?? 1) > 1 && (choice.broker === 'given' || choice.broker === 'docker')) throw new SetupError('More than one node of the broker are started only where RabbitMQ runs on the machine itself.');
  const docker = once(() => startDockerServices(context, servicesFor(choice)));
  const databases: Record<Way, Starters['database']> = {
    given: () => givenDatabase(context.environment['MONGODB_URI'] ?? ''),
    docker,
    installed: () => startInstalledDatabase(context),
    debian: async () => startDebianDatabase(context, await prefix()),
  };
  const brokers: Record<Way, Starters['broker']> = {
    given: () => givenBroker(context.environment['AMQP_URL'] ?? ''),
    docker,
    installed: () => startInstalledBroker(context),
    debian: async () => startDebianBroker(context, await prefix()),
  };
  return { database: databases[choice.database], broker: brokers[choice.broker] };
}

function servicesFor(choice: Choice): ('mongodb' | 'rabbitmq')[] {
  return [...(choice.database === 'docker' ? (['mongodb'] as const) : []), ...(choice.broker === 'docker' ? (['rabbitmq'] as const) : [])];
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
