import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LARGEST_DOCUMENT, uploadDocument } from '@sluice/contract-compliance';
import { DocumentStore } from '@sluice/document-store';
import { createdWithdrawal } from './bultra-fixtures.js';
import { silence } from './fake-services.js';
import { GatewayUnderTest, type Answer, type Caller } from './gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ requestTimeoutMs: 5_000 });
});
afterEach(() => gateway.world.listen(gateway.fake));
afterAll(() => gateway.stop());

const codeOf = ({ status, body }: Answer): unknown[] => [status, (body['error'] as { code?: string } | undefined)?.code];
const fieldsOf = ({ body }: Answer): string[] => ((body['error'] as { details?: { field: string }[] }).details ?? []).map(({ field }) => field);
const required = (tenantId = 'acme'): string => gateway.world.compliance.require(tenantId, 'withdrawal-1');
const pathOf = (id: string): string => `/bultra/v1/documents/${id}/upload`;
const stored = (key: string): Promise<Buffer | null> => gateway.service.app.get(DocumentStore).read(key, LARGEST_DOCUMENT);
const lastUpload = () => gateway.fake.received(uploadDocument).at(-1)?.body;

function formOf(content: string | Uint8Array<ArrayBuffer>, name = 'invoice.pdf', fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([content], { type: 'application/pdf' }), name);
  return form;
}
const upload = (id: string, form: FormData, headers: Record<string, string> = {}, caller: Caller = 'acme-bultra'): Promise<Answer> => gateway.upload(caller, pathOf(id), form, headers);

describe('a withdrawal that waits for documents', () => {
  it('shows them in its status, with exactly the documented keys', async () => {
    const dialectId = await createdWithdrawal(gateway, 'acme-bultra');
    const withdrawalId = [...gateway.world.withdrawals.values()].find(({ view }) => view.dialectId === dialectId)?.view.id ?? '';
    const id = gateway.world.compliance.require('acme', withdrawalId, { filename: 'a.pdf', status: 'REJECTED', reason: 'Cannot be read.' });
    const { body } = await gateway.as('acme-bultra', 'GET', `/bultra/v1/withdrawals/${dialectId}/status`);
    expect(body['required_documents']).toEqual([{ id, type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'REJECTED' }]);
  });

  it('shows one of them, before and after its upload', async () => {
    const id = required();
    const before = await gateway.as('acme-bultra-ro', 'GET', `/bultra/v1/documents/${id}`);
    expect([before.status, before.body]).toEqual([200, { id, type: 'INVOICE', description: expect.any(String), status: 'PENDING' }]);
    await upload(id, formOf('pdf'));
    const after = await gateway.as('acme-bultra', 'GET', `/bultra/v1/documents/${id}`);
    expect(after.body).toEqual({ ...before.body, status: 'UPLOADED', filename: 'invoice.pdf', size: 3, uploaded_at: '2026-01-15T10:40:00Z' });
  });
});

