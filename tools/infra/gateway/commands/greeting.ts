import type { CommandHandler } from '../command-request.ts';

const LARGEST_DOCUMENT_BYTES = 16_777_216;

/** Says that this is the primary, and the only member, of a replica set: drivers then use retryable writes and sessions. */
export function hello(isPrimaryField: 'isWritablePrimary' | 'ismaster'): CommandHandler {
  return (_request, { address }) => ({
    helloOk: true,
    [isPrimaryField]: true,
    secondary: false,
    setName: 'rs0',
    setVersion: 1,
    hosts: [address],
    primary: address,
    me: address,
    maxBsonObjectSize: LARGEST_DOCUMENT_BYTES,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
    ok: 1,
  });
}

export const buildInfo: CommandHandler = () => ({
  version: '8.0.0',
  versionArray: [8, 0, 0, 0],
  bits: 64,
  maxBsonObjectSize: LARGEST_DOCUMENT_BYTES,
  modules: [],
  storageEngines: ['documentdb'],
  ok: 1,
});

/** Answers commands whose doing, if any, lies in the gateway. */
export const acknowledge: CommandHandler = () => ({ ok: 1 });
