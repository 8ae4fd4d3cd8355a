import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, ServiceConfig } from '@sluice/service-host';
import { z } from 'zod';
import { DiskDocumentStore } from './disk.document-store.js';
import { DocumentStore } from './document-store.js';
import { S3DocumentStore } from './s3.document-store.js';

const bucketSchema = z.object({
  DOCUMENTS_S3_ENDPOINT: z.url({ protocol: /^https?$/ }),
  DOCUMENTS_S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  DOCUMENTS_S3_REGION: z.string().min(1).default('us-east-1'),
  DOCUMENTS_S3_ACCESS_KEY_ID: z.string().min(1),
  DOCUMENTS_S3_SECRET_ACCESS_KEY: z.string().min(1),
});

/**
 * The store that the environment names: a bucket (DOCUMENTS_S3_*), or a folder (DOCUMENTS_FOLDER). In the sandbox, where
 * neither is named, a folder of the namespace's own among the machine's temporary ones.
 * @throws ConfigError when nothing is named, or the bucket not completely.
 */
export function openDocumentStore(environment: NodeJS.ProcessEnv, { service, namespace, sandbox }: Pick<ServiceConfig, 'service' | 'namespace' | 'sandbox'>): DocumentStore {
  if (environment['DOCUMENTS_S3_ENDPOINT'] !== undefined) return bucketOf(environment, service);
  const folder = environment['DOCUMENTS_FOLDER'] ?? (sandbox ? join(tmpdir(), `${namespace}-documents`) : undefined);
  if (folder === undefined || folder === '') throw new ConfigError(`${service} cannot start: it needs DOCUMENTS_FOLDER or DOCUMENTS_S3_ENDPOINT, where the documents are.`);
  return new DiskDocumentStore(folder);
}

function bucketOf(environment: NodeJS.ProcessEnv, service: string): DocumentStore {
  const read = bucketSchema.safeParse(environment);
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map(({ path }) => path.join('.')))];
    throw new ConfigError(`${service} cannot start: ${wrong.join(', ')} must be set, as its bucket of documents needs.`);
  }
  return new S3DocumentStore({
    endpoint: read.data.DOCUMENTS_S3_ENDPOINT, bucket: read.data.DOCUMENTS_S3_BUCKET, region: read.data.DOCUMENTS_S3_REGION,
    accessKeyId: read.data.DOCUMENTS_S3_ACCESS_KEY_ID, secretAccessKey: read.data.DOCUMENTS_S3_SECRET_ACCESS_KEY,
  });
}

/** For a Nest module: `DocumentStore` can then be injected. */
export const documentStoreProvider = {
  provide: DocumentStore,
  inject: [ServiceConfig],
  useFactory: (config: ServiceConfig): DocumentStore => openDocumentStore(process.env, config),
};
