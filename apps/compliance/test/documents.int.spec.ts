import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { caseClosed, closeCase, documentsAccepted, documentsRequired, getRequirement, getRules, LARGEST_DOCUMENT, listDocuments, readDocument, reviewDocument, screen, setRules, uploadDocument } from '@sluice/contract-compliance';
import { DiskDocumentStore, DocumentStore, freshDocumentKey, S3DocumentStore } from '@sluice/document-store';
import { bucket, credentials, region, S3Server } from '@sluice/document-store/s3-server';
import { newId } from '@sluice/kernel';
import { Retention } from '@sluice/persistence';
import { ComplianceModule } from '../src/compliance.module.js';
import { takenDocument } from '../src/documents/document.js';
import { ClamdVirusScan, VirusScan } from '../src/documents/virus-scan.js';
import { initialRules } from '../src/rules/rules.js';
import { ClamdServer } from './clamd-server.js';
import { eicar, handIn, jpeg, pdf, pdfOfSize, png, requirementsOf } from './sample-documents.js';

const bucketServer = new S3Server();
const clamd = new ClamdServer();
let folder: string;
let service: TestService;

/** Asks for a document and gives the id of what was asked for. */
async function asked(tenantId = 'acme'): Promise<{ withdrawalId: string; id: string }> {
  const withdrawalId = newId();
  await service.publish(screen, { ...screen.sample, amount: { currency: 'USD', units: '6000000' } }, { withdrawalId, tenantId });
  await service.next(documentsRequired);
  const [requirement] = await requirementsOf(service, withdrawalId, tenantId);
  return { withdrawalId, id: requirement!.id };
}
const get = (id: string, tenantId = 'acme') => service.requests.request(getRequirement, { id }, { tenantId });
const list = (about: Parameters<typeof listDocuments.body.parse>[0], tenantId = 'acme') =>
  service.requests.request(listDocuments, listDocuments.body.parse(about), { tenantId });

afterAll(async () => {
  await bucketServer.stop();
  await clamd.stop();
  await rm(folder, { recursive: true });
});
const stores: Record<string, () => DocumentStore | Promise<DocumentStore>> = {
  'a folder': () => new DiskDocumentStore(folder),
  'a bucket': async () => new S3DocumentStore({ endpoint: await bucketServer.start(), bucket, region, keys: async () => credentials }),
};
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'documents-'))));

