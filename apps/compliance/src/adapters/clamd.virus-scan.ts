import { connect, type Socket } from 'node:net';
import { VirusScan } from '../ports/virus-scan.js';

export interface ClamdOptions {
  readonly host: string;
  readonly port: number;
  /** For the whole scan; 30 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/** clamd refuses chunks of more than its StreamMaxLength; smaller ones also let a slow link move on. */
const CHUNK = 64 * 2 ** 10;

/** What clamd answers is one short line. */
const LONGEST_ANSWER = 1_000;

/** A clamd daemon, asked by its INSTREAM command: chunks with their length before them, an empty one at the end, one line back. */
export class ClamdVirusScan extends VirusScan {
  constructor(private readonly options: ClamdOptions) {
    super();
  }

  async virusIn(bytes: Buffer): Promise<string | null> {
    const answer = await this.answerTo(bytes);
    if (answer === 'stream: OK') return null;
    const found = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
    if (found === undefined) throw new Error(`The virus scanner gave no verdict: ${answer.slice(0, LONGEST_ANSWER)}`);
    return found;
  }

  private answerTo(bytes: Buffer): Promise<string> {
    const { host, port, timeoutMs = 30_000 } = this.options;
    const socket = connect({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error(`The virus scanner did not answer within ${timeoutMs} ms.`)), timeoutMs);
    return lineFrom(socket, () => send(socket, bytes)).finally(() => {
      clearTimeout(timer);
      socket.destroy();
    });
  }
}

function send(socket: Socket, bytes: Buffer): void {
  socket.write('zINSTREAM\0');
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const chunk = bytes.subarray(at, at + CHUNK);
    socket.write(lengthOf(chunk));
    socket.write(chunk);
  }
  socket.write(lengthOf(Buffer.alloc(0)));
}

function lengthOf(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}

/** Without a zero at its end an answer was cut off, and says nothing. */
function lineFrom(socket: Socket, onConnect: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = '';
    socket.on('connect', onConnect);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The virus scanner hung up without an answer.')));
    socket.on('data', (part: Buffer) => {
      heard += part.toString('latin1');
      const end = heard.indexOf('\0');
      if (end >= 0) resolve(heard.slice(0, end).trim());
      else if (heard.length > LONGEST_ANSWER) reject(new Error('The virus scanner talks without an end.'));
    });
  });
}
