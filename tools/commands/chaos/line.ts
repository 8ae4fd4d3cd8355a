import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What comes in at one end and leaves at the other, in order, no earlier than it may. */
class Way {
  private last: Promise<void> = Promise.resolve();
  private readonly line: Line;
  private readonly to: Socket;

  constructor(line: Line, from: Socket, to: Socket) {
    [this.line, this.to] = [line, to];
    from.on('data', (piece) => this.pass(piece));
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }

  /** What waits is bounded by what an end sends unanswered. */
  private pass(piece: Buffer): void {
    const arrived = this.line.delayed();
    this.last = this.last.then(async () => {
      await arrived;
      await this.line.untilPassed();
      if (!this.to.destroyed) this.to.write(piece);
    });
  }
}

/** The network between one process and a server with one or more nodes: it can be cut, fall silent and be slow, and is mended. */
export class Line {
  private readonly server: Server;
  private readonly targets: readonly number[];
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private delayMs = 0;
  private silence: { readonly over: Promise<void>; readonly end: () => void } | null = null;
  private turn: number;

  private constructor(targets: readonly number[], turn: number) {
    [this.targets, this.turn] = [targets, turn];
    this.server = createServer((client) => this.answer(client));
  }

  /** Connections go to the targets in turn, beginning with one of the caller's choice, past those that take none. */
  static async to(targets: readonly number[], first = 0): Promise<Line> {
    const line = new Line(targets, first);
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Every connection breaks, and there are no new ones. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stand and nothing arrives; it does when the line is mended. */
  fallSilent(): void {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    this.silence ??= { over, end };
  }

  slowDown(delayMs: number): void {
    this.delayMs = delayMs;
  }

  mend(): void {
    this.isCut = false;
    this.delayMs = 0;
    this.silence?.end();
    this.silence = null;
  }

  async close(): Promise<void> {
    this.cut();
    this.mend();
    this.server.close();
    await once(this.server, 'close');
  }

  delayed(): Promise<void> {
    const { delayMs } = this;
    return delayMs === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, delayMs));
  }

  async untilPassed(): Promise<void> {
    await this.silence?.over;
  }

  private answer(client: Socket): void {
    this.keep(client);
    client.on('error', () => client.destroy());
    if (this.isCut) return void client.destroy();
    client.pause();
    this.turn += 1;
    this.reach(client, this.targets.map((_, index) => this.targets[(this.turn + index) % this.targets.length] ?? 0));
  }

  private reach(client: Socket, [target, ...others]: readonly number[]): void {
    if (target === undefined || client.destroyed) return void client.destroy();
    const server = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const refused = (): void => this.reach(client, others);
    server.once('error', refused);
    server.once('connect', () => {
      server.off('error', refused);
      this.keep(server);
      client.setNoDelay(true);
      for (const [from, to] of [[client, server], [server, client]] as const) new Way(this, from, to);
      client.resume();
    });
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
