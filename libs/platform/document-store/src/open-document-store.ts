import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment, secret, ServiceConfig, type EnvironmentPart } from '@sluice/service-host';
import { z } from 'zod';
import { DiskDocumentStore } from './disk.document-store.js';
import { DocumentStore } from './document-store.js';
import { S3DocumentStore } from './s3.document-store.js';

const variables = {
  DOCUMENTS_FOLDER: z.string('the path of a folder').min(1, 'the path of a folder').optional().describe('Where documents lie, on a disk that all instances share; in the sandbox a temporary folder unless told'),
  DOCUMENTS_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional().describe('A bucket for the documents instead of a folder'),
  DOCUMENTS_S3_BUCKET: z.string('the name of a bucket').regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket').optional().describe('Needed with `DOCUMENTS_S3_ENDPOINT`'),
  DOCUMENTS_S3_REGION: z.string('the name of a region').min(1, 'the name of a region').default('us-east-1').describe('Region of the bucket'),
  DOCUMENTS_S3_ACCESS_KEY_ID: secret(z.string('an access key').min(1, 'an access key').optional(), 'Needed with `DOCUMENTS_S3_ENDPOINT`'),
  DOCUMENTS_S3_SECRET_ACCESS_KEY: secret(z.string('a secret access key').min(1, 'a secret access key').optional(), 'Needed with `DOCUMENTS_S3_ENDPOINT`'),
};

const bucketNeeds = { DOCUMENTS_S3_BUCKET: 'the name of a bucket', DOCUMENTS_S3_ACCESS_KEY_ID: 'an access key', DOCUMENTS_S3_SECRET_ACCESS_KEY: 'a secret access key' };

/** What a service with documents reads beside what every service reads. */
export const documentsEnvironment: EnvironmentPart<typeof variables> = {
  variables,
  rule: (given, sandbox) => {
    if (given['DOCUMENTS_S3_ENDPOINT'] !== undefined) return Object.fromEntries(Object.entries(bucketNeeds).filter(([name]) => given[name] === undefined));
    return given['DOCUMENTS_FOLDER'] === undefined && !sandbox ? { 'DOCUMENTS_FOLDER or DOCUMENTS_S3_ENDPOINT': 'set outside of the sandbox' } : {};
  },
};

/**
 * The store that the environment names: a bucket (DOCUMENTS_S3_*), or a folder (DOCUMENTS_FOLDER). In the sandbox, where
 * neither is named, a folder of the namespace's own among the machine's temporary ones.
 * @throws ConfigError when nothing is named, or the bucket not completely.
 */
export function openDocumentStore(environment: NodeJS.ProcessEnv, { service, namespace, sandbox }: Pick<ServiceConfig, 'service' | 'namespace' | 'sandbox'>): DocumentStore {
  const read = readEnvironment(service, documentsEnvironment, environment, sandbox);
  const { DOCUMENTS_S3_ENDPOINT: endpoint, DOCUMENTS_S3_BUCKET: bucket, DOCUMENTS_S3_ACCESS_KEY_ID: accessKeyId, DOCUMENTS_S3_SECRET_ACCESS_KEY: secretAccessKey } = read;
  if (endpoint === undefined || bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    return new DiskDocumentStore(read.DOCUMENTS_FOLDER ?? join(tmpdir(), `${namespace}-documents`));
  }
  return new S3DocumentStore({ endpoint, bucket, region: read.DOCUMENTS_S3_REGION, accessKeyId, secretAccessKey });
}

/** For a Nest module: `DocumentStore` can then be injected. */
export const documentStoreProvider = {
  provide: DocumentStore,
  inject: [ServiceConfig],
  useFactory: (config: ServiceConfig): DocumentStore => openDocumentStore(process.env, config),
};
