import {
  decideReferral, getLimits, getRequirement, listDocuments, listListedNames, listReferrals, listRequirements, readDocument, reviewDocument, setLimits, setRules, uploadDocument,
} from '@sluice/contract-compliance';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, numericId } from '@sluice/kernel';
import type { FakeServices } from './fake-services.js';

type Row = ReplyOf<typeof listDocuments>['documents'][number];
type Referral = ReplyOf<typeof listReferrals>['referrals'][number];
type Listed = ReplyOf<typeof listListedNames>['names'][number];
type Limits = ReplyOf<typeof getLimits>;

interface ReceivedRequest {
  readonly tenantId: string;
  row: Row;
  documentKey?: string;
}

const AT = '2026-01-15T10:40:00.500Z';
const types: Readonly<Record<string, 'application/pdf' | 'image/png'>> = { pdf: 'application/pdf', png: 'image/png' };
const typeOf = (filename: string) => types[filename.split('.').at(-1) ?? ''];
const impossible = (message: string): DomainError => new DomainError('invalid_status', message);

/** A compliance service that judges documents by the end of their names. */
export class FakeCompliance {
  readonly documents = new Map<string, ReceivedRequest>();
  readonly referrals = new Map<string, { tenantId: string; referral: Referral }>();
  /** Names that are like one on a list, by tenant. */
  readonly listedNames = new Map<string, Listed[]>();
  private readonly limits = new Map<string, Limits>();

  /** A document that the tenant's withdrawal waits for. */
  require(tenantId: string, withdrawalId: string, changes: Partial<Row> = {}): string {
    const id = numericId('doc_req_');
    const row: Row = {
      id, withdrawalId, type: 'INVOICE', description: 'Please provide invoice or receipt for this payment', status: 'PENDING', stage: 'up-front', requestedAt: AT, awaited: true, ...changes,
    };
    this.documents.set(id, { tenantId, row });
    return id;
  }

  refer(tenantId: string, withdrawalId: string): void {
    const hit = { name: 'Ada', listed: 'Ida', list: 'SDN', listedId: '1', score: 0.9 };
    this.referrals.set(withdrawalId, { tenantId, referral: { withdrawalId, stage: 'in-review', listVersion: '1', hits: [hit], referredAt: AT } });
  }

  listen(fake: FakeServices): void {
    fake.on(setRules, ({ body }) => ({ ...body, ruleVersion: '1.0' }));
    fake.on(listRequirements, ({ tenantId, body }) => ({ requirements: this.rows(tenantId).filter(({ withdrawalId }) => withdrawalId === body.withdrawalId) }));
    fake.on(getRequirement, ({ tenantId, body }) => this.find(tenantId, body.id).row);
    fake.on(uploadDocument, ({ tenantId, body }) => this.upload(tenantId, body));
    fake.on(readDocument, ({ tenantId, body }) => this.read(tenantId, body.requirementId));
    fake.on(listDocuments, ({ tenantId, body }) => this.list(tenantId, body));
    fake.on(reviewDocument, ({ tenantId, body }) => this.review(tenantId, body));
    this.listenForCases(fake);
  }

  private listenForCases(fake: FakeServices): void {
    fake.on(listListedNames, ({ tenantId }) => ({ names: this.listedNames.get(tenantId) ?? [] }));
    fake.on(listReferrals, ({ tenantId }) => ({ referrals: [...this.referrals.values()].filter((each) => each.tenantId === tenantId).map(({ referral }) => referral) }));
    fake.on(decideReferral, ({ tenantId, body }) => {
      if (this.referrals.get(body.withdrawalId)?.tenantId !== tenantId) throw new DomainError('not_found', 'There is no such case.');
      this.referrals.delete(body.withdrawalId);
      return body;
    });
    fake.on(getLimits, ({ tenantId }) => this.limitsOf(tenantId));
    fake.on(setLimits, ({ tenantId, body }) => {
      if (body.revision > this.limitsOf(tenantId).revision) this.limits.set(tenantId, body);
      return this.limitsOf(tenantId);
    });
  }

  private limitsOf(tenantId: string): Limits {
    return this.limits.get(tenantId) ?? { limits: [], revision: 0 };
  }

  private rows(tenantId: string): Row[] {
    return [...this.documents.values()].filter((each) => each.tenantId === tenantId).map(({ row }) => row);
  }

  private find(tenantId: string, id: string): ReceivedRequest {
    const found = this.documents.get(id);
    if (found?.tenantId !== tenantId) throw new DomainError('not_found', 'No such document was asked for.');
    return found;
  }

  private upload(tenantId: string, { requirementId, documentKey, filename, description, size }: RequestOf<typeof uploadDocument>): ReplyOf<typeof uploadDocument> {
    const found = this.find(tenantId, requirementId);
    if (found.documentKey !== documentKey) {
      if (found.row.status !== 'PENDING') throw impossible(`A document that is ${found.row.status} cannot be uploaded.`);
      if (!typeOf(filename)) throw new DomainError('unsupported_document_type', 'The document is neither a PDF nor a PNG nor a JPG.');
      found.documentKey = documentKey;
      found.row = { ...found.row, status: 'UPLOADED', filename, size, uploadedAt: AT, note: description };
    }
    return { ...found.row, filename, size, uploadedAt: AT };
  }

  private read(tenantId: string, requirementId: string): ReplyOf<typeof readDocument> {
    const { documentKey, row } = this.find(tenantId, requirementId);
    if (documentKey === undefined) throw impossible('Nothing was uploaded yet.');
    const filename = row.filename ?? '';
    return { documentKey, filename, contentType: typeOf(filename) ?? 'application/pdf' };
  }

  private list(tenantId: string, { withdrawalId, status, limit, after }: RequestOf<typeof listDocuments>): ReplyOf<typeof listDocuments> {
    const fitting = this.rows(tenantId).filter((row) => row.withdrawalId === (withdrawalId ?? row.withdrawalId) && row.status === (status ?? row.status));
    const start = after === undefined ? 0 : fitting.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && start === 0) throw new DomainError('invalid_request', 'There is no document to go on after.', [{ field: 'after', message: 'is unknown' }]);
    return { documents: fitting.slice(start, start + limit), more: fitting.length > start + limit };
  }

  private review(tenantId: string, { requirementId, decision, reason }: RequestOf<typeof reviewDocument>): ReplyOf<typeof reviewDocument> {
    const found = this.find(tenantId, requirementId);
    if (found.row.status !== 'UPLOADED') throw impossible('There is nothing to review.');
    found.row = { ...found.row, status: decision === 'accept' ? 'ACCEPTED' : 'REJECTED', reason };
    return found.row;
  }
}
