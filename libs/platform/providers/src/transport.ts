import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';

export interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Ends the call wherever it is, its answer's body included. */
  readonly signal: AbortSignal;
  readonly longestBytes: number;
}

export interface Received {
  readonly status: number;
  readonly text: string;
}

/** Makes one request and reads the whole of its answer. A redirect is returned or thrown, never followed. */
export type Transport = (sent: Sent) => Promise<Received>;

/** What a client shows a server that wants to know who calls: PEM texts. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  /** Who signed the server's certificate, where the system does not know them. */
  readonly ca?: string | undefined;
}

/** Leaving the loop early ends the stream, and with it the connection. */
async function textOf(body: AsyncIterable<Uint8Array>, longestBytes: number): Promise<string> {
  const [chunks, decoder] = [[] as Uint8Array[], new TextDecoder()];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > longestBytes) throw new RangeError(`the answer is longer than ${longestBytes} bytes`);
    chunks.push(chunk);
  }
  return decoder.decode(Buffer.concat(chunks));
}

export const overFetch: Transport = async ({ url, longestBytes, body, ...init }) => {
  const response = await fetch(url, { ...init, ...(body === undefined ? {} : { body }), redirect: 'error' });
  return { status: response.status, text: response.body === null ? '' : await textOf(response.body, longestBytes) };
};

/** Node's fetch takes no client certificate without a library of its own; node:https does. */
export function overMutualTls(certificate: ClientCertificate): Transport {
  const agent = new Agent({ keepAlive: true, minVersion: 'TLSv1.2', ...certificate });
  return async ({ url, longestBytes, body, method, headers, signal }) => {
    if (url.protocol !== 'https:') throw new TypeError('a client certificate is shown over https only');
    const request = httpsRequest(url, { method, headers, signal, agent });
    // A deadline that passes while the body is read is an error of the request too; the body reports it.
    request.on('error', () => undefined);
    request.end(body);
    const [response] = await once(request, 'response') as [IncomingMessage];
    return { status: response.statusCode ?? 0, text: await textOf(response, longestBytes) };
  };
}
