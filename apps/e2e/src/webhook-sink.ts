import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** What we answered. */
  readonly status: number;
}

export interface Sink {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A subscriber's own server on this machine: keeps what comes, and answers with these statuses in turn, then with 200. */
export async function openSink(...answers: number[]): Promise<Sink> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => {
      const status = answers.shift() ?? 200;
      received.push({ headers: request.headers, body, status });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
