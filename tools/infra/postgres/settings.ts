/** Set for the engine's sake and for two shared cores; see the README for the ones that surprise. */
const ENGINE: Record<string, string> = {
  shared_preload_libraries: 'pg_cron,pg_documentdb_core,pg_documentdb',
  'cron.database_name': 'postgres',
  // The engine's own jobs (expiry, clearing up after cursors) run without a connection, whose port could change.
  'cron.use_background_workers': 'on',
  'cron.log_run': 'off',
  'cron.log_statement': 'off',
  'documentdb.localhost_connection_string': 'host=127.0.0.1',
  'documentdb_core.enableCollation': 'on',
  'documentdb.useFileBasedPersistedCursors': 'on',
  listen_addresses: '127.0.0.1',
  // No socket in the file system: its path may be no longer than 107 characters, and a state folder may lie deep.
  unix_socket_directories: '',
  max_connections: '150',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  // With the default of one second, fifty workers claiming jobs took 5 to 15 s instead of half a second.
  deadlock_timeout: '20ms',
  log_min_messages: 'error',
};

/**
 * What may be lost by a power cut, though not by the end of a process. Commits reach the system and pages are written whole all
 * the same: otherwise a kill -9 takes what was acknowledged, and breaks the engine's indexes.
 */
const NOT_DURABLE: Record<string, string> = { fsync: 'off' };

/** The contents of `postgresql.conf`. */
export function postgresSettings(port: number, durable: boolean): string {
  const settings = { ...ENGINE, port: String(port), ...(durable ? {} : NOT_DURABLE) };
  return Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`).join('');
}
