import { mongo, MongooseError } from 'mongoose';

/** A server that is shutting down, or that is no longer or not yet the primary (MongoDB's error codes). */
const NOT_SERVING = new Set([91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);

const kinds = [mongo.MongoNetworkError, mongo.MongoServerSelectionError, mongo.MongoTopologyClosedError, mongo.MongoNotConnectedError, mongo.MongoClientClosedError];

/** The driver keeps these two classes to itself. */
const names = new Set(['MongoPoolClosedError', 'MongoWaitQueueTimeoutError']);

/** Whether the error says that the database could not be reached or did not serve, and nothing about what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (kinds.some((kind) => error instanceof kind) || names.has(error.name)) return true;
  // What a group of writes failed with is wrapped as if a server had said it, also when none was reached.
  if (error instanceof mongo.MongoServerError && (error.errorResponse as unknown) instanceof Error) return isDatabaseAway(error.errorResponse);
  if (error instanceof mongo.MongoServerError) return NOT_SERVING.has(Number(error.code));
  if (error instanceof MongooseError) return error.message.includes('before initial connection');
  return isDatabaseAway(error.cause);
}
