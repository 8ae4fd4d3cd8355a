import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { infrastructure } from './infrastructure.js';

const CONNECTION_CLASS = 10;
const BLOCKED_METHOD = 60;
const UNBLOCKED_METHOD = 61;
const FRAME_OVERHEAD_BYTES = 8;

/** A method frame on channel 0, as the broker sends it (AMQP 0-9-1, 4.2.3). */
function connectionFrame(method: number, text: Buffer): Buffer {
  const header = Buffer.from([1, 0, 0, 0, 0, 0, 4 + text.length, 0, CONNECTION_CLASS, 0, method]);
  return Buffer.concat([header, text, Buffer.from([0xce])]);
}

/** Follows the frames of a stream, to know when nothing is half sent. */
class FrameEdges {
  private rest = Buffer.alloc(0);

  get atEdge(): boolean {
    return this.rest.length === 0;
  }

  follow(chunk: Buffer): void {
    let stream = Buffer.concat([this.rest, chunk]);
    while (stream.length >= FRAME_OVERHEAD_BYTES && stream.length >= stream.readUInt32BE(3) + FRAME_OVERHEAD_BYTES) {
      stream = stream.subarray(stream.readUInt32BE(3) + FRAME_OVERHEAD_BYTES);
    }
    this.rest = stream;
  }
}

interface Link {
  readonly client: Socket;
  readonly broker: Socket;
  readonly edges: FrameEdges;
}

/** Stands between a service and the broker, and does to their connection what networks and short memory do. */
export class BrokerProxy {
  private readonly links = new Set<Link>();
  private deaf = false;
  private refusing = false;
  private refusals = 0;
  private pieces = 0;
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly server: Server, private readonly target: URL) {
    server.on('connection', (client) => this.link(client));
  }

  /** Stands before the tests' broker unless told another server, whose lines it can cut as well. */
  static async start(target = new URL(infrastructure().amqpUrl)): Promise<BrokerProxy> {
    const server = createServer();
    const proxy = new BrokerProxy(server, target);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Breaks every connection at once, without a goodbye. */
  cut(): void {
    for (const { client, broker } of this.links) {
      client.destroy();
      broker.destroy();
    }
    this.links.clear();
  }

  /** Resolves in the moment when clients have sent so many more pieces: in the middle of what they want, when they want much. */
  passed(pieces: number): Promise<void> {
    const enough = this.pieces + pieces;
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.pieces < enough) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  /** From now on what the broker says does not arrive. */
  loseAnswers(deaf: boolean): void {
    this.deaf = deaf;
  }

  refuse(refusing: boolean): void {
    this.refusing = refusing;
  }

  /** Connections refused so far. */
  get refused(): number {
    return this.refusals;
  }

  block(reason: string): void {
    this.inject(connectionFrame(BLOCKED_METHOD, Buffer.concat([Buffer.from([reason.length]), Buffer.from(reason)])));
  }

  unblock(): void {
    this.inject(connectionFrame(UNBLOCKED_METHOD, Buffer.alloc(0)));
  }

  async stop(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private link(client: Socket): void {
    if (this.refusing) {
      this.refusals += 1;
      return void client.destroy();
    }
    const broker = connect(Number(this.target.port), this.target.hostname);
    const link = { client, broker, edges: new FrameEdges() };
    this.links.add(link);
    client.on('data', (chunk) => {
      broker.write(chunk);
      this.pieces += 1;
      for (const look of this.waiting) look();
    });
    broker.on('data', (chunk) => this.passOn(link, chunk));
    for (const [end, other] of [[client, broker], [broker, client]] as const) {
      end.on('error', () => other.destroy());
      end.on('close', () => other.destroy());
    }
  }

  private passOn({ client, edges }: Link, chunk: Buffer): void {
    if (this.deaf) return;
    if (this.target.protocol.startsWith('amqp')) edges.follow(chunk);
    client.write(chunk);
  }

  private inject(frame: Buffer): void {
    for (const { client, broker, edges } of this.links) {
      if (edges.atEdge) client.write(frame);
      else broker.once('data', () => this.inject(frame));
    }
  }
}
