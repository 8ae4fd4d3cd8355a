import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DiskDocumentStore, freshDocumentKey, openDocumentStore, S3DocumentStore, TooManyBytes, type DocumentStore } from '../src/index.js';
import { bucket, credentials, region, S3Server } from './s3-server.js';

const server = new S3Server();
let folder: string;
let endpoint: string;
const stores: Record<string, DocumentStore> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
  endpoint = await server.start();
  stores['a folder'] = new DiskDocumentStore(folder);
  stores['a bucket'] = new S3DocumentStore({ endpoint, bucket, region, keys: async () => credentials });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const MEBIBYTE = 2 ** 20;

describe.each(['a folder', 'a bucket'])('documents in %s', (name) => {
  const key = (): string => freshDocumentKey('acme');

  it.each([0, 1, 70_000, 10 * MEBIBYTE])('are read as they were put, %d bytes', async (size) => {
    const [at, bytes] = [key(), randomBytes(size)];
    await stores[name]!.put(at, bytes);
    expect((await stores[name]!.read(at, 10 * MEBIBYTE))?.equals(bytes)).toBe(true);
  });

  it('are not there before they were put, nor after they were deleted, once or twice', async () => {
    const at = key();
    expect(await stores[name]!.read(at, 10)).toBeNull();
    await stores[name]!.put(at, Buffer.from('text'));
    await stores[name]!.delete(at);
    await stores[name]!.delete(at);
    expect(await stores[name]!.read(at, 10)).toBeNull();
  });

  it('are not read by who would take less', async () => {
    const at = key();
    await stores[name]!.put(at, Buffer.alloc(11));
    await expect(stores[name]!.read(at, 10)).rejects.toBeInstanceOf(TooManyBytes);
    expect(await stores[name]!.read(at, 11)).toHaveLength(11);
  });

  it('are whole for every reader while the same key is written again', async () => {
    const at = key();
    await stores[name]!.put(at, Buffer.alloc(100_000, 1));
    const writing = stores[name]!.put(at, Buffer.alloc(200_000, 2));
    const read = await Promise.all(Array.from({ length: 10 }, () => stores[name]!.read(at, MEBIBYTE)));
    await writing;
    expect(read.filter((bytes) => !bytes!.equals(Buffer.alloc(100_000, 1)) && !bytes!.equals(Buffer.alloc(200_000, 2)))).toEqual([]);
  });

  it.each(['../../etc/passwd', 'acme/../globex/x', '/acme/file', 'acme', '', 'acme/%2e%2e', 'acme/aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa/..'])('have no key %j', async (wrong) => {
    for (const attempt of [() => stores[name]!.read(wrong, 10), () => stores[name]!.put(wrong, Buffer.alloc(1)), () => stores[name]!.delete(wrong)]) {
      await expect((async () => attempt())()).rejects.toBeInstanceOf(RangeError);
    }
  });
});

describe('a key', () => {
  it.each(['', '../acme', 'Acme', 'a/b', 'a b'])('is not made for the tenant %j', (tenantId) => {
    expect(() => freshDocumentKey(tenantId)).toThrow(RangeError);
  });
});

