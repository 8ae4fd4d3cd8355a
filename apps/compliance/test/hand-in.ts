import { createHash } from 'node:crypto';
import type { TestService } from '@sluice/builders';
import { listRequirements, uploadDocument } from '@sluice/contract-compliance';
import type { AskOf, ReplyOf } from '@sluice/contract-kit';
import { DocumentStore, freshDocumentKey } from '@sluice/document-store';
import { pdf } from './sample-documents.js';

type Told = Partial<AskOf<typeof uploadDocument>>;

/** What the gateway does with an upload: the bytes into the store under a fresh key, then word of them. `told` is said otherwise than it is. */
export async function handIn(service: TestService, requirementId: string, bytes: Buffer = pdf, told: Told = {}, tenantId = 'acme'): Promise<ReplyOf<typeof uploadDocument>> {
  const documentKey = freshDocumentKey(tenantId);
  await service.app.get(DocumentStore).put(documentKey, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return service.requests.request(uploadDocument, { requirementId, documentKey, filename: 'invoice.pdf', size: bytes.length, sha256, ...told }, { tenantId });
}

export const requirementsOf = async (service: TestService, withdrawalId: string, tenantId = 'acme') =>
  (await service.requests.request(listRequirements, { withdrawalId }, { tenantId })).requirements;
