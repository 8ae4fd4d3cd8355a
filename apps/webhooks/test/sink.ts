import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly path: string;
}

export type Answer = (response: ServerResponse, received: Received) => void;

/** Answers after a moment, so that calls can be open at the same time. */
export const slowly: Answer = (response) => void setTimeout(() => response.writeHead(200).end(), 20);

const answering = (status: number): Answer => (response) => void response.writeHead(status).end();

/** Somebody who subscribed: keeps what comes, and answers each call as the test has laid out, the last way again and again. */
export class Sink {
  readonly received: Received[] = [];
  /** Calls that were open at the same time, at most. */
  mostOpen = 0;
  /** Called with the number of each call. */
  onCall: (nth: number) => void = () => undefined;
  private open = 0;
  private readonly answers: Answer[] = [];
  private last: Answer = answering(200);
  private waiting: (() => void)[] = [];

  /** Where it listens, or has listened. */
  readonly port: number;

  private constructor(private readonly server: Server) {
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(port = 0): Promise<Sink> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const sink = new Sink(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => sink.take({ headers: request.headers, body, path: request.url ?? '' }, response));
    });
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
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
    this.mostOpen = Math.max(this.mostOpen, (this.open += 1));
    response.once('close', () => (this.open -= 1));
    this.received.push(received);
    this.onCall(this.received.length);
    this.last = this.answers.shift() ?? this.last;
    this.last(response, received);
    for (const wake of this.waiting.splice(0)) wake();
  }
}