describe.each(Object.keys(stores))('a document in %s', (name) => {
  beforeAll(async () => {
    const scan = name === 'a bucket' ? [[VirusScan, new ClamdVirusScan({ host: '127.0.0.1', port: await clamd.start() })] as const] : [];
    service = await startTestService({ module: ComplianceModule, service: 'compliance', overrides: [[DocumentStore, await stores[name]!()], ...scan] });
    await service.requests.request(setRules, { ...initialRules.rules, autoReview: false, revision: 1 }, { tenantId: 'acme' });
  });
  afterAll(() => service.stop());
  const stored = (key: string): Promise<Buffer | null> => service.app.get(DocumentStore).read(key, 2 * LARGEST_DOCUMENT);

  it.each([['application/pdf', pdf], ['image/png', png], ['image/jpeg', jpeg], ['application/pdf', pdfOfSize(LARGEST_DOCUMENT)]])('is taken when it is %s', async (contentType, bytes) => {
    const { id, withdrawalId } = await asked();
    const uploadedAt: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
    const view = { id, type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'UPLOADED', filename: 'beleg.exe', size: bytes.length, note: 'For January', uploadedAt };
    expect(await handIn(service, id, bytes, { filename: 'beleg.exe', description: 'For January' })).toEqual(view);
    expect(await get(id)).toEqual({ ...view, withdrawalId });
    const { documentKey, ...rest } = await service.requests.request(readDocument, { requirementId: id }, { tenantId: 'acme' });
    expect(rest).toEqual({ contentType, filename: 'beleg.exe' });
    const { remade: shown = bytes } = await takenDocument(bytes);
    expect((await stored(documentKey))?.equals(shown)).toBe(true);
  });

  it.each([
    ['invalid_request', 'is empty', Buffer.alloc(0), {}],
    ['invalid_request', 'is infected', Buffer.concat([Buffer.from('%PDF-1.7\n'), eicar, Buffer.from('\n%%EOF')]), {}],
    ['invalid_request', 'is another one than announced', pdf, { sha256: createHash('sha256').update(png).digest('hex') }],
    ['invalid_request', 'is longer than announced', pdf, { size: pdf.length - 1 }],
    ['document_too_large', 'is a byte too large', pdfOfSize(LARGEST_DOCUMENT + 1), {}],
    ['document_too_large', 'is larger than it says', pdfOfSize(LARGEST_DOCUMENT + 1), { size: 5 }],
    ['unsupported_document_type', 'is called a PDF only', Buffer.from('MZ a program'), { filename: 'invoice.pdf' }],
    ['unsupported_document_type', 'is cut off', pdf.subarray(0, -9), {}],
  ])('is refused with %s when it %s, and not kept', async (code, _, bytes, announced) => {
    const { id } = await asked();
    const documentKey = freshDocumentKey('acme');
    await service.app.get(DocumentStore).put(documentKey, bytes);
    await expect(handIn(service, id, bytes, { ...announced, documentKey })).rejects.toMatchObject({ code });
    expect(await stored(documentKey)).toBeNull();
    expect(await get(id)).toMatchObject({ status: 'PENDING' });
    expect(await get(id)).not.toHaveProperty('filename');
  });
});

