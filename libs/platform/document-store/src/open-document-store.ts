import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment, secret, ServiceConfig, type EnvironmentPart } from '@sluice/service-host';
import { z } from 'zod';
import { DiskDocumentStore } from './disk.document-store.js';
import { DocumentStore } from './document-store.js';
import { WorkloadKeys, type S3Keys } from './s3.credentials.js';
import { S3DocumentStore } from './s3.document-store.js';

const FILE = 'the path of a file';
const ROLE = 'the ARN of a role';

/** As every SDK of AWS has it: keys are not asked for in the clear, but of the node itself. */
const AGENT = 'an https address, or that of the node’s own agent';
const AGENTS = ['localhost', '127.0.0.1', '[::1]', '169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'];
const isAgent = (text: string): boolean => text.startsWith('https:') || (URL.canParse(text) && AGENTS.includes(new URL(text).hostname));

const variables = {
  DOCUMENTS_FOLDER: z.string('the path of a folder').min(1, 'the path of a folder').optional().describe('Where documents lie, on a disk that all instances share; in the sandbox a temporary folder unless told'),
  DOCUMENTS_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional().describe('A bucket for the documents instead of a folder'),
  DOCUMENTS_S3_BUCKET: z.string('the name of a bucket').regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket').optional().describe('Needed with `DOCUMENTS_S3_ENDPOINT`'),
  DOCUMENTS_S3_REGION: z.string('the name of a region').min(1, 'the name of a region').default('us-east-1').describe('Region of the bucket'),
  DOCUMENTS_S3_ACCESS_KEY_ID: secret(z.string('an access key').min(1, 'an access key').optional(), 'Needed with `DOCUMENTS_S3_ENDPOINT`, unless the workload has an identity by one of the following'),
  DOCUMENTS_S3_SECRET_ACCESS_KEY: secret(z.string('a secret access key').min(1, 'a secret access key').optional(), 'The same'),
  AWS_WEB_IDENTITY_TOKEN_FILE: z.string(FILE).min(1, FILE).optional().describe('The token by which the workload takes the role `AWS_ROLE_ARN` at AWS STS (IAM roles for service accounts); the keys are replaced before they expire'),
  AWS_ROLE_ARN: z.string(ROLE).regex(/^arn:[\w:/+=,.@-]+$/, ROLE).optional().describe('Needed with `AWS_WEB_IDENTITY_TOKEN_FILE`'),
  AWS_ENDPOINT_URL_STS: z.url({ protocol: /^https?$/, error: 'an http(s) address' }).optional().describe('Another STS than that of `DOCUMENTS_S3_REGION`'),
  AWS_CONTAINER_CREDENTIALS_FULL_URI: z.url({ protocol: /^https?$/, error: AGENT }).refine(isAgent, AGENT).optional().describe('Where the workload is given keys by the agent of its node (EKS Pod Identity)'),
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: z.string(FILE).min(1, FILE).optional().describe('The token for `AWS_CONTAINER_CREDENTIALS_FULL_URI`'),
};

const keyNeeds = { DOCUMENTS_S3_ACCESS_KEY_ID: 'an access key', DOCUMENTS_S3_SECRET_ACCESS_KEY: 'a secret access key' };

/** A bucket needs its name, and who we are: by keys, or by an identity of the workload. */
function missingFor(given: NodeJS.ProcessEnv): Record<string, string> {
  const missing = (needs: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(needs).filter(([name]) => given[name] === undefined));
  const hasKeys = Object.keys(keyNeeds).some((name) => given[name] !== undefined);
  const identity = hasKeys ? keyNeeds : given['AWS_WEB_IDENTITY_TOKEN_FILE'] !== undefined ? { AWS_ROLE_ARN: ROLE } : given['AWS_CONTAINER_CREDENTIALS_FULL_URI'] !== undefined ? {} : keyNeeds;
  return missing({ DOCUMENTS_S3_BUCKET: 'the name of a bucket', ...identity });
}

/** What a service with documents reads beside what every service reads. */
export const documentsEnvironment: EnvironmentPart<typeof variables> = {
  variables,
  rule: (given, sandbox) => {
    if (given['DOCUMENTS_S3_ENDPOINT'] !== undefined) return missingFor(given);
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
  const { DOCUMENTS_S3_ENDPOINT: endpoint, DOCUMENTS_S3_BUCKET: bucket } = read;
  if (endpoint === undefined || bucket === undefined) return new DiskDocumentStore(read.DOCUMENTS_FOLDER ?? join(tmpdir(), `${namespace}-documents`));
  return new S3DocumentStore({ endpoint, bucket, region: read.DOCUMENTS_S3_REGION, keys: keysOf(read, service) });
}

/** Keys that are given come first, as everywhere with AWS; then the web identity, then the agent. */
function keysOf(read: ReturnType<typeof readEnvironment<typeof variables>>, service: string): () => Promise<S3Keys> {
  const { DOCUMENTS_S3_ACCESS_KEY_ID: accessKeyId, DOCUMENTS_S3_SECRET_ACCESS_KEY: secretAccessKey, AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn } = read;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    const keys = Promise.resolve({ accessKeyId, secretAccessKey });
    return () => keys;
  }
  const stsUrl = read.AWS_ENDPOINT_URL_STS ?? `https://sts.${read.DOCUMENTS_S3_REGION}.amazonaws.com`;
  const workload = new WorkloadKeys(tokenFile !== undefined && roleArn !== undefined
    ? { kind: 'web-identity', tokenFile, roleArn, stsUrl, sessionName: `sluice-${service}` }
    : { kind: 'container', url: read.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? '', tokenFile: read.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE });
  return () => workload.keys();
}

/** For a Nest module: `DocumentStore` can then be injected. */
export const documentStoreProvider = {
  provide: DocumentStore,
  inject: [ServiceConfig],
  useFactory: (config: ServiceConfig): DocumentStore => openDocumentStore(process.env, config),
};
