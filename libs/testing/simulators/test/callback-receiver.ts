import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A client's end of the bank's callbacks. */
export interface CallbackReceiver {
  readonly url: string;
  /** The next callback that was not given out yet. */
  next(): Promise<Received>;
  readonly all: readonly Received[];
  stop(): Promise<void>;
}

/** Answers the first callbacks with the given statuses, and 204 from then on. */
export async function startReceiver(...statuses: number[]): Promise<CallbackReceiver> {
  const all: Received[] = [];
  let given = 0;
  let arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(statuses[all.length] ?? 204).end();
      all.push({ headers: request.headers, text: Buffer.concat(chunks).toString('utf8') });
      arrived.resolve();
      arrived = Promise.withResolvers();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const next = async (): Promise<Received> => {
    const received = all[given];
    if (received === undefined) return arrived.promise.then(next);
    given += 1;
    return received;
  };
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/callbacks`, next, all,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
