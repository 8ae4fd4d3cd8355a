import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** How a server answers. One that fails at it cuts the connection off. */
export type Answers = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The clock of waits, put ahead. */
export function clockAhead(): { ms: number; restore(): void } {
  const now = performance.now.bind(performance);
  const clock = { ms: 0, restore: () => void (performance.now = now) };
  performance.now = () => now() + clock.ms;
  return clock;
}

const servers: Server[] = [];

/** The address of a server on this machine that answers like this; over https when it has a certificate. */
export async function serverThat(answers: Answers, tls?: ServerOptions): Promise<string> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    Promise.resolve().then(() => answers(request, response)).catch(() => response.destroy());
  };
  const server = tls === undefined ? createServer(listener) : createHttpsServer(tls, listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function stopServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

export const answering = (status: number, body: unknown): Answers => (_, response) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));

/** What was sent, read to its end. */
export async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk.toString('utf8');
  return text;
}
