import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LARGEST_DOCUMENT, type uploadDocument } from '@sluice/contract-compliance';
import type { AskOf } from '@sluice/contract-kit';
import { DocumentStore, isDocumentKeyOf, TooManyBytes } from '@sluice/document-store';
import { DomainError, idFrom } from '@sluice/kernel';
import { takenDocument, type ContentType } from '../documents/document.js';
import { VirusScan } from '../ports/virus-scan.js';

type Announced = Pick<AskOf<typeof uploadDocument>, 'documentKey' | 'size' | 'sha256'>;

const invalid = (message: string): DomainError => new DomainError('invalid_request', message, [{ field: 'file', message }]);
const tooLarge = (): DomainError => new DomainError('document_too_large', 'A document has at most 10 MiB.');

/** A document as it is kept: what it is, and where that lies which people are shown. */
export interface InspectedDocument {
  readonly contentType: ContentType;
  readonly shownKey: string;
}

export const remadeKeyOf = (tenantId: string, documentKey: string): string => `${tenantId}/${idFrom('remade picture', documentKey)}`;

/** Looks at an uploaded document before anybody else does. */
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
