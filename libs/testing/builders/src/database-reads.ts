import { getConnectionToken } from '@nestjs/mongoose';
import type { Connection, mongo } from 'mongoose';
import { infrastructure } from './infrastructure.js';
import type { TestService } from './start-test-service.js';

/** The database's address with which a service's client tells of every command. */
export function monitoredUri(): string {
  const uri = new URL(infrastructure().mongodbUri);
  uri.searchParams.set('monitorCommands', 'true');
  return uri.href;
}

/** What a service asks of its database: how many documents the answers have, and its commands as `<command> <collection>`. */
export interface DatabaseReads {
  documents: number;
  readonly commands: string[];
}

const counted = new Set(['find', 'getMore', 'aggregate', 'count', 'distinct', 'insert', 'update', 'delete', 'findAndModify']);

interface Answer { readonly cursor?: { readonly ns?: string; readonly firstBatch?: unknown[]; readonly nextBatch?: unknown[] } }

/** Counts from now on, but not the documents of what the service looks at now and then by itself. It is started with `monitoredUri()`. */
export function readsOf({ app }: Pick<TestService, 'app'>, lookedAtNowAndThen: readonly string[] = []): DatabaseReads {
  const reads: DatabaseReads = { documents: 0, commands: [] };
  const client: mongo.MongoClient = app.get<Connection>(getConnectionToken()).getClient();
  client.on('commandStarted', ({ commandName, command }) => {
    if (counted.has(commandName)) reads.commands.push(`${commandName} ${String(command[commandName])}`);
  });
  client.on('commandSucceeded', ({ reply }) => {
    const { ns = '', firstBatch, nextBatch } = (reply as Answer).cursor ?? {};
    if (lookedAtNowAndThen.includes(ns.slice(ns.indexOf('.') + 1))) return;
    reads.documents += (firstBatch ?? nextBatch ?? []).length;
  });
  return reads;
}
