import { CommandError } from './errors.ts';

const OP_MSG = 2013;
/** Spoken once, in the very first message of clients that do not know the server yet. */
const OP_QUERY = 2004;
const OP_REPLY = 1;
const HEADER_BYTES = 16;
const LONGEST_MESSAGE_BYTES = 48_000_000 + 65_536;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

export interface WireRequest {
  requestId: number;
  isLegacy: boolean;
  /** The client does not read a reply to this one. */
  wantsNoReply: boolean;
  body: Buffer;
  /** Documents sent beside the body, by the name of the field they stand for. */
  sequences: ReadonlyMap<string, Buffer>;
}

/** Cuts a stream of bytes into whole messages. Throws when what comes is no message. */
export class MessageSplitter {
  private chunks: Buffer[] = [];
  private size = 0;
  /** Chunks are only joined once this many bytes are there: a large message arrives in hundreds of them. */
  private needed = HEADER_BYTES;

  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const messages: Buffer[] = [];
    while (this.size >= this.needed) {
      const bytes = Buffer.concat(this.chunks);
      const length = lengthOfMessage(bytes);
      const isWhole = bytes.length >= length;
      if (isWhole) messages.push(bytes.subarray(0, length));
      this.keep(isWhole ? bytes.subarray(length) : bytes, isWhole ? HEADER_BYTES : length);
    }
    return messages;
  }

  private keep(rest: Buffer, needed: number): void {
    this.chunks = [rest];
    this.size = rest.length;
    this.needed = needed;
  }
}

function lengthOfMessage(bytes: Buffer): number {
  const length = bytes.readInt32LE(0);
  if (length < HEADER_BYTES || length > LONGEST_MESSAGE_BYTES) throw new CommandError(9, `A message of ${length} bytes`);
  return length;
}

export function parseRequest(message: Buffer): WireRequest {
  const [requestId, operation] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (operation === OP_QUERY) return parseQuery(requestId, message);
  if (operation === OP_MSG) return parseMessage(requestId, message);
  throw new CommandError(59, `Unsupported operation ${operation}`);
}

function parseQuery(requestId: number, message: Buffer): WireRequest {
  const nameEnd = message.indexOf(0, 20);
  const start = nameEnd + 9; // two numbers, to skip and to return, stand between
  const body = message.subarray(start, start + message.readInt32LE(start));
  return { requestId, isLegacy: true, wantsNoReply: false, body, sequences: new Map() };
}

function parseMessage(requestId: number, message: Buffer): WireRequest {
  const flags = message.readUInt32LE(16);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  const sequences = new Map<string, Buffer>();
  let body: Buffer | undefined;
  for (let at = 20; at < end; ) {
    const kind = message.readUInt8(at);
    const start = at + 1;
    const sectionEnd = start + message.readInt32LE(start);
    if (kind === 0) body = message.subarray(start, sectionEnd);
    else if (kind === 1) {
      const nameEnd = message.indexOf(0, start + 4);
      sequences.set(message.toString('utf8', start + 4, nameEnd), message.subarray(nameEnd + 1, sectionEnd));
    } else throw new CommandError(9, `Unknown kind of section ${kind}`);
    at = sectionEnd;
  }
  if (body === undefined) throw new CommandError(9, 'A message without a body');
  return { requestId, isLegacy: false, wantsNoReply: (flags & MORE_TO_COME) !== 0, body, sequences };
}

/** The bytes of a reply to a request, in the operation the request was made in. */
export function replyTo(request: WireRequest, document: Buffer): Buffer {
  const prefix = Buffer.alloc(request.isLegacy ? 36 : 21);
  prefix.writeInt32LE(prefix.length + document.length, 0);
  prefix.writeInt32LE(request.requestId, 8);
  prefix.writeInt32LE(request.isLegacy ? OP_REPLY : OP_MSG, 12);
  if (request.isLegacy) {
    prefix.writeInt32LE(8, 16); // the client may await data
    prefix.writeInt32LE(1, 32); // one document follows
  }
  return Buffer.concat([prefix, document]);
}
