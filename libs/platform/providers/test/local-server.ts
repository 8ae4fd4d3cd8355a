import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

const servers: Server[] = [];

/** The address of a server on this machine that answers like this; over https when it has a certificate. */
export async function serverThat(answers: RequestListener, tls?: ServerOptions): Promise<string> {
  const server = tls === undefined ? createServer(answers) : createHttpsServer(tls, answers);
  servers.push(server as Server);
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

export const answering = (status: number, body: unknown): RequestListener => (_, response) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));

/** What was sent, read to its end. */
export async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk.toString('utf8');
  return text;
}
