import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
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
    let heard = Buffer.alloc(0);
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: Buffer) => {
      heard = Buffer.concat([heard, part]);
      const document = documentIn(heard);
      if (document !== null) this.judge(document, socket);
    });
  }

  private judge(document: Buffer, socket: Socket): void {
    this.received = document.length;
    if (this.isSilent) return;
    if (this.answer === null) return void socket.end();
    socket.end(this.answer ?? `stream: ${document.includes(eicar) ? 'Win.Test.EICAR_HDB-1 FOUND' : 'OK'}\0`);
  }
}

/** The chunks put together, once the empty one has come. */
function documentIn(heard: Buffer): Buffer | null {
  if (heard.length < COMMAND.length || heard.toString('latin1', 0, COMMAND.length) !== COMMAND) return null;
  const chunks: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= heard.length; ) {
    const length = heard.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > heard.length) return null;
    chunks.push(heard.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
