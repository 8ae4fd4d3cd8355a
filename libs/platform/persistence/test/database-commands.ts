import type { Repository } from '@sluice/persistence';
import type { mongo } from 'mongoose';

/** Every command that the service's client sends from now on, as `<command> <collection>`. The driver's own are left out. */
export function commandsOf(store: Repository<never>): string[] {
  const sent: string[] = [];
  const client: mongo.MongoClient = store.model.db.getClient();
  client.on('commandStarted', ({ commandName, command }) => {
    if (!['hello', 'ping', 'endSessions'].includes(commandName)) sent.push(`${commandName} ${String(command[commandName])}`);
  });
  return sent;
}
