import type { CommandHandler } from '../command-request.ts';

/**
 * How many commands came since the start, as `serverStatus` of MongoDB tells in `opcounters`; and besides, which MongoDB
 * does not tell, by database, command and collection.
 */
export const serverStatus: CommandHandler = (_request, { counts }) => ({
  process: 'gateway',
  pid: process.pid,
  uptime: process.uptime(),
  opcounters: counts.byCommand(),
  namespaces: counts.byNamespace(),
  ok: 1,
});
