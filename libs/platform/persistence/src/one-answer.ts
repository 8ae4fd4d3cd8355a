import type { Connection, Schema } from 'mongoose';

/** Documents that one answer of the database may hold; sixteen megabytes end it sooner. */
export const IN_ONE_ANSWER = 10_000;

/**
 * Has every question of the connection's models answered at once. Where an answer comes in parts, a document that is changed between
 * two of them may be in both, or in neither (docs/decisions/0154). Who wants parts says how large they are.
 */
export function inOneAnswer(connection: Connection): Connection {
  connection.plugin((schema: Schema) => {
    schema.pre('find', function askForAll() {
      this.getOptions().batchSize ??= IN_ONE_ANSWER;
    });
  });
  return connection;
}
