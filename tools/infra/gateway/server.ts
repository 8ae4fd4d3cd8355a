import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { CommandCounts } from './command-counts.ts';
import type { CommandContext } from './command-request.ts';
import { closeCursors, Cursors } from './cursors.ts';
import { dispatch } from './dispatch.ts';
import { Engine } from './engine.ts';
import { RetryableReplies } from './retryable-replies.ts';
import { MessageSplitter, parseRequest, replyTo } from './wire.ts';

const SWEEP_INTERVAL_MS = 30_000;

export interface GatewayOptions {
  port: number;
  enginePort: number;
}

export interface Gateway {
  close(): Promise<void>;
}

/** Speaks the wire protocol of MongoDB on the loopback address, in front of an engine on the same machine. */
export async function startGateway({ port, enginePort }: GatewayOptions): Promise<Gateway> {
  const context: CommandContext = { engine: new Engine(enginePort), cursors: new Cursors(), counts: new CommandCounts(), address: `127.0.0.1:${port}` };
  const replies = new RetryableReplies();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, context, replies);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const sweeper = setInterval(() => sweep(context, replies), SWEEP_INTERVAL_MS);
  return { close: () => close(server, sockets, sweeper, context) };
}

/** Requests of one connection are carried out one after the other, as they came. */
function serve(socket: Socket, context: CommandContext, replies: RetryableReplies): void {
  const splitter = new MessageSplitter();
  let previous = Promise.resolve();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy()); // The client went away; what runs for it runs to its end.
  socket.on('data', (chunk) => {
    try {
      for (const message of splitter.push(chunk)) {
        previous = previous.then(() => answer(socket, message, context, replies)).catch(() => void socket.destroy());
      }
    } catch {
      socket.destroy(); // What came is not the protocol, and nothing after it can be understood.
    }
  });
}

async function answer(socket: Socket, message: Buffer, context: CommandContext, replies: RetryableReplies): Promise<void> {
  const request = parseRequest(message);
  const reply = await dispatch(request.body, request.sequences, context, replies);
  if (!request.wantsNoReply && !socket.destroyed) socket.write(replyTo(request, reply));
}

function sweep(context: CommandContext, replies: RetryableReplies): void {
  replies.dropExpired(Date.now());
  closeCursors(context, context.cursors.idle(Date.now())).catch((error: unknown) => console.error('Idle cursors were not closed:', error));
}

async function close(server: Server, sockets: ReadonlySet<Socket>, sweeper: NodeJS.Timeout, { engine }: CommandContext): Promise<void> {
  clearInterval(sweeper);
  // Reset rather than closed: a driver whose heartbeat meets a closing socket may wait for an answer half a minute.
  for (const socket of sockets) socket.resetAndDestroy();
  server.close();
  await engine.close();
}
