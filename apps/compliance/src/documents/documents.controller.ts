import { Controller } from '@nestjs/common';
import { getRequirement, listDocuments, listRequirements, readDocument, reviewDocument, uploadDocument } from '@sluice/contract-compliance';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DomainError, numericId } from '@sluice/kernel';
import { OnRequest, type RequestMessage } from '@sluice/messaging';
import { TenantSettings, type Versioned } from '@sluice/persistence';
import { Cases } from '../cases/cases.repository.js';
import { viewOf, type ComplianceCase, type Requirement } from '../cases/compliance-case.js';
import { requirementIn, reviewed } from './requirement.js';
import { Uploads } from './uploads.js';

type Case = Versioned<ComplianceCase>;
type Row = ReplyOf<typeof listDocuments>['documents'][number];

/** The documents that cases require: what is missing, uploads, and reviews. */
@Controller()
export class DocumentsController {
  constructor(
    private readonly cases: Cases,
    private readonly uploads: Uploads,
    private readonly settings: TenantSettings,
  ) {}

  @OnRequest(listRequirements)
  async listRequirements({ tenantId, body }: RequestMessage<typeof listRequirements>): Promise<ReplyOf<typeof listRequirements>> {
    const found = await this.cases.find(body.withdrawalId);
    return { requirements: found?.tenantId === tenantId ? found.state.requirements.map(viewOf) : [] };
  }

  @OnRequest(getRequirement)
  async getRequirement({ tenantId, body }: RequestMessage<typeof getRequirement>): Promise<ReplyOf<typeof getRequirement>> {
    const { id: withdrawalId, state } = await this.cases.byRequirement(body.id, tenantId);
    return { withdrawalId, ...viewOf(requirementIn(state, body.id)) };
  }

  @OnRequest(uploadDocument)
  upload(request: RequestMessage<typeof uploadDocument>): Promise<ReplyOf<typeof uploadDocument>> {
    return this.uploads.take(request);
  }

  @OnRequest(readDocument)
  async read({ tenantId, body }: RequestMessage<typeof readDocument>): Promise<ReplyOf<typeof readDocument>> {
    const { state } = await this.cases.byRequirement(body.requirementId, tenantId);
    const { upload } = requirementIn(state, body.requirementId);
    if (state.documentsRemovedAt !== undefined) throw new DomainError('not_found', 'The document was kept long enough and is removed.');
    if (upload === null) throw new DomainError('invalid_status', 'Nothing was uploaded yet.');
    const { documentKey, shownKey = documentKey, contentType, filename } = upload;
    return { documentKey: shownKey, contentType, filename };
  }

  @OnRequest(reviewDocument)
  async review(request: RequestMessage<typeof reviewDocument>): Promise<ReplyOf<typeof reviewDocument>> {
    const { id: withdrawalId } = await this.cases.byRequirement(request.body.requirementId, request.tenantId);
    const decided = { ...request.body, at: await this.settings.now(request.tenantId) };
    await this.cases.change(withdrawalId, { ...request, withdrawalId }, (current) =>
      current && reviewed(current.state, decided, withdrawalId, () => numericId('doc_req_')),
    );
    const { state } = await this.cases.byRequirement(decided.requirementId, request.tenantId);
    return viewOf(requirementIn(state, decided.requirementId));
  }

  @OnRequest(listDocuments)
  async list({ tenantId, body }: RequestMessage<typeof listDocuments>): Promise<ReplyOf<typeof listDocuments>> {
    const from = body.after === undefined ? null : await this.caseAt(body.after, tenantId);
    // The first case may have been shown whole already, and one more than the limit says whether there are more.
    const cases = await this.cases.withDocuments(tenantId, conditionsOf(body), from, body.limit + 2);
    const found = cases.flatMap((one) => rowsOf(one, body));
    return { documents: found.slice(0, body.limit), more: found.length > body.limit };
  }

  private caseAt(requirementId: string, tenantId: string): Promise<Case> {
    return this.cases.byRequirement(requirementId, tenantId).catch((error: unknown) => {
      throw error instanceof DomainError ? new DomainError('invalid_request', 'There is no document to go on after.', [{ field: 'after', message: 'Unknown.' }]) : error;
    });
  }
}

const conditionsOf = ({ withdrawalId, status }: RequestOf<typeof listDocuments>): Record<string, unknown> => ({
  ...(withdrawalId === undefined ? {} : { _id: withdrawalId }),
  ...(status === undefined ? {} : { 'requirements.status': status }),
});

function rowsOf({ id, state }: Case, { status, after }: RequestOf<typeof listDocuments>): Row[] {
  const seen = state.requirements.findIndex((requirement) => requirement.id === after);
  return state.requirements.slice(seen + 1).filter((requirement) => status === undefined || requirement.status === status).map((requirement) => rowOf(id, state, requirement));
}

const rowOf = (withdrawalId: string, { closed }: ComplianceCase, requirement: Requirement): Row => ({
  ...viewOf(requirement),
  withdrawalId,
  stage: requirement.stage,
  requestedAt: requirement.requestedAt.toISOString(),
  ...(requirement.reviewedAt === null ? {} : { reviewedAt: requirement.reviewedAt.toISOString() }),
  awaited: !closed && (requirement.status === 'PENDING' || requirement.status === 'UPLOADED'),
});
