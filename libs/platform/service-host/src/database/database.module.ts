import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { withWholeAnswers } from '@sluice/persistence';
import { createConnection, type Connection } from 'mongoose';
import { ServiceConfig } from '../service.config.js';
import { Database, DatabaseLimits, databaseLimitsOf } from './database.js';

/**
 * Models can be made on it at once; it is opened, and opened anew, by `Database`. Indexes are made at the start, by name and awaited. What is
 * asked before it is open fails at once: kept back by mongoose, a question whose cursor nobody got would be refused later, to nobody.
 */
function unopenedConnection(): Connection {
  const connection = createConnection();
  Object.assign(connection.config, { autoIndex: false, autoCreate: false, bufferCommands: false });
  return withWholeAnswers(connection);
}

const connectionProvider = { provide: getConnectionToken(), useFactory: unopenedConnection };

/** The service's one connection to its database, and whoever looks after it. */
@Global()
@Module({
  providers: [connectionProvider, Database, { provide: DatabaseLimits, inject: [ServiceConfig], useFactory: databaseLimitsOf }],
  exports: [connectionProvider, Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(getConnectionToken()) private readonly connection: Connection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.connection.destroy();
  }
}
