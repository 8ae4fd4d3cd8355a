import pg from 'pg';

/** How to reach an engine of ours; it listens on the loopback address only and trusts whoever is there. */
export function postgresAddress(port: number): pg.ClientConfig {
  return { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
}

/** Runs one statement on a connection of its own. */
export async function runStatement(port: number, sql: string): Promise<void> {
  const client = new pg.Client({ ...postgresAddress(port), connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // A loss of the connection also rejects the query, which is where it is told.
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Whether an engine takes queries there. */
export function postgresAnswers(port: number): Promise<boolean> {
  return runStatement(port, 'SELECT 1').then(() => true, () => false);
}
