import { Controller } from '@nestjs/common';
import { uploadDocument } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { DocumentStore, isDocumentKeyOf } from '@sluice/document-store';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { Cases } from '../adapters/cases.store.js';
import { RulesInForce } from '../adapters/rules-in-force.store.js';
import { uploadViewOf, viewOf, type ComplianceCase, type Upload } from '../cases/compliance-case.js';
import { checkAwaited, requirementIn, uploaded } from '../cases/upload-document.js';
import { DocumentInspection, remadeKeyOf } from '../work/document-inspection.js';

type UploadAsk = Ask<typeof uploadDocument>;
type UploadReply = ReplyOf<typeof uploadDocument>;

@Controller()
export class UploadDocumentHandler {
  constructor(
    private readonly cases: Cases,
    private readonly inspection: DocumentInspection,
    private readonly store: DocumentStore,
    private readonly rules: RulesInForce,
    private readonly settings: TenantSettings,
    private readonly config: ServiceConfig,
  ) {}

  @OnRequest(uploadDocument)
  async handle(ask: UploadAsk): Promise<UploadReply> {
    try {
      return await this.take(ask);
    } catch (error) {
      if (error instanceof DomainError) await this.discard(ask);
      throw error;
    }
  }

  private async take(ask: UploadAsk): Promise<UploadReply> {
    const { requirementId, documentKey, filename, description, size, sha256 } = ask.body;
    const { id: withdrawalId, state } = await this.cases.byRequirement(requirementId, ask.tenantId);
    const known = requirementIn(state, requirementId);
    if (known.upload?.documentKey === documentKey) return repliedWith(state, requirementId);
    checkAwaited(state, known);
    const { contentType, shownKey } = await this.inspection.inspect(ask.body, ask.tenantId);
    const at = await this.settings.now(ask.tenantId);
    const upload: Upload = { documentKey, shownKey, filename, note: description, size, sha256, contentType, at };
    const reviewDueAt = (await this.isReviewedByItself(ask.tenantId)) ? at : null;
    const changed = await this.cases.change(withdrawalId, { ...ask, withdrawalId }, (current) => current && uploaded(current.state, requirementId, upload, reviewDueAt));
    if (!changed) throw new DomainError('not_found', 'No such document was asked for.');
    return repliedWith(changed.state, requirementId);
  }

  private async isReviewedByItself(tenantId: string): Promise<boolean> {
    return this.config.sandbox && (await this.rules.ofTenant(tenantId)).rules.autoReview;
  }

  /** What is refused is not kept, unless another requirement holds on to it. */
  private async discard({ tenantId, body }: UploadAsk): Promise<void> {
    if (!isDocumentKeyOf(tenantId, body.documentKey) || (await this.cases.isDocumentInUse(body.documentKey, tenantId))) return;
    await Promise.all([body.documentKey, remadeKeyOf(tenantId, body.documentKey)].map((key) => this.store.delete(key)));
  }
}

/** As it stood after the upload, also when it is asked for again after the review. */
function repliedWith(state: ComplianceCase, requirementId: string): UploadReply {
  const requirement = requirementIn(state, requirementId);
  if (requirement.upload === null) throw new DomainError('invalid_status', 'Nothing was uploaded.');
  return { ...viewOf(requirement), ...uploadViewOf(requirement.upload) };
}
