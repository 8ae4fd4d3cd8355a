import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eicar } from './sample-documents.js';

const COMMAND = 'zINSTREAM\0';

/** A scanner that speaks clamd's INSTREAM over TCP and knows one virus. What it answers can be spoiled. */
export class ClamdServer {
  /** Instead of a verdict; null hangs up without one. */
  answer: string | null | undefined;
  isSilent = false;
  /** Bytes of the last document it was given. */
  received = 0;
  private readonly server: Server = createServer((socket) => this.serve(socket));
  private readonly sockets = new Set<Socket>();

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    const stream = new ChunkReader((document) => this.decideByRules(document, socket));
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: Buffer) => stream.take(part));
  }

  private decideByRules(document: Buffer, socket: Socket): void {
    this.received = document.length;
    if (this.isSilent) return;
    if (this.answer === null) return void socket.end();
    socket.end(this.answer ?? `stream: ${document.includes(eicar) ? 'Win.Test.EICAR_HDB-1 FOUND' : 'OK'}\0`);
  }
}

/** Puts the chunks together as they come, up to the empty one. */
class ChunkReader {
  private readonly chunks: Buffer[] = [];
  private rest = Buffer.alloc(0);
  private hasCommand = false;

  constructor(private readonly whole: (document: Buffer) => void) {}

  take(part: Buffer): void {
    this.rest = Buffer.concat([this.rest, part]);
    if (!this.hasCommand && this.rest.toString('latin1', 0, COMMAND.length) === COMMAND) {
      this.hasCommand = true;
      this.rest = this.rest.subarray(COMMAND.length);
    }
    while (this.hasCommand && this.rest.length >= 4 && this.rest.length >= 4 + this.rest.readUInt32BE(0)) this.next(this.rest.readUInt32BE(0));
  }

  private next(length: number): void {
    if (length === 0) this.whole(Buffer.concat(this.chunks));
    this.chunks.push(this.rest.subarray(4, 4 + length));
    this.rest = this.rest.subarray(4 + length);
  }
}
