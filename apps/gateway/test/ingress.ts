import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import type { Answer } from './gateway-under-test.js';

/** What a proxy makes of the request that reaches it: the path it asks the gateway for, and the headers that it sends. */
export type Mapping = (path: string, host: string) => { readonly path: string; readonly headers: IncomingHttpHeaders };

const PREFIXES: Readonly<Record<string, string>> = { wealthkernel: '/wealthkernel', bultra: '/bultra', braid: '/braid' };
const prefixOf = (host: string): string => PREFIXES[host.split('.')[0] ?? ''] ?? '';

/** Ways in which ingresses map `<dialect>.<domain>` to the gateway. */
export const mappings: Readonly<Record<string, Mapping>> = {
  'rewrites the path and keeps the host (nginx)': (path, host) => ({ path: `${prefixOf(host)}${path}`, headers: { host, 'x-forwarded-host': host, 'x-forwarded-proto': 'https' } }),
  'adds the prefix and names the host that was asked for (Traefik)': (path, host) => ({ path: `${prefixOf(host)}${path}`, headers: { host: 'gateway:3000', 'x-forwarded-host': `${host}:443` } }),
  'says nothing but the host that was asked for (Envoy)': (path, host) => ({ path: `${prefixOf(host)}${path}`, headers: { host } }),
  'says that it took off nothing': (path, host) => ({ path: `${prefixOf(host)}${path}`, headers: { host, 'x-forwarded-prefix': '/' } }),
  'maps the host alone and leaves the path to the gateway': (path, host) => ({ path, headers: { host, 'x-forwarded-host': host } }),
};

/** A proxy before the gateway that many hosts lead to. */
export class Ingress {
  private constructor(private readonly server: Server) {}

  static async start(gateway: string, mapping: Mapping): Promise<Ingress> {
    const server = createServer((incoming, outgoing) => {
      const mapped = mapping(incoming.url ?? '/', incoming.headers.host ?? '');
      const onward = request(`${gateway}${mapped.path}`, { method: incoming.method ?? 'GET', headers: { ...incoming.headers, ...mapped.headers }, agent: false }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Ingress(server);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** As a client does that knows this host only. */
  send(host: string, method: string, path: string, headers: IncomingHttpHeaders = {}, body = ''): Promise<Pick<Answer, 'status' | 'body'> & { readonly location: string | undefined }> {
    const { port } = this.server.address() as AddressInfo;
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...length, host }, agent: false }, (answer) => {
        const seen = (text: string) => ({ status: answer.statusCode ?? 0, location: answer.headers.location, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) });
        textOf(answer).then(seen).then(resolve, reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