describe('an upload', () => {
  beforeAll(async () => {
    service = await startTestService({ module: ComplianceModule, service: 'compliance', overrides: [[DocumentStore, new DiskDocumentStore(folder)]] });
    await service.requests.request(setRules, { ...initialRules.rules, autoReview: false, revision: 1 }, { tenantId: 'acme' });
  });
  afterAll(() => service.stop());
  const review = (requirementId: string, decision: 'accept' | 'reject', reason?: string, tenantId = 'acme') =>
    service.requests.request(reviewDocument, { requirementId, decision, reason }, { tenantId });

  it('of the same key again is answered the same, also after the review', async () => {
    const { id } = await asked();
    const documentKey = freshDocumentKey('acme');
    await service.app.get(DocumentStore).put(documentKey, pdf);
    const first = await handIn(service, id, pdf, { documentKey });
    expect(await handIn(service, id, pdf, { documentKey })).toEqual(first);
    await review(id, 'accept');
    expect(await handIn(service, id, pdf, { documentKey })).toEqual({ ...first, status: 'ACCEPTED' });
  });

  it('is refused once there is one, and leaves that one alone', async () => {
    const { id } = await asked();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => handIn(service, id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []))).toEqual(Array(4).fill('invalid_status'));
    await review(id, 'accept');
    await expect(handIn(service, id)).rejects.toMatchObject({ code: 'invalid_status' });
    const { documentKey } = await service.requests.request(readDocument, { requirementId: id }, { tenantId: 'acme' });
    expect(await service.app.get(DocumentStore).read(documentKey, LARGEST_DOCUMENT)).toEqual(pdf);
  });

  it('cannot take away the bytes of another document by naming their key', async () => {
    const [first, second] = [await asked(), await asked()];
    await handIn(service, first.id);
    const { documentKey } = await service.requests.request(readDocument, { requirementId: first.id }, { tenantId: 'acme' });
    await expect(handIn(service, second.id, pdf, { documentKey, size: 1 })).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await service.app.get(DocumentStore).read(documentKey, LARGEST_DOCUMENT)).toEqual(pdf);
  });

  it.each(['globex/../acme/x', '', '../../etc/passwd', freshDocumentKey('globex'), freshDocumentKey('acme')])('is refused when there is nothing of the tenant at %j', async (documentKey) => {
    const { id } = await asked();
    await expect(service.requests.request(uploadDocument, { requirementId: id, documentKey: documentKey || '/', filename: 'a', size: 1, sha256: 'a'.repeat(64) }, { tenantId: 'acme' }))
      .rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('is unknown to other tenants, as is everything about it', async () => {
    const { id, withdrawalId } = await asked();
    await expect(handIn(service, id, pdf, {}, 'globex')).rejects.toMatchObject({ code: 'not_found' });
    await expect(get(id, 'globex')).rejects.toMatchObject({ code: 'not_found' });
    await expect(get('doc_req_1')).rejects.toMatchObject({ code: 'not_found' });
    await handIn(service, id);
    await expect(service.requests.request(readDocument, { requirementId: id }, { tenantId: 'globex' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await list({ withdrawalId }, 'globex')).toEqual({ documents: [], more: false });
    await expect(list({ after: id }, 'globex')).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('is read by nobody before it was made', async () => {
    const { id } = await asked();
    await expect(service.requests.request(readDocument, { requirementId: id }, { tenantId: 'acme' })).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('is refused when the withdrawal was given up', async () => {
    const { id, withdrawalId } = await asked();
    await service.publish(closeCase, {}, { withdrawalId });
    await service.next(caseClosed);
    expect((await list({ withdrawalId })).documents).toMatchObject([{ id, status: 'PENDING', awaited: false }]);
    await expect(handIn(service, id)).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('that is rejected is followed by a new requirement, with the reason shown', async () => {
    const { id, withdrawalId } = await asked();
    await handIn(service, id);
    expect(await review(id, 'reject', 'Illegible.')).toMatchObject({ status: 'REJECTED', reason: 'Illegible.' });
    const [, next] = await requirementsOf(service, withdrawalId);
    expect(next).toEqual({ id: expect.stringMatching(/^doc_req_/) as unknown, type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'PENDING' });
    await expect(handIn(service, id)).rejects.toMatchObject({ code: 'invalid_status' });
    expect(await handIn(service, next!.id)).toMatchObject({ status: 'UPLOADED' });
  });
});

describe('the sandbox\'s reviewer', () => {
  const start = (sandbox: boolean) => startTestService({
    module: ComplianceModule, service: 'compliance', sandbox, overrides: [[DocumentStore, new DiskDocumentStore(folder)], [VirusScan, { virusIn: () => Promise.resolve(null) }]],
  });
  afterAll(() => service.stop());

  it('accepts by itself, at once, and the withdrawal goes on', async () => {
    service = await start(true);
    const { id, withdrawalId } = await asked();
    expect(await handIn(service, id)).toMatchObject({ status: 'UPLOADED' });
    expect(await service.next(documentsAccepted)).toMatchObject({ withdrawalId, body: { stage: 'up-front' } });
    expect(await get(id)).toMatchObject({ status: 'ACCEPTED', filename: 'invoice.pdf' });
    expect(service.seen(documentsAccepted)).toEqual([]);
    await expect(service.requests.request(reviewDocument, { requirementId: id, decision: 'reject' }, { tenantId: 'acme' })).rejects.toMatchObject({ code: 'invalid_status' });
  });

  it('leaves it to people where the settings of the tenant say so', async () => {
    expect(await service.requests.request(getRules, {}, { tenantId: 'globex' })).toEqual({ ...initialRules.rules, revision: 0, ruleVersion: '1.0' });
    const manual = await service.requests.request(setRules, { ...initialRules.rules, autoReview: false, revision: 1 }, { tenantId: 'globex' });
    expect(await service.requests.request(getRules, {}, { tenantId: 'globex' })).toEqual(manual);
    const [theirs, ours] = [await asked('globex'), await asked()];
    await handIn(service, theirs.id, pdf, {}, 'globex');
    await handIn(service, ours.id);
    expect(await service.next(documentsAccepted)).toMatchObject({ tenantId: 'acme' });
    expect(await get(theirs.id, 'globex')).toMatchObject({ status: 'UPLOADED' });
  });
});

describe('the list of documents', () => {
  beforeAll(async () => {
    service = await startTestService({ module: ComplianceModule, service: 'compliance', overrides: [[DocumentStore, new DiskDocumentStore(folder)]] });
    await service.requests.request(setRules, { ...initialRules.rules, autoReview: false, otherOver: '0', revision: 1 }, { tenantId: 'acme' });
  });
  afterAll(() => service.stop());

  it('has them oldest first, page by page, of one status or withdrawal', async () => {
    const ids: string[] = [];
    for (const purpose of ['OTHER', 'PERSONAL_ACCOUNT', 'OTHER']) {
      const withdrawalId = newId();
      await service.publish(screen, { ...screen.sample, purpose, amount: { currency: 'USD', units: '6000000' } }, { withdrawalId });
      await service.next(documentsRequired);
      ids.push(...(await requirementsOf(service, withdrawalId)).map(({ id }) => id));
    }
    expect(ids).toHaveLength(5);
    const pages: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await list({ limit: 2, after });
      pages.push(...page.documents.map(({ id }) => id));
      if (!page.more) break;
      after = page.documents.at(-1)?.id;
    }
    expect(pages).toEqual(ids);
    await handIn(service, ids[1]!);
    await handIn(service, ids[4]!);
    expect((await list({ status: 'UPLOADED' })).documents).toMatchObject([{ id: ids[1], awaited: true, stage: 'up-front' }, { id: ids[4], filename: 'invoice.pdf' }]);
    expect((await list({ status: 'PENDING', limit: 1, after: ids[1] })).documents).toMatchObject([{ id: ids[2] }]);
    expect(await list({ status: 'PENDING', after: ids[4] })).toEqual({ documents: [], more: false });
    const { withdrawalId } = await get(ids[2]!);
    expect((await list({ withdrawalId })).documents.map(({ id }) => id)).toEqual([ids[2]]);
    expect(await list({ withdrawalId: newId() })).toEqual({ documents: [], more: false });
  });
});

describe('documents that were kept long enough', () => {
  const inFiveYears = new Date(Date.now() + 1_830 * 24 * 3_600_000);
  const documentKeyOf = async (id: string) => (await service.requests.request(readDocument, { requirementId: id }, { tenantId: 'acme' })).documentKey;
  beforeAll(async () => {
    service = await startTestService({ module: ComplianceModule, service: 'compliance', overrides: [[DocumentStore, new DiskDocumentStore(folder)]] });
    await service.requests.request(setRules, { ...initialRules.rules, autoReview: false, revision: 1 }, { tenantId: 'acme' });
  });
  afterAll(() => service.stop());

  it('are removed once they are decided on, and what was decided stays', async () => {
    const [decided, waiting] = [await asked(), await asked()];
    for (const { id } of [decided, waiting]) await handIn(service, id, png);
    await service.requests.request(reviewDocument, { requirementId: decided.id, decision: 'accept' }, { tenantId: 'acme' });
    const [key, keptKey] = [await documentKeyOf(decided.id), await documentKeyOf(waiting.id)];
    const retention = service.app.get(Retention);
    expect(await retention.pass(new Date(Date.now() + 1_820 * 24 * 3_600_000))).toMatchObject({ documents: 0 });
    expect(await retention.pass(inFiveYears)).toMatchObject({ documents: 1 });
    expect(await retention.pass(inFiveYears)).toMatchObject({ documents: 0 });
    const stored = (documentKey: string) => service.app.get(DocumentStore).read(documentKey, LARGEST_DOCUMENT);
    expect(await stored(key)).toBeNull();
    expect(await stored(keptKey)).not.toBeNull();
    await expect(documentKeyOf(decided.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await get(decided.id)).toMatchObject({ status: 'ACCEPTED', filename: expect.any(String) });
  });
});
