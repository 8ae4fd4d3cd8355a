import { Controller } from '@nestjs/common';
import { readDocument } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { OnRequest, type Ask } from '@sluice/messaging';
import { Cases } from '../adapters/cases.store.js';
import { requirementIn } from '../cases/upload-document.js';

@Controller()
export class ReadDocumentHandler {
  constructor(private readonly cases: Cases) {}

  @OnRequest(readDocument)
  async handle({ tenantId, body }: Ask<typeof readDocument>): Promise<ReplyOf<typeof readDocument>> {
    const { state } = await this.cases.byRequirement(body.requirementId, tenantId);
    const { upload } = requirementIn(state, body.requirementId);
    if (upload === null) throw new DomainError('invalid_status', 'Nothing was uploaded yet.');
    const { documentKey, shownKey = documentKey, contentType, filename } = upload;
    return { documentKey: shownKey, contentType, filename };
  }
}
