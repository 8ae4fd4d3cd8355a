import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@sluice/builders';
import { caseClosed, cleared, closeCase, documentsAccepted, documentsRequired, listRequirements, reviewDocument, screen, setRules } from '@sluice/contract-compliance';
import { newId } from '@sluice/kernel';
import { ComplianceModule } from '../src/compliance.module.js';
import { initialRules } from '../src/rules/rules.js';
import { handIn } from './sample-documents.js';

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ module: ComplianceModule, service: 'compliance' });
  await service.requests.request(setRules, { ...initialRules.rules, autoReview: false, revision: 1 }, { tenantId: 'acme' });
});
afterAll(() => service.stop());

type Screened = Partial<(typeof screen)['sample']>;
const large: Screened = { amount: { currency: 'USD', units: '6000000' } };

const ask = (withdrawalId: string, about: Screened = {}, context: { tenantId?: string; id?: string } = {}): Promise<string> =>
  service.publish(screen, { ...screen.sample, ...about }, { withdrawalId, ...context });
const close = (withdrawalId: string): Promise<string> => service.publish(closeCase, {}, { withdrawalId });
const requirementsOf = async (withdrawalId: string, tenantId = 'acme') =>
  (await service.requests.request(listRequirements, { withdrawalId }, { tenantId })).requirements;

async function upload(withdrawalId: string): Promise<void> {
  const pending = (await requirementsOf(withdrawalId)).find(({ status }) => status === 'PENDING');
  await handIn(service, pending!.id);
}

const review = (requirementId: string, decision: 'accept' | 'reject', tenantId = 'acme') =>
  service.requests.request(reviewDocument, { requirementId, decision }, { tenantId });

describe('a withdrawal that no rule applies to', () => {
  it('is cleared, and has no documents to show', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId);
    expect(await service.next(cleared)).toMatchObject({ withdrawalId, tenantId: 'acme', body: { stage: 'up-front', ruleVersion: '1.1' } });
    expect(await requirementsOf(withdrawalId)).toEqual([]);
  });

  it('is answered the same when screened again, and a copy of the command leads to a copy of the answer', async () => {
    const withdrawalId = newId();
    const id = newId();
    await ask(withdrawalId, {}, { id });
    await ask(withdrawalId, {}, { id });
    await ask(withdrawalId, large);
    const answers = [await service.next(cleared), await service.next(cleared), await service.next(cleared)];
    expect(answers.map(({ body }) => body)).toEqual(Array(3).fill({ stage: 'up-front', ruleVersion: '1.1', lookedUpAt: expect.any(String) }));
    expect(answers[1]?.id).toBe(answers[0]?.id);
    expect(answers[2]?.id).not.toBe(answers[0]?.id);
    expect(await requirementsOf(withdrawalId)).toEqual([]);
  });
});

describe('a withdrawal that a rule requires a document for', () => {
  it('waits for a document that only its tenant can see', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, large);
    expect(await service.next(documentsRequired)).toMatchObject({ withdrawalId, body: { stage: 'up-front' } });
    const id: unknown = expect.stringMatching(/^doc_req_\d{15}$/);
    expect(await requirementsOf(withdrawalId)).toEqual([
      { id, type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'PENDING' },
    ]);
    expect(await requirementsOf(withdrawalId, 'globex')).toEqual([]);
  });

  it('goes on when a reviewer has accepted the last of them, a rejected one made good', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, large);
    await service.next(documentsRequired);
    await upload(withdrawalId);
    const [first] = await requirementsOf(withdrawalId);
    expect(await review(first!.id, 'reject')).toMatchObject({ id: first!.id, status: 'REJECTED' });
    await upload(withdrawalId);
    const [, second] = await requirementsOf(withdrawalId);
    expect(await review(second!.id, 'accept')).toMatchObject({ id: second!.id, status: 'ACCEPTED' });
    expect(await review(second!.id, 'accept')).toMatchObject({ status: 'ACCEPTED' });
    expect(await service.next(documentsAccepted)).toMatchObject({ withdrawalId, body: { stage: 'up-front', ruleVersion: '1.1' } });
    expect(service.seen(documentsAccepted)).toEqual([]);
  });

  it('is not reviewed before an upload, nor by another tenant, nor under another id', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, large);
    await service.next(documentsRequired);
    const [requirement] = await requirementsOf(withdrawalId);
    await expect(review(requirement!.id, 'accept')).rejects.toMatchObject({ code: 'invalid_status' });
    await expect(review(requirement!.id, 'accept', 'globex')).rejects.toMatchObject({ code: 'not_found' });
    await expect(review('doc_req_1', 'accept')).rejects.toMatchObject({ code: 'not_found' });
    expect((await requirementsOf(withdrawalId))[0]).toMatchObject({ status: 'PENDING' });
  });
});