describe('an upload', () => {
  it('is answered with exactly the documented keys, and brings the bytes to compliance by their key', async () => {
    const id = required();
    const content = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    const answer = await upload(id, formOf(content, 'Rechnung für März.pdf', { description: 'For the March payment\nsee page 2' }));
    expect([answer.status, answer.text]).toEqual([
      200, `{"id":"${id}","type":"INVOICE","status":"UPLOADED","filename":"Rechnung für März.pdf","size":70000,"uploaded_at":"2026-01-15T10:40:00Z"}`,
    ]);
    const received = lastUpload();
    expect(received).toMatchObject({ requirementId: id, description: 'For the March payment\r\nsee page 2', sha256: createHash('sha256').update(content).digest('hex') });
    expect(received?.documentKey).toMatch(/^acme\/[0-9a-f-]{36}$/);
    expect((await stored(received?.documentKey ?? ''))?.equals(content)).toBe(true);
  });

  it('may have 10 × 2²⁰ bytes and not one more', async () => {
    expect((await upload(required(), formOf(new Uint8Array(LARGEST_DOCUMENT)))).body['size']).toBe(10_485_760);
    const before = gateway.fake.received(uploadDocument).length;
    expect(codeOf(await upload(required(), formOf(new Uint8Array(LARGEST_DOCUMENT + 1))))).toEqual([413, 'DOCUMENT_TOO_LARGE']);
    expect(codeOf(await upload(required(), formOf(new Uint8Array(3 * LARGEST_DOCUMENT))))).toEqual([413, 'DOCUMENT_TOO_LARGE']);
    expect(gateway.fake.received(uploadDocument)).toHaveLength(before);
  });

  it.each(['../../etc/passwd.pdf', 'C:\\temp\\passwd.pdf', '/passwd.pdf'])('named %s keeps no folder', async (name) => {
    expect((await upload(required(), formOf('x', name))).body['filename']).toBe('passwd.pdf');
  });

  it.each([
    [`filename="x.pdf"; filename*="UTF-8''x.pdf"`, 'x.pdf'], [`filename="x.pdf"; filename*=UTF-8''x.pdf`, 'x.pdf'], [`filename="Rächnung.pdf"; filename*="UTF-8''R%C3%A4chnung.pdf"`, 'Rächnung.pdf'],
    [`filename="=?utf-8?B?UsOkY2hudW5nLnBkZg==?="; filename*=utf-8''R%C3%A4chnung.pdf`, 'Rächnung.pdf'], [`filename*="UTF-8''R%C3%A4chnung.pdf"`, 'Rächnung.pdf'],
    ['filename="=?utf-8?B?Li4vYS5wZGY=?="', 'a.pdf'], [`filename*=UTF-8''R%C3%A4chnung.pdf`, 'Rächnung.pdf'], ['filename=x.pdf', 'x.pdf'],
    ['filename="a; b.pdf"', 'a; b.pdf'], [String.raw`filename="a\"b.pdf"`, 'a"b.pdf'], ['filename="a%22b.pdf"', 'a"b.pdf'], ['filename="50%.pdf"', '50%.pdf'], [`filename="x.pdf"; filename*=bogus`, 'x.pdf'],
  ])('is read however its sender names the file: %s', async (named, filename) => {
    const headers = { ...(await gateway.authorization('acme-bultra')), 'content-type': 'multipart/form-data; boundary=----b' };
    const form = `------b\r\nContent-Disposition: form-data; name="file"; ${named}\r\nContent-Type: application/pdf\r\n\r\nx\r\n------b--\r\n`;
    const answer = await gateway.raw('POST', pathOf(required()), headers, form);
    expect([answer.status, answer.body['filename'], answer.body['size']]).toEqual([200, filename, 1]);
  });

  it.each(['filename=""', 'filename="a\nb.pdf"', `filename*="UTF-8''"`, 'size=1'])('is refused where the file has no name that can be kept: %j', async (named) => {
    const headers = { ...(await gateway.authorization('acme-bultra')), 'content-type': 'multipart/form-data; boundary=----b' };
    const form = `------b\r\nContent-Disposition: form-data; name="file"; ${named}\r\nContent-Type: application/pdf\r\n\r\nx\r\n------b--\r\n`;
    expect(codeOf(await gateway.raw('POST', pathOf(required()), headers, form))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('to the same document again is a 409, accepted or not yet', async () => {
    const id = required();
    await upload(id, formOf('one'));
    const key = lastUpload()?.documentKey ?? '';
    expect(codeOf(await upload(id, formOf('two')))).toEqual([409, 'INVALID_STATUS']);
    await gateway.as('acme-ops', 'POST', `/ops/v1/documents/${id}/accept`);
    expect(codeOf(await upload(id, formOf('three')))).toEqual([409, 'INVALID_STATUS']);
    expect((await stored(key))?.toString()).toBe('one');
  });

  it('of another type is a 415 and leaves nothing in the store', async () => {
    expect(codeOf(await upload(required(), formOf('MZ', 'invoice.exe')))).toEqual([415, 'UNSUPPORTED_DOCUMENT_TYPE']);
    expect(await stored(lastUpload()?.documentKey ?? '')).toBeNull();
  });

  it.each(['doc_req_404', 'doc_1', 'doc_req_', 'doc_req_a.b', '..'])('to %s finds nothing', async (id) => {
    expect(codeOf(await upload(encodeURIComponent(id), formOf('x')))).toEqual([404, 'NOT_FOUND']);
  });

  it('of another tenant finds nothing', async () => {
    const id = required();
    expect(codeOf(await upload(id, formOf('x'), {}, 'globex-bultra'))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await gateway.as('globex-bultra', 'GET', `/bultra/v1/documents/${id}`))).toEqual([404, 'NOT_FOUND']);
  });

  it('needs documents:write, and nobody is let in without a token', async () => {
    const answer = await upload(required(), formOf('x'), {}, 'acme-bultra-ro');
    expect([...codeOf(answer), answer.headers.get('www-authenticate')]).toEqual([403, 'FORBIDDEN', expect.stringContaining('scope="documents:write"')]);
    expect(codeOf(await upload(required(), formOf('x'), {}, 'nobody'))).toEqual([401, 'UNAUTHORIZED']);
    expect(codeOf(await gateway.as('nobody', 'GET', `/bultra/v1/documents/${required()}`))).toEqual([401, 'UNAUTHORIZED']);
  });
});

describe('a form that is not what it should be', () => {
  const withFields = (...fields: [string, string | Blob, string?][]): FormData => {
    const form = new FormData();
    for (const [name, value, filename] of fields) typeof value === 'string' ? form.append(name, value) : form.append(name, value, filename);
    return form;
  };
  const pdf = new Blob(['x']);

  it.each<[string, FormData, string[]]>([
    ['no file', withFields(['description', 'd']), ['file']], ['no part at all', withFields(), ['file']], ['a text in place of the file', withFields(['file', 'text']), ['file']],
    ['an empty file', withFields(['file', new Blob([]), 'a.pdf']), ['file']], ['a file under another name', withFields(['document', pdf, 'a.pdf']), ['document']],
    ['two files', withFields(['file', pdf, 'a.pdf'], ['file', pdf, 'b.pdf']), ['file']], ['a name that is too long', withFields(['file', pdf, `${'x'.repeat(256)}.pdf`]), ['file']],
    ['a name of two lines', withFields(['file', pdf, 'a\nb.pdf']), ['file']], ['two descriptions', withFields(['description', 'a'], ['description', 'b'], ['file', pdf, 'a.pdf']), ['description']],
    ['a long description', withFields(['description', 'x'.repeat(1_001)], ['file', pdf, 'a.pdf']), ['description']], ['a NUL character', withFields(['description', 'a\0'], ['file', pdf, 'a.pdf']), ['description']],
    ['no file and a long description', withFields(['description', 'x'.repeat(1_001)]), ['description', 'file']],
  ])('is refused with 400: %s', async (_, form, fields) => {
    const answer = await upload(required(), form);
    expect([...codeOf(answer), fieldsOf(answer).sort()]).toEqual([400, 'INVALID_REQUEST', fields]);
  });

  it.each<[string, string]>([
    ['no boundary', 'multipart/form-data'], ['another boundary', 'multipart/form-data; boundary=other'], ['an end in the middle', 'multipart/form-data; boundary=b'],
  ])('is refused with 400: %s', async (_, type) => {
    const headers = { ...(await gateway.authorization('acme-bultra')), 'content-type': type };
    expect(codeOf(await gateway.raw('POST', pathOf(required()), headers, '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nx'))).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each(['form-data; filename="a.pdf"', 'form-data', 'form-data; filename=""'])('is refused with 400: a part without a name, %s', async (disposition) => {
    const headers = { ...(await gateway.authorization('acme-bultra')), 'content-type': 'multipart/form-data; boundary=b' };
    const good = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\r\n';
    const nameless = `--b\r\nContent-Disposition: ${disposition}\r\n\r\nx\r\n`;
    for (const parts of [nameless, `${good}${nameless}`, `${nameless}${good}`]) expect(codeOf(await gateway.raw('POST', pathOf(required()), headers, `${parts}--b--\r\n`))).toEqual([400, 'INVALID_REQUEST']);
  });

  it('is refused with 400: thousands of fields', async () => {
    expect(codeOf(await upload(required(), withFields(...Array.from({ length: 5_000 }, (_, index): [string, string] => [`f${index}`, 'x']))))).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each(['application/json', 'application/pdf', 'multipart/mixed; boundary=b', 'application/x-www-form-urlencoded', ''])('is refused with 415: %s', async (type) => {
    const headers = { ...(await gateway.authorization('acme-bultra')), 'content-type': type };
    for (const body of ['{}', 'x'.repeat(300_000)]) expect(codeOf(await gateway.raw('POST', pathOf(required()), headers, body))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('is refused with 415 where no form is expected', async () => {
    expect(codeOf(await gateway.upload('acme-bultra', '/bultra/v1/withdrawals', formOf('x')))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('an upload under an idempotency key', () => {
  const keyed = (id: string, form: FormData, key: string): Promise<Answer> => upload(id, form, { 'x-bultra-idempotency-id': key });

  it('is answered again byte for byte, whatever was reviewed since', async () => {
    const id = required();
    const first = await keyed(id, formOf('x'), 'upload');
    await gateway.as('acme-ops', 'POST', `/ops/v1/documents/${id}/accept`);
    const again = await keyed(id, formOf('x'), 'upload');
    expect([again.status, again.text]).toEqual([200, first.text]);
  });

  it.each<[string, FormData]>([['other bytes', formOf('y')], ['another name', formOf('x', 'b.pdf')], ['another description', formOf('x', 'invoice.pdf', { description: 'd' })]])(
    'is a conflict with %s', async (what, form) => {
      const id = required();
      await keyed(id, formOf('x'), what);
      expect(codeOf(await keyed(id, form, what))).toEqual([409, 'IDEMPOTENCY_CONFLICT']);
    },
  );

  it('uses the same key in the store when its outcome stayed unknown', async () => {
    const id = required();
    gateway.fake.on(uploadDocument, () => silence);
    const first = await keyed(id, formOf('x'), 'unknown');
    expect([...codeOf(first), first.headers.get('retry-after')]).toEqual([503, 'SERVICE_UNAVAILABLE', '1']);
    const { documentKey = '' } = lastUpload() ?? {};
    gateway.world.listen(gateway.fake);
    expect((await keyed(id, formOf('x'), 'unknown')).status).toBe(200);
    expect(lastUpload()?.documentKey).toBe(documentKey);
    expect((await stored(documentKey))?.toString()).toBe('x');
  });
});
