import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { uploadDocument } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { DocumentStore } from '@sluice/document-store';
import { DomainError } from '@sluice/kernel';
import { Services } from '../services/services.js';
import { DocumentStoreFailed } from './document-store-failed.js';

export interface HandedIn {
  readonly requirementId: string;
  readonly filename: string;
  readonly description: string | undefined;
  readonly bytes: Buffer;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Brings documents to compliance: the bytes through the document store, their key in the message. */
@Injectable()
export class DocumentUploads {
  private readonly logger = new Logger(DocumentUploads.name);

  constructor(private readonly services: Services, private readonly store: DocumentStore) {}

  /**
   * Hands a document in. The bytes lie under a key made of `uploadId`, so that what is repeated under the same one is seen as
   * the same upload.
   * @throws DomainError as `uploadDocument`; DocumentStoreFailed
   */
  async handIn(tenantId: string, uploadId: string, { requirementId, bytes, filename, description }: HandedIn): Promise<ReplyOf<typeof uploadDocument>> {
    const documentKey = `${tenantId}/${uploadId}`;
    await this.put(documentKey, bytes);
    try {
      return await this.services.ask(uploadDocument, { requirementId, documentKey, filename, description, size: bytes.length, sha256: sha256Of(bytes) }, { tenantId });
    } catch (error) {
      // Of a refusal alone it is certain that nobody will come for the bytes.
      if (error instanceof DomainError) await this.discard(documentKey);
      throw error;
    }
  }

  private async put(documentKey: string, bytes: Buffer): Promise<void> {
    try {
      await this.store.put(documentKey, bytes);
    } catch (error) {
      throw new DocumentStoreFailed('The document could not be stored.', { cause: error });
    }
  }

  /** Bytes that stay behind harm nobody; the client is told why it was refused in any case. */
  private async discard(documentKey: string): Promise<void> {
    try {
      await this.store.delete(documentKey);
    } catch (error) {
      this.logger.warn({ err: error as Error, documentKey }, 'A refused document stays in the store.');
    }
  }
}
