import { Get, HttpCode, Post } from '@nestjs/common';
import { LARGEST_SHOWN_DOCUMENT, listDocuments, readDocument, reviewDocument } from '@sluice/contract-compliance';
import { DocumentStore } from '@sluice/document-store';
import { DomainError } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { readStored } from '../documents/read-stored.js';
import { readShape } from '../http/field-problems.js';
import { contentDisposition, fileReply, jsonReply, type FileReply, type Reply } from '../http/reply.js';
import { Services } from '../services/services.js';
import { documentListSchema, reviewSchema } from './case.schema.js';
import { OpsController } from './ops-controller.js';
import { PathId } from './path-id.js';
import { WithdrawalIds } from './withdrawal-ids.js';

/** The documents that withdrawals of any dialect wait for, and a reviewer's word on them. */
@OpsController('documents')
export class OpsDocumentRoutes {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds, private readonly store: DocumentStore) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after, withdrawalId: named, status } = readShape(documentListSchema, call.query);
    const withdrawalId = named === undefined ? undefined : await this.known(call.tenantId, named);
    if (withdrawalId === null) return jsonReply(200, { data: [], nextCursor: null });
    const { documents, more } = await this.services.ask(listDocuments, { withdrawalId, status, limit, after }, call);
    return jsonReply(200, { data: documents, nextCursor: more ? (documents.at(-1)?.id ?? null) : null });
  }

  /** To be shown in the page of whoever reviews it; its type is what it was found to be, whatever its name says. */
  @Get(':id/content')
  @Needs('ops:read')
  async content(@Incoming() call: Call, @PathId() requirementId: string): Promise<FileReply> {
    const { documentKey, contentType, filename } = await this.services.ask(readDocument, { requirementId }, call);
    return fileReply(contentType, await readStored(this.store, documentKey, LARGEST_SHOWN_DOCUMENT), contentDisposition('inline', filename));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Needs('ops:write')
  accept(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'accept');
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Needs('ops:write')
  reject(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'reject');
  }

  private async decide(call: Call, requirementId: string, decision: 'accept' | 'reject'): Promise<Reply> {
    const { reason } = readShape(reviewSchema, call.json() ?? {});
    return jsonReply(200, await this.services.ask(reviewDocument, { requirementId, decision, reason }, call));
  }

  /** A filter by a withdrawal that is not there finds nothing. */
  private async known(tenantId: string, id: string): Promise<string | null> {
    try {
      return await this.ids.canonical(tenantId, id);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found') return null;
      throw error;
    }
  }
}
