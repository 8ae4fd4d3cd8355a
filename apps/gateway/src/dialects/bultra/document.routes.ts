import { Get, Param, Post } from '@nestjs/common';
import { getRequirement, LARGEST_DOCUMENT, uploadDocument } from '@sluice/contract-compliance';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { DocumentUploads, sha256Of } from '../../documents/document-uploads.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Services } from '../../services/services.js';
import { BultraController, expectDocumentId } from './dialect-route.js';
import { documentBody, uploadedBody } from './mapping.js';
import { readUpload, uploadSchema } from './schema.js';
import { Operation } from '../../openapi/operation.js';
import { documentShape, uploadedShape } from './answer.schema.js';

/** Documents that a withdrawal waits for. */
@BultraController('documents')
export class DocumentRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly uploads: DocumentUploads) {}

  @Post(':id/upload')
  @Needs('documents:write')
  @Operation({
    summary: 'Upload a document', body: { schema: uploadSchema, mediaType: 'multipart/form-data' }, answer: { status: 200, body: uploadedShape }, asks: [uploadDocument],
  })
  async upload(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    const upload = readUpload(await call.form({ field: 'file', fileBytes: LARGEST_DOCUMENT }));
    const { bytes, filename, description } = upload;
    return this.once.answerTo(call, { filename, description, sha256: sha256Of(bytes) }, async ({ uuid }) => {
      const requirementId = expectDocumentId(id);
      return jsonReply(200, uploadedBody(await this.uploads.handIn(call.tenantId, uuid, { ...upload, requirementId })));
    });
  }

  @Get(':id')
  @Needs('documents:read')
  @Operation({ summary: 'Read what is asked for and what was uploaded', answer: { status: 200, body: documentShape }, asks: [getRequirement] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, documentBody(await this.services.ask(getRequirement, { id: expectDocumentId(id) }, call)));
  }
}
