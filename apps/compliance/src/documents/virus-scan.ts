import { connect, type Socket } from 'node:net';

/** Scans documents for what would harm who opens them. */
export abstract class VirusScan {
  /** The name of what was found, or null. @throws when no verdict was reached: then nothing is known about the document. */
  abstract virusIn(bytes: Buffer): Promise<string | null>;
}

export interface ClamdOptions {
  readonly host: string;
  readonly port: number;
  /** For the whole scan; 30 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** clamd refuses chunks of more than its StreamMaxLength; smaller ones also let a slow link move on. */
const CHUNK = 64 * 2 ** 10;

/** What clamd answers is one short line. */
const LONGEST_ANSWER = 1_000;

/** A clamd daemon, called by its INSTREAM command: chunks with their length before them, an empty one at the end, one line back. */
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
    return lineFrom(socket, () => sendChunks(socket, bytes)).finally(() => {
      clearTimeout(timer);
      socket.destroy();
    });
  }
}

function sendChunks(socket: Socket, bytes: Buffer): void {
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

/** An answer without a zero at its end was cut off, and is no verdict. */
function lineFrom(socket: Socket, onConnect: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    socket.on('connect', onConnect);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The virus scanner hung up without an answer.')));
    socket.on('data', (part: Buffer) => {
      received += part.toString('latin1');
      const end = received.indexOf('\0');
      if (end >= 0) resolve(received.slice(0, end).trim());
      else if (received.length > LONGEST_ANSWER) reject(new Error('The virus scanner sent more than an answer.'));
    });
  });
}

/** The antivirus industry's test string, in two halves so that this file itself is not taken for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** The sandbox's scanner: it knows the test string that every scanner knows, anywhere in a document. */
export class EicarVirusScan extends VirusScan {
  virusIn(bytes: Buffer): Promise<string | null> {
    return Promise.resolve(bytes.includes(EICAR) ? 'Eicar-Test-Signature' : null);
  }
}
