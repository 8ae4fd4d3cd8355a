import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-of-the-tests' };
export const bucket = 'documents';
export const region = 'eu-west-1';

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4, as its definition says: nothing of the client's own code takes part. */
function signatureOf({ method, url, headers }: IncomingMessage, date: string, signedHeaders: string, secret: string): string {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://any.example');
  searchParams.sort();
  const lines = signedHeaders.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, pathname, searchParams.toString(), lines, signedHeaders, headers['x-amz-content-sha256']].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const key = [region, 's3', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date.slice(0, 8)));
  return hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString('hex');
}

/** The code of the refusal, or null when the call is signed by the right key, for these bytes and this minute. */
function refusalOf(request: IncomingMessage, body: Buffer): string | null {
  const match = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '');
  const [, accessKeyId, , signedRegion, signedHeaders = '', signature = ''] = match ?? [];
  const date = String(request.headers['x-amz-date']);
  if (accessKeyId !== credentials.accessKeyId || signedRegion !== region) return 'InvalidAccessKeyId';
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signedHeaders.split(';').includes(name))) return 'AccessDenied';
  const expected = signatureOf(request, date, signedHeaders, credentials.secretAccessKey);
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return 'SignatureDoesNotMatch';
  const at = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));
  if (!(Math.abs(Date.now() - at) < 15 * 60_000)) return 'RequestTimeTooSkewed';
  return sha256(body) === request.headers['x-amz-content-sha256'] ? null : 'XAmzContentSHA256Mismatch';
}

/** As much of the S3 protocol as the store speaks: objects of one bucket, addressed by path, every call signed. */
export class S3Server {
  readonly objects = new Map<string, Buffer>();
  /** Calls that are answered with a failure of the service before any other is served. */
  failures = 0;
  /** Of the calls that came with temporary keys, in their order. */
  readonly sessionTokens: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.serve(request, response).catch((error: Error) => response.destroy(error));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (this.failures > 0) {
      this.failures -= 1;
      return refuse(response, 503, 'SlowDown');
    }
    const sessionToken = request.headers['x-amz-security-token'];
    if (typeof sessionToken === 'string') this.sessionTokens.push(sessionToken);
    const refusal = refusalOf(request, body);
    if (refusal !== null) return refuse(response, 403, refusal);
    const [, name, ...rest] = (request.url ?? '').split('/');
    if (name !== bucket) return refuse(response, 404, 'NoSuchBucket');
    this.answer(request.method ?? '', rest.join('/'), body, response);
  }

  private answer(method: string, key: string, body: Buffer, response: ServerResponse): void {
    const found = this.objects.get(key);
    if (method === 'PUT') this.objects.set(key, body);
    if (method === 'DELETE') this.objects.delete(key);
    if (method === 'PUT') return void response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
    if (method === 'DELETE') return void response.writeHead(204).end();
    if (method !== 'GET') return refuse(response, 405, 'MethodNotAllowed');
    if (found === undefined) return refuse(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': found.length }).end(found);
  }
}

const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`);
