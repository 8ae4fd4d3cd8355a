import { infrastructure } from '@sluice/builders';
import type { AggregateStore } from '@sluice/persistence';
import type { mongo } from 'mongoose';

/** The database's address with which a service's client tells of every command. */
export function monitoredUri(): string {
  const uri = new URL(infrastructure().mongodbUri);
  uri.searchParams.set('monitorCommands', 'true');
  return uri.href;
}

/** Every command that the service's client sends from now on, as `<command> <collection>`. The driver's own are left out. */
export function commandsOf(store: AggregateStore<never>): string[] {
  const sent: string[] = [];
  const client: mongo.MongoClient = store.model.db.getClient();
  client.on('commandStarted', ({ commandName, command }) => {
    if (!['hello', 'ping', 'endSessions'].includes(commandName)) sent.push(`${commandName} ${String(command[commandName])}`);
  });
  return sent;
}
