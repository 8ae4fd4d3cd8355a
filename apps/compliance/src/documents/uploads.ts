import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LARGEST_DOCUMENT, type uploadDocument } from '@sluice/contract-compliance';
import type { RequestOf, ReplyOf } from '@sluice/contract-kit';
import { DocumentStore, isDocumentKeyOf, TooManyBytes } from '@sluice/document-store';
import { DomainError, idFrom } from '@sluice/kernel';
import type { RequestMessage } from '@sluice/messaging';
import { TenantSettings } from '@sluice/persistence';
import { ServiceConfig } from '@sluice/service-host';
import { Cases } from '../cases/cases.repository.js';
import { uploadViewOf, viewOf, type ComplianceCase, type Upload } from '../cases/compliance-case.js';
import { RulesInForce } from '../rules/rules.repository.js';
import type { ContentType } from './document.js';
import { checkAwaited, requirementIn, uploaded } from './requirement.js';
import { VirusScan } from './virus-scan.js';

type Announced = Pick<RequestOf<typeof uploadDocument>, 'documentKey' | 'size' | 'sha256'>;

const invalid = (message: string): DomainError => new DomainError('invalid_request', message, [{ field: 'file', message }]);
const tooLarge = (): DomainError => new DomainError('document_too_large', 'A document has at most 10 MiB.');

/** A document as it is kept: what it is, and where that lies which people are shown. */
export interface InspectedDocument {
  readonly contentType: ContentType;
  readonly shownKey: string;
}

const remadeKeyOf = (tenantId: string, documentKey: string): string => `${tenantId}/${idFrom('remade picture', documentKey)}`;

/** Inspects an uploaded document before anybody else opens it. */
@Injectable()
export class DocumentInspection {
  constructor(private readonly store: DocumentStore, private readonly scan: VirusScan) {}

  /**
   * What it is, when it is what was announced, one of the kinds that are taken, whole, and without a virus. A picture is
   * stored anew from its pixels, under a key that follows from its own, so that doing it again does the same.
   * @throws DomainError `invalid_request`, `document_too_large`, `unsupported_document_type`; any other error when no verdict was reached.
   */
  async inspect(announced: Announced, tenantId: string): Promise<InspectedDocument> {
    if (!isDocumentKeyOf(tenantId, announced.documentKey)) throw invalid('No document of this tenant lies there.');
    if (announced.size > LARGEST_DOCUMENT) throw tooLarge();
    const bytes = await this.bytesOf(announced.documentKey);
    if (bytes.length === 0) throw invalid('The document is empty.');
    const isAnnounced = bytes.length === announced.size && createHash('sha256').update(bytes).digest('hex') === announced.sha256;
    if (!isAnnounced) throw invalid('The document is not the one that was announced.');
    if ((await this.scan.virusIn(bytes)) !== null) throw invalid('The document is infected.');
    // What reads pictures is in memory from the first document on, and not before.
    const { takenDocument } = await import('./document.js');
    const { contentType, remade } = await takenDocument(bytes);
    if (remade === undefined) return { contentType, shownKey: announced.documentKey };
    const shownKey = remadeKeyOf(tenantId, announced.documentKey);
    await this.store.put(shownKey, remade);
    return { contentType, shownKey };
  }

  private async bytesOf(documentKey: string): Promise<Buffer> {
    try {
      const bytes = await this.store.read(documentKey, LARGEST_DOCUMENT);
      if (bytes === null) throw invalid('No document lies there.');
      return bytes;
    } catch (error) {
      throw error instanceof TooManyBytes ? tooLarge() : error;
    }
  }
}

type UploadRequest = RequestMessage<typeof uploadDocument>;
type UploadReply = ReplyOf<typeof uploadDocument>;

/** Takes uploaded documents into their case. */
@Injectable()
export class Uploads {
  constructor(
    private readonly cases: Cases,
    private readonly inspection: DocumentInspection,
    private readonly store: DocumentStore,
    private readonly rules: RulesInForce,
    private readonly settings: TenantSettings,
    private readonly config: ServiceConfig,
  ) {}

  /** @throws DomainError for what is refused, whose bytes are deleted then. */
  async take(request: UploadRequest): Promise<UploadReply> {
    try {
      return await this.inspectAndStore(request);
    } catch (error) {
      if (error instanceof DomainError) await this.discard(request);
      throw error;
    }
  }

  private async inspectAndStore(request: UploadRequest): Promise<UploadReply> {
    const { requirementId, documentKey, filename, description, size, sha256 } = request.body;
    const { id: withdrawalId, state } = await this.cases.byRequirement(requirementId, request.tenantId);
    const known = requirementIn(state, requirementId);
    if (known.upload?.documentKey === documentKey) return repliedWith(state, requirementId);
    checkAwaited(state, known);
    const { contentType, shownKey } = await this.inspection.inspect(request.body, request.tenantId);
    const at = await this.settings.now(request.tenantId);
    const upload: Upload = { documentKey, shownKey, filename, note: description, size, sha256, contentType, at };
    const reviewDueAt = (await this.isReviewedByItself(request.tenantId)) ? at : null;
    const changed = await this.cases.change(withdrawalId, { ...request, withdrawalId }, (current) => current && uploaded(current.state, requirementId, upload, reviewDueAt));
    if (!changed) throw new DomainError('not_found', 'No such document was asked for.');
    return repliedWith(changed.state, requirementId);
  }

  private async isReviewedByItself(tenantId: string): Promise<boolean> {
    return this.config.sandbox && (await this.rules.inForce(tenantId)).rules.autoReview;
  }

  /** What is refused is not kept, unless another requirement refers to the same bytes. */
  private async discard({ tenantId, body }: UploadRequest): Promise<void> {
    if (!isDocumentKeyOf(tenantId, body.documentKey) || (await this.cases.isDocumentInUse(body.documentKey, tenantId))) return;
    await Promise.all([body.documentKey, remadeKeyOf(tenantId, body.documentKey)].map((key) => this.store.delete(key)));
  }
}

/** As it stood after the upload, also when the upload is repeated after the review. */
function repliedWith(state: ComplianceCase, requirementId: string): UploadReply {
  const requirement = requirementIn(state, requirementId);
  if (requirement.upload === null) throw new DomainError('invalid_status', 'Nothing was uploaded.');
  return { ...viewOf(requirement), ...uploadViewOf(requirement.upload) };
}