describe('a folder', () => {
  it('holds nothing but whole documents', async () => {
    await stores['a folder']!.put(freshDocumentKey('globex'), Buffer.from('text'));
    expect(await readdir(join(folder, 'globex'))).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('that cannot be read is a failure and not an empty one', async () => {
    const at = freshDocumentKey('acme');
    await symlink(at.split('/')[1]!, join(folder, at));
    await expect(stores['a folder']!.read(at, 10)).rejects.toThrow('ELOOP');
  });
});

describe('a bucket', () => {
  const at = freshDocumentKey('acme');
  const reached = ({ accessKeyId, secretAccessKey, ...options }: Partial<ConstructorParameters<typeof S3DocumentStore>[0] & typeof credentials>) =>
    new S3DocumentStore({ endpoint, bucket, region, keys: async () => ({ ...credentials, ...(accessKeyId !== undefined && { accessKeyId }), ...(secretAccessKey !== undefined && { secretAccessKey }) }), ...options });

  it('is asked again when the service fails for a moment', async () => {
    server.failures = 2;
    await reached({}).put(at, Buffer.from('text'));
    expect(server.objects.get(at)?.toString()).toBe('text');
  });

  it('gives up when the service goes on failing', async () => {
    server.failures = 3;
    await expect(reached({}).read(at, 10)).rejects.toThrow('503 SlowDown');
    expect(server.failures).toBe(0);
  });

  it.each([
    ['another secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['another key', { accessKeyId: 'AKIDOTHER' }, 'InvalidAccessKeyId'],
    ['another region', { region: 'us-east-1' }, 'InvalidAccessKeyId'],
    ['another bucket', { bucket: 'elsewhere' }, 'NoSuchBucket'],
  ])('refuses who comes with %s, and that never looks like a missing document', async (_, options, code) => {
    await expect(reached(options).read(at, 10)).rejects.toThrow(code);
    await expect(reached(options).put(freshDocumentKey('acme'), Buffer.alloc(1))).rejects.toThrow(code);
    await expect(reached(options).delete(at)).rejects.toThrow(code);
  });

  it('that is not there is a failure', async () => {
    await expect(reached({ endpoint: 'http://127.0.0.1:9' }).read(at, 10)).rejects.toThrow();
  });
});

describe('the store that the environment names', () => {
  const of = (environment: NodeJS.ProcessEnv, sandbox = false) => openDocumentStore(environment, { service: 'compliance', namespace: 'test', sandbox });
  const whole = {
    DOCUMENTS_S3_ENDPOINT: 'https://s3.example', DOCUMENTS_S3_BUCKET: 'documents', DOCUMENTS_S3_ACCESS_KEY_ID: 'id', DOCUMENTS_S3_SECRET_ACCESS_KEY: 'secret',
  };
  const unnamed = { DOCUMENTS_S3_ENDPOINT: 'https://s3.example', DOCUMENTS_S3_BUCKET: 'documents' };

  it('is a bucket or a folder; in the sandbox a folder even when none is named', () => {
    expect(of(whole)).toBeInstanceOf(S3DocumentStore);
    expect(of({ DOCUMENTS_FOLDER: 'documents' })).toBeInstanceOf(DiskDocumentStore);
    expect(of({}, true)).toBeInstanceOf(DiskDocumentStore);
  });

  it('may be a bucket for a workload with an identity instead of keys', () => {
    expect(of({ ...unnamed, AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token', AWS_ROLE_ARN: 'arn:aws:iam::1:role/documents' })).toBeInstanceOf(S3DocumentStore);
    expect(of({ ...unnamed, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' })).toBeInstanceOf(S3DocumentStore);
  });

  it.each([
    ['no identity at all', {}, 'DOCUMENTS_S3_ACCESS_KEY_ID must be an access key, DOCUMENTS_S3_SECRET_ACCESS_KEY must be'],
    ['a token without a role', { AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token' }, 'AWS_ROLE_ARN must be the ARN of a role'],
    ['half of the keys beside a token', { DOCUMENTS_S3_ACCESS_KEY_ID: 'id', AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token', AWS_ROLE_ARN: 'arn:aws:iam::1:role/documents' }, 'DOCUMENTS_S3_SECRET_ACCESS_KEY must be'],
    ['an agent somewhere in the clear', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://agent.example/' }, 'AWS_CONTAINER_CREDENTIALS_FULL_URI must be an https address'],
  ])('is none with %s', (_, given, expected) => {
    expect(() => of({ ...unnamed, ...given })).toThrow(expected);
  });

  it('must be named elsewhere, and completely', () => {
    expect(() => of({})).toThrow('DOCUMENTS_FOLDER or DOCUMENTS_S3_ENDPOINT');
    expect(() => of({ DOCUMENTS_FOLDER: '' })).toThrow('DOCUMENTS_FOLDER');
    expect(() => of({ ...whole, DOCUMENTS_S3_ENDPOINT: 'ftp://s3.example' })).toThrow('DOCUMENTS_S3_ENDPOINT');
    expect(() => of({ ...whole, DOCUMENTS_S3_BUCKET: 'Upper', DOCUMENTS_S3_SECRET_ACCESS_KEY: '' })).toThrow('DOCUMENTS_S3_BUCKET must be the name of a bucket, DOCUMENTS_S3_SECRET_ACCESS_KEY must be a secret access key');
  });
});
