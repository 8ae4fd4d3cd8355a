import { createHash } from 'node:crypto';
import { betweenKillPoints } from '@sluice/telemetry';
import { AwsClient } from 'aws4fetch';
import { checkDocumentKey, DocumentStore, TooManyBytes } from './document-store.js';
import type { S3Keys } from './s3.credentials.js';

export interface S3Options {
  /** Base address of the service, e.g. `https://s3.eu-west-1.amazonaws.com`; the bucket is addressed as its first path segment. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Asked before each call: temporary keys are replaced while we run. */
  readonly keys: () => Promise<S3Keys>;
  /** How long one call may take in all, its repetitions included; 20 s unless told. */
  readonly timeoutMs?: number | undefined;
}

/** After a failure of the service a call is made again, after 50 ms and then 100 ms at most. */
const RETRIES = 2;

const NOT_FOUND = 404;

/** Documents as objects in a bucket, over the S3 protocol with signature version 4. */
export class S3DocumentStore extends DocumentStore {
  private signer: { readonly keys: S3Keys; readonly client: AwsClient } | undefined;

  constructor(private readonly options: S3Options) {
    super();
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const response = await betweenKillPoints('write', 'document', () => this.call('PUT', key, bytes));
    await done(response, 'write');
  }

  async read(key: string, mostBytes: number): Promise<Buffer | null> {
    const response = await this.call('GET', key);
    if (response.status === NOT_FOUND && !(await isBucketMissing(response))) return null;
    if (response.ok && Number(response.headers.get('content-length')) > mostBytes) {
      await response.body?.cancel();
      throw new TooManyBytes('The document is larger than its reader takes.');
    }
    return done(response, 'read');
  }

  async delete(key: string): Promise<void> {
    const response = await this.call('DELETE', key);
    if (response.status === NOT_FOUND && !(await isBucketMissing(response))) return;
    await done(response, 'delete');
  }

  /** The hash of the bytes is part of what is signed, so that nothing else can be stored on the way. */
  private async call(method: string, key: string, bytes?: Uint8Array): Promise<Response> {
    checkDocumentKey(key);
    const { endpoint, bucket, timeoutMs = 20_000 } = this.options;
    const hash = createHash('sha256').update(bytes ?? '').digest('hex');
    return (await this.client()).fetch(`${endpoint.replace(/\/+$/, '')}/${bucket}/${key}`, {
      method,
      headers: { 'x-amz-content-sha256': hash },
      signal: AbortSignal.timeout(timeoutMs),
      ...(bytes === undefined ? {} : { body: Buffer.from(bytes) }),
    });
  }

  private async client(): Promise<AwsClient> {
    const keys = await this.options.keys();
    if (this.signer?.keys !== keys) {
      const { accessKeyId, secretAccessKey, sessionToken } = keys;
      this.signer = { keys, client: new AwsClient({ accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }), region: this.options.region, service: 's3', retries: RETRIES }) };
    }
    return this.signer.client;
  }
}

async function done(response: Response, what: string): Promise<Buffer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`The document store refused to ${what} a document: ${response.status} ${codeOf(bytes.toString())}`);
  return bytes;
}

/** A bucket that is not there is a mistake in the configuration; it must not look like a document that is not there. */
const isBucketMissing = async (response: Response): Promise<boolean> => codeOf(await response.clone().text()) === 'NoSuchBucket';

const codeOf = (body: string): string => /<Code>(\w{1,60})<\/Code>/.exec(body)?.[1] ?? 'without a code';
