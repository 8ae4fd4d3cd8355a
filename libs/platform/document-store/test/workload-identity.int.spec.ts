import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDocumentKey, S3DocumentStore, WorkloadKeys, type WorkloadIdentity } from '../src/index.js';
import { IdentityServer, roleArn } from './identity-server.js';
import { bucket, credentials, region, S3Server } from './s3-server.js';

const HOUR_MS = 3_600_000;
const [server, identities] = [new S3Server(), new IdentityServer()];
let [folder, endpoint, url, tokenFile] = ['', '', '', ''];
let nowMs = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
  tokenFile = join(folder, 'token');
  [endpoint, url] = [await server.start(), await identities.start()];
});
afterAll(async () => {
  await Promise.all([server.stop(), identities.stop()]);
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  Object.assign(identities, { token: 'first-token', lifeMs: HOUR_MS, isAway: false, given: 0 });
  await writeFile(tokenFile, 'first-token\n');
  nowMs = Date.now();
});

const identityOf = (kind: WorkloadIdentity['kind']): WorkloadIdentity =>
  kind === 'container' ? { kind, url: `${url}/agent`, tokenFile } : { kind, tokenFile, roleArn, stsUrl: `${url}/sts`, sessionName: 'sluice-compliance' };

describe.each(['web-identity', 'container'] as const)('a workload known by %s', (kind) => {
  const workload = () => new WorkloadKeys(identityOf(kind), () => nowMs);

  it('reads and writes documents with keys that it is given, and asks once for them', async () => {
    const keys = workload();
    const store = new S3DocumentStore({ endpoint, bucket, region, keys: () => keys.keys() });
    const at = freshDocumentKey('acme');
    await Promise.all([store.put(at, Buffer.from('text')), store.put(freshDocumentKey('acme'), Buffer.from('other'))]);
    expect([(await store.read(at, 10))?.toString(), identities.given]).toEqual(['text', 1]);
    expect(server.sessionTokens.at(-1)).toBe((await keys.keys()).sessionToken);
  });

  it('has other keys before the first expire, by the token that lies in the file then', async () => {
    const keys = workload();
    const first = await keys.keys();
    expect(first).toMatchObject(credentials);
    nowMs = first.expiresAt.getTime() - 301_000;
    expect(await keys.keys()).toBe(first);
    identities.token = 'second-token';
    await writeFile(tokenFile, 'second-token');
    nowMs = first.expiresAt.getTime() - 299_000;
    const [second, third] = await Promise.all([keys.keys(), keys.keys()]);
    expect(second.sessionToken).not.toBe(first.sessionToken);
    expect([third, identities.given]).toEqual([second, 2]);
  });

  it('keeps what it has while nobody gives keys, as long as it is valid, and not longer', async () => {
    const keys = workload();
    const first = await keys.keys();
    identities.isAway = true;
    nowMs = first.expiresAt.getTime() - 1_000;
    expect(await keys.keys()).toBe(first);
    nowMs = first.expiresAt.getTime();
    await expect(keys.keys()).rejects.toThrow('answered 503');
    identities.isAway = false;
    expect((await keys.keys()).sessionToken).not.toBe(first.sessionToken);
  });

  it('has keys of a short life replaced after half of it, not at once', async () => {
    identities.lifeMs = 60_000;
    const keys = workload();
    const first = await keys.keys();
    nowMs += 20_000;
    expect(await keys.keys()).toBe(first);
    nowMs += 20_000;
    expect(await keys.keys()).not.toBe(first);
  });

  it('has none with a token that is not known, and says so without it', async () => {
    await writeFile(tokenFile, 'stolen-token');
    const refused = workload().keys();
    await expect(refused).rejects.toThrow(kind === 'container' ? 'answered 401' : 'AWS STS answered 400 InvalidIdentityToken');
    await expect(refused).rejects.not.toThrow('stolen-token');
  });

  it('has none without its token', async () => {
    await rm(tokenFile);
    await expect(workload().keys()).rejects.toThrow('ENOENT');
  });
});
