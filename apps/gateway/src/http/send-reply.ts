import type { HttpResponse } from './exchange.js';
import type { Reply } from './reply.js';

/** Sends the reply's text as it is. */
export function sendReply(response: HttpResponse, reply: Reply): void {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.status(reply.status);
  if (reply.contentType === '') response.send();
  else response.type(reply.contentType).send(reply.text);
}
