import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

type Answer = (response: ServerResponse, received: Received) => void;

const answering = (status: number): Answer => (response) => void response.writeHead(status).end();

/** Somebody who subscribed: keeps what comes, and answers each call as the test has laid out, the last way again and again. */
export class Sink {
  readonly received: Received[] = [];
  private readonly answers: Answer[] = [];
  private last: Answer = answering(200);
  private waiting: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Sink> {
    const server = createServer();
    const sink = new Sink(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => sink.take({ headers: request.headers, body, path: request.url ?? '' }, response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  answer(...answers: (number | Answer)[]): void {
    this.answers.push(...answers.map((answer) => (typeof answer === 'number' ? answering(answer) : answer)));
  }

  /** Resolves with the n-th call, counted from one. */
  async call(n: number): Promise<Received> {
    for (;;) {
      const call = this.received[n - 1];
      if (call) return call;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(received: Received, response: ServerResponse): void {
    this.received.push(received);
    this.last = this.answers.shift() ?? this.last;
    this.last(response, received);
    for (const wake of this.waiting.splice(0)) wake();
  }
}
