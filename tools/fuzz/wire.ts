import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** An answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** What came back over one connection. */
export interface Exchange {
  readonly answers: readonly WireAnswer[];
  /** What did not end in time, or did not read as HTTP. */
  readonly trouble: string | null;
}

/** Bytes with pauses between them, as a client sends them. */
export interface Sending {
  readonly pieces: readonly Buffer[];
  readonly pauseMs?: number;
  /** Says that nothing more comes, so long after the last piece. */
  readonly endsAfterMs?: number;
  /** Goes away without waiting for an answer. */
  readonly hangsUp?: boolean;
  /** After so many answers the connection is done with. */
  readonly expected: number;
}

interface Read {
  readonly answer: WireAnswer;
  readonly end: number;
}

const HEAD_END = '\r\n\r\n';

/** The body of a chunked answer, and where it ends; null while more has to come. @throws Error for what is not chunked */
function chunked(bytes: Buffer, from: number): { readonly body: Buffer; readonly end: number } | null {
  const parts: Buffer[] = [];
  for (let at = from; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = /^[0-9a-f]+/i.exec(bytes.toString('latin1', at, lineEnd))?.[0];
    if (size === undefined) throw new Error('a chunk has no size');
    const [start, length] = [lineEnd + 2, Number.parseInt(size, 16)];
    if (bytes.length < start + length + 2) return null;
    if (length === 0) return { body: Buffer.concat(parts), end: start + 2 };
    parts.push(bytes.subarray(start, start + length));
    at = start + length + 2;
  }
}

/** The answer that begins at a place; null while more has to come. @throws Error for what is not HTTP */
function readAnswer(bytes: Buffer, from: number, isClosed: boolean): Read | null {
  const headEnd = bytes.indexOf(HEAD_END, from);
  if (headEnd < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', from, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(`${first} `)?.[1]);
  if (Number.isNaN(status)) throw new Error(`an answer begins with ${JSON.stringify(first.slice(0, 100))}`);
  const headers = new Headers(lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const start = headEnd + HEAD_END.length;
  const ended = (body: Buffer, end: number): Read => ({ answer: { status, headers, bytes: body }, end });
  // A stream goes on for as long as it is listened to.
  if (status < 200 || status === 204 || status === 304 || headers.get('content-type')?.startsWith('text/event-stream')) return ended(Buffer.alloc(0), start);
  if (headers.get('transfer-encoding') === 'chunked') {
    const read = chunked(bytes, start);
    return read && ended(read.body, read.end);
  }
  const length = headers.get('content-length');
  if (length === null) return isClosed || status >= 400 ? ended(bytes.subarray(start), bytes.length) : null;
  const end = start + Number(length);
  return bytes.length < end ? null : ended(bytes.subarray(start, end), end);
}

/** All answers that are whole; of HEAD none has a body. */
function answersIn(bytes: Buffer, isClosed: boolean, isHead: boolean): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let at = 0; at < bytes.length;) {
    if (isHead) {
      const headEnd = bytes.indexOf(HEAD_END, at);
      if (headEnd < 0) return answers;
      const read = readAnswer(Buffer.concat([bytes.subarray(at, headEnd), Buffer.from('\r\nContent-Length: 0\r\n\r\n')]), 0, true);
      return read ? [read.answer] : answers;
    }
    const read = readAnswer(bytes, at, isClosed);
    if (read === null) return answers;
    if (read.answer.status >= 200) answers.push(read.answer);
    at = read.end;
  }
  return answers;
}

async function write(socket: Socket, { pieces, pauseMs = 0, endsAfterMs, hangsUp = false }: Sending): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await delay(pauseMs);
    if (socket.destroyed) return;
    socket.write(piece);
  }
  if (hangsUp) socket.destroy();
  if (endsAfterMs === undefined) return;
  await delay(endsAfterMs);
  socket.end();
}

/** Sends exactly these bytes over a connection of its own, and reads what comes back. */
export async function send({ hostname, port }: URL, sending: Sending, withinMs: number): Promise<Exchange> {
  const isHead = sending.pieces[0]?.toString('latin1', 0, 5) === 'HEAD ';
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const received: Buffer[] = [];
  let trouble: string | null = null;
  const look = (isClosed: boolean): readonly WireAnswer[] => {
    try {
      return answersIn(Buffer.concat(received), isClosed, isHead);
    } catch (error) {
      trouble = (error as Error).message;
      return [];
    }
  };
  socket.on('data', (chunk: Buffer) => {
    received.push(chunk);
    if (look(false).length >= sending.expected) socket.destroy();
  });
  // Who hears no more hangs up; a reset after the answer is none of ours.
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.destroy());
  const overdue = setTimeout(() => {
    trouble ??= `nothing more came within ${withinMs} ms`;
    socket.destroy();
  }, withinMs);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await write(socket, sending);
  await closed;
  clearTimeout(overdue);
  return { answers: look(true), trouble };
}
