import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { getRequirement, LARGEST_SHOWN_DOCUMENT, readDocument, uploadDocument } from '@sluice/contract-compliance';
import type { ReplyOf } from '@sluice/contract-kit';
import { DocumentStore } from '@sluice/document-store';
import { DomainError } from '@sluice/kernel';
import { OutsideFailed } from '../http/problem.js';
import { Services, type Caller } from '../services/services.js';

/** The document store cannot be reached, or failed. */
export class DocumentStoreFailed extends OutsideFailed {
  override readonly name = 'DocumentStoreFailed';
}

export interface Upload {
  readonly requirementId: string;
  readonly filename: string;
  readonly description: string | undefined;
  readonly bytes: Buffer;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The documents that withdrawals wait for. Their bytes go to compliance through the document store, their key in the message. */
@Injectable()
export class Documents {
  private readonly logger = new Logger(Documents.name);

  constructor(private readonly services: Services, private readonly store: DocumentStore) {}

  /**
   * The bytes are stored under a key made of `uploadId`, so that a repetition with the same one is seen as the same upload.
   * @throws DomainError as `uploadDocument`; DocumentStoreFailed
   */
  async upload({ tenantId }: Caller, uploadId: string, { requirementId, bytes, filename, description }: Upload): Promise<ReplyOf<typeof uploadDocument>> {
    const documentKey = `${tenantId}/${uploadId}`;
    await this.put(documentKey, bytes);
    try {
      return await this.services.request(uploadDocument, { requirementId, documentKey, filename, description, size: bytes.length, sha256: sha256Of(bytes) }, { tenantId });
    } catch (error) {
      // Of a refusal alone it is certain that nobody will come for the bytes.
      if (error instanceof DomainError) await this.discard(documentKey);
      throw error;
    }
  }

  /** The requirement and what was uploaded for it. */
  find(caller: Caller, id: string): Promise<ReplyOf<typeof getRequirement>> {
    return this.services.request(getRequirement, { id }, caller);
  }

  /** A document as it is shown to a reviewer, whatever its dialect. @throws DocumentStoreFailed also when it is not there: nobody deletes what was taken in */
  async content(caller: Caller, requirementId: string): Promise<{ readonly filename: string; readonly contentType: string; readonly bytes: Buffer }> {
    const { documentKey, contentType, filename } = await this.services.request(readDocument, { requirementId }, caller);
    return { filename, contentType, bytes: await this.stored(documentKey) };
  }

  private async stored(documentKey: string): Promise<Buffer> {
    let bytes: Buffer | null;
    try {
      bytes = await this.store.read(documentKey, LARGEST_SHOWN_DOCUMENT);
    } catch (error) {
      throw new DocumentStoreFailed('A document could not be read.', { cause: error });
    }
    if (bytes === null) throw new DocumentStoreFailed('A document that was taken in is not in the store.');
    return bytes;
  }

  private async put(documentKey: string, bytes: Buffer): Promise<void> {
    try {
      await this.store.put(documentKey, bytes);
    } catch (error) {
      throw new DocumentStoreFailed('The document could not be stored.', { cause: error });
    }
  }

  /** Bytes that stay behind harm nobody; the client is answered why it was refused in any case. */
  private async discard(documentKey: string): Promise<void> {
    try {
      await this.store.delete(documentKey);
    } catch (error) {
      this.logger.warn({ err: error as Error, documentKey }, 'A refused document stays in the store.');
    }
  }
}
