import { Binary, Long } from 'bson';
import { CommandRequest, type CommandContext } from './command-request.ts';
import { commands } from './commands/registry.ts';
import { CommandError, errorReply } from './errors.ts';
import { encode, isFields, type Fields } from './raw-bson.ts';
import type { RetryableReplies } from './retryable-replies.ts';

/** Carries out a command and gives the bytes of its reply. A failure is a reply too. */
export async function dispatch(body: Buffer, sequences: ReadonlyMap<string, Buffer>, context: CommandContext, replies: RetryableReplies): Promise<Buffer> {
  try {
    const reply = await carryOut(new CommandRequest(body, sequences), context, replies);
    return Buffer.isBuffer(reply) ? reply : encode(reply);
  } catch (error) {
    return encode(errorReply(error));
  }
}

async function carryOut(request: CommandRequest, context: CommandContext, replies: RetryableReplies): Promise<Buffer | Fields> {
  const handler = commands.get(request.name);
  if (!handler) throw new CommandError(59, `no such command: '${request.name}'`);
  context.counts.note(request);
  const { lsid, txnNumber, autocommit } = request.fields('lsid', 'txnNumber', 'autocommit');
  if (autocommit !== undefined) {
    throw new CommandError(20, 'Multi-document transactions are not supported here: keep what must change together in one document');
  }
  const work = async () => handler(request, context);
  if (request.name === 'endSessions') for (const ended of sessionsIn(request)) replies.endSession(ended);
  if (!(txnNumber instanceof Long)) return work();
  return replies.once(sessionKey(lsid), txnNumber.toBigInt(), work);
}

function sessionsIn(request: CommandRequest): string[] {
  const { endSessions } = request.fields('endSessions');
  return Array.isArray(endSessions) ? endSessions.map(sessionKey) : [];
}

function sessionKey(lsid: unknown): string {
  const id = isFields(lsid) ? lsid['id'] : undefined;
  if (id instanceof Binary) return id.toString('hex');
  throw new CommandError(9, 'A session id is missing or is no UUID');
}
