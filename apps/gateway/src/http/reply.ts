import type { HttpResponse } from './request.js';

/** A finished answer: its bytes are fixed, so that it can be stored and given again as it was. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A finished answer that is no text: never stored, made anew for each request. */
export interface FileReply extends Omit<Reply, 'text'> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** An answer that goes on for as long as it is listened to. */
export interface StreamReply extends Omit<Reply, 'text'> {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export const jsonReply = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status, contentType: JSON_TYPE, text: JSON.stringify(body), headers,
});

export const emptyReply: Reply = { status: 204, contentType: '', text: '' };

/** Taken, and done soon. */
export const acceptedReply: Reply = { ...emptyReply, status: 202 };

/** RFC 6266: a name beyond ASCII is given twice, once in letters that every reader knows. */
export function contentDisposition(kind: 'attachment' | 'inline', filename: string): string {
  const plain = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(filename.toWellFormed()).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"${plain === filename ? '' : `; filename*=UTF-8''${encoded}`}`;
}

export const fileReply = (contentType: string, bytes: Uint8Array, disposition: string): FileReply => ({
  status: 200, contentType, bytes: new Uint8Array(bytes), headers: { 'Content-Disposition': disposition },
});

/** Sends the reply's text as it is. */
export function sendReply(response: HttpResponse, reply: Reply): void {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.status(reply.status);
  if (reply.contentType === '') response.send();
  else response.type(reply.contentType).send(reply.text);
}
