import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands before the instances of the gateway, as a load balancer does: each request goes to the instance that is in use when it comes. */
export class FrontDoor {
  private readonly server = createServer((asked, answer) => this.pass(asked, answer));
  private target: URL;

  private constructor(target: string) {
    this.target = new URL(target);
  }

  static async open(target: string): Promise<FrontDoor> {
    const door = new FrontDoor(target);
    door.server.listen(0, '127.0.0.1');
    await once(door.server, 'listening');
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on; what is under way is answered by the instance that has it. */
  leadTo(target: string): void {
    this.target = new URL(target);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    const { hostname, port } = this.target;
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.headersSent ? answer.destroy() : answer.writeHead(503, { 'retry-after': '1' }).end());
    asked.pipe(passed);
  }
}