describe('a closed case', () => {
  it('answers so every time, and takes no decision', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId, large);
    await service.next(documentsRequired);
    await upload(withdrawalId);
    await close(withdrawalId);
    await close(withdrawalId);
    expect([(await service.next(caseClosed)).withdrawalId, (await service.next(caseClosed)).withdrawalId]).toEqual([withdrawalId, withdrawalId]);
    const [requirement] = await requirementsOf(withdrawalId);
    await expect(review(requirement!.id, 'accept')).rejects.toMatchObject({ code: 'invalid_status' });
    expect(service.seen(documentsAccepted)).toEqual([]);
  });

  it('does not answer a screening that comes after it', async () => {
    const withdrawalId = newId();
    await close(withdrawalId);
    await service.next(caseClosed);
    await ask(withdrawalId, large);
    await close(withdrawalId);
    await service.next(caseClosed);
    expect([...service.seen(documentsRequired), ...service.seen(cleared)]).toEqual([]);
    expect(await requirementsOf(withdrawalId)).toEqual([]);
  });
});

describe("a command for another tenant's withdrawal", () => {
  it('changes nothing and gets no answer', async () => {
    const withdrawalId = newId();
    await ask(withdrawalId);
    await service.next(cleared);
    await ask(withdrawalId, { ...large, stage: 'in-review' }, { tenantId: 'globex' });
    await ask(withdrawalId, { stage: 'in-review' });
    expect(await service.next(cleared)).toMatchObject({ tenantId: 'acme', body: { stage: 'in-review' } });
    expect(service.seen(documentsRequired)).toEqual([]);
  });
});

describe('rules of a tenant of its own', () => {
  const tenantId = 'initech';
  const strict = { ...initialRules.rules, newCounterparty: true, inReviewOver: '1.00' };

  it('hold from now on, whichever revision comes late', async () => {
    const inForce = await service.requests.request(setRules, { ...strict, revision: 4 }, { tenantId });
    expect(inForce).toEqual({ ...strict, revision: 4, ruleVersion: '1.4' });
    expect(await service.requests.request(setRules, { ...initialRules.rules, revision: 3 }, { tenantId })).toEqual(inForce);
  });

  it('require a document for a counterparty until a withdrawal to it has got through its review', async () => {
    const destinationId = `cpty_${newId()}`;
    const first = newId();
    await ask(first, { destinationId }, { tenantId });
    expect(await service.next(documentsRequired)).toMatchObject({ withdrawalId: first, body: { ruleVersion: '1.4' } });
    await ask(newId(), { destinationId }, { tenantId });
    await service.next(documentsRequired);
    await ask(first, { destinationId, stage: 'in-review', amount: { currency: 'USD', units: '100' } }, { tenantId });
    expect(await service.next(cleared)).toMatchObject({ withdrawalId: first, body: { stage: 'in-review' } });
    await ask(newId(), { destinationId }, { tenantId });
    expect(await service.next(cleared)).toMatchObject({ body: { stage: 'up-front' } });
  });

  it('leave other tenants alone', async () => {
    await ask(newId(), { destinationId: `cpty_${newId()}` });
    expect(await service.next(cleared)).toMatchObject({ tenantId: 'acme', body: { ruleVersion: '1.1' } });
  });
});
