import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@sluice/builders';
import { uploadDocument } from '@sluice/contract-compliance';
import { DocumentStore } from '@sluice/document-store';
import { newId } from '@sluice/kernel';
import { Clients } from '../src/access/clients.js';
import { GatewayConfig } from '../src/gateway.config.js';
import { GatewayUnderTest, type Answer } from './gateway-under-test.js';

const ANSWER_WITHIN_MS = 500;
const LEASE_MS = 100;

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await GatewayUnderTest.start({ idempotencyLeaseMs: LEASE_MS });
  await gateway.authorization('acme-bultra');
  Object.assign(gateway.service.app.get(GatewayConfig), { answerWithinMs: ANSWER_WITHIN_MS });
});
afterAll(() => gateway.stop());

/** Whatever calls this method waits until it is let go on. */
function holdBack(of: object, method: string): { waiting: () => number; letGo: () => void } {
  const held = Promise.withResolvers<void>();
  const original = Reflect.get(of, method) as (...args: unknown[]) => Promise<unknown>;
  let waiting = 0;
  Object.assign(of, {
    [method]: async (...args: unknown[]) => {
      waiting += 1;
      await held.promise;
      return original.apply(of, args);
    },
  });
  const letGo = (): void => {
    Reflect.deleteProperty(of, method);
    held.resolve();
  };
  open.push(letGo);
  return { waiting: () => waiting, letGo };
}
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

const required = (): string => gateway.world.compliance.require('acme', 'withdrawal-1');
const pathOf = (id: string): string => `/bultra/v1/documents/${id}/upload`;
const uploads = (id: string) => gateway.fake.received(uploadDocument).filter(({ body }) => body.requirementId === id);

function upload(id: string, key: string): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob(['%PDF-1.7'], { type: 'application/pdf' }), 'invoice.pdf');
  return gateway.upload('acme-bultra', pathOf(id), form, { 'x-bultra-idempotency-id': key });
}

const overdue = ({ status, headers, body }: Answer): unknown[] => [status, headers.get('retry-after'), (body['error'] as { code: string }).code];
const OVERDUE = [503, '1', 'SERVICE_UNAVAILABLE'];

describe('an upload that cannot be answered in time', () => {
  it('because its document cannot be stored is a 503, and comes to one result when it is repeated under its key', async () => {
    const [id, key] = [required(), newId()];
    const store = holdBack(gateway.service.app.get(DocumentStore), 'put');
    expect(overdue(await upload(id, key))).toEqual(OVERDUE);
    expect(overdue(await upload(id, key))).toEqual(OVERDUE);
    expect(uploads(id)).toEqual([]);
    store.letGo();
    const repeated = await upload(id, key);
    expect([repeated.status, repeated.body['status']]).toEqual([200, 'UPLOADED']);
    expect((await upload(id, key)).text).toBe(repeated.text);
    await until('what was begun is done', () => uploads(id).length >= 2);
    expect(new Set(uploads(id).map(({ body }) => body.documentKey)).size).toBe(1);
    expect(gateway.world.compliance.documents.get(id)?.row.status).toBe('UPLOADED');
  });

  it('because nobody can say who sends it is a 503, and nothing of it is done later', async () => {
    const id = required();
    const clients = holdBack(gateway.service.app.get(Clients), 'byId');
    expect(overdue(await upload(id, newId()))).toEqual(OVERDUE);
    expect(clients.waiting()).toBe(1);
    clients.letGo();
    expect((await gateway.as('acme-bultra', 'GET', `/bultra/v1/documents/${id}`)).body['status']).toBe('PENDING');
    expect((await upload(id, newId())).status).toBe(200);
    expect(uploads(id)).toHaveLength(1);
  });
});

describe('an upload whose sender takes longer than that', () => {
  const lines = ['------b', 'Content-Disposition: form-data; name="file"; filename="slow.pdf"', 'Content-Type: application/pdf', '', '%PDF-1.7', '------b--', ''].join('\r\n');

  async function begun(id: string): Promise<{ sent: ClientRequest; answer: Promise<IncomingMessage> }> {
    const headers = { ...(await gateway.authorization('acme-bultra')), 'content-type': 'multipart/form-data; boundary=----b', 'content-length': String(lines.length) };
    const sent = request(`${gateway.service.url}${pathOf(id)}`, { method: 'POST', headers });
    const answer = new Promise<IncomingMessage>((resolve, reject) => sent.on('response', resolve).on('error', reject));
    sent.write(lines.slice(0, 40));
    return { sent, answer };
  }

  it('is waited for, and answered', async () => {
    const id = required();
    const { sent, answer } = await begun(id);
    holdBack(gateway.service.app.get(DocumentStore), 'put');
    // Begun later, it has had its time when it is answered; and so would the slow one have.
    expect(overdue(await upload(required(), newId()))).toEqual(OVERDUE);
    open.splice(0).forEach((close) => close());
    sent.end(lines.slice(40));
    const response = await answer;
    expect([response.statusCode, JSON.parse(await text(response))]).toEqual([200, expect.objectContaining({ id, status: 'UPLOADED', filename: 'slow.pdf' })]);
  });
});
