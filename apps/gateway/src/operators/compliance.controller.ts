import { isDeepStrictEqual } from 'node:util';
import { Get, HttpCode, Post, Put } from '@nestjs/common';
import { decideReferral, getLimits, limitSchema, listDocuments, listListedNames, listReferrals, readDocument, reviewDocument, setLimits } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import type { RequestOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { contentDisposition, fileReply, jsonReply, type FileReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { owned, Services } from '../services/services.js';
import { Documents } from '../withdrawals/documents.js';
import { decisionShape, documentListShape, limitListShape, listedNameListShape, referralListShape, reviewedShape } from './answers.js';
import {
  cutQuerySchema, cutReply, OperatorsController, optionalReasonBody, optionalReasonSchema, pageReply, pageShape, PathId, reasonBody, reasonSchema, withdrawalFilter,
} from './operator-route.js';
import { WithdrawalIds } from './withdrawal.view.js';

const documentListSchema = z.object({ ...pageShape, withdrawalId: withdrawalFilter, status: z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']).optional() });

/** The documents that withdrawals of any dialect wait for, and a reviewer's decisions on them. */
@OperatorsController('documents')
export class DocumentsController {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds, private readonly documents: Documents) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List the documents that withdrawals were asked for, oldest first', query: documentListSchema, answer: { status: 200, body: documentListShape }, requests: [listDocuments] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after, withdrawalId: named, status } = readShape(documentListSchema, call.query);
    const withdrawalId = named === undefined ? undefined : await owned(this.ids.canonical(call.tenantId, named), () => null);
    // A filter by a withdrawal that is not there finds nothing.
    if (withdrawalId === null) return pageReply([], false);
    const { documents, more } = await this.services.request(listDocuments, { withdrawalId, status, limit, after }, call);
    return pageReply(documents, more);
  }

  /** To be shown in the page of whoever reviews it; its type is what it was found to be, whatever its name says. */
  @Get(':id/content')
  @Needs('ops:read')
  @Operation({
    summary: 'Read what was uploaded', answer: { status: 200, file: readDocument.reply.shape.contentType.options, headers: ['Content-Disposition'] }, requests: [readDocument],
  })
  async content(@Incoming() call: Call, @PathId() requirementId: string): Promise<FileReply> {
    const { contentType, filename, bytes } = await this.documents.content(call, requirementId);
    return fileReply(contentType, bytes, contentDisposition('inline', filename));
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Accept a document', body: optionalReasonBody, answer: { status: 200, body: reviewedShape }, requests: [reviewDocument] })
  accept(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'accept');
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Reject a document; a new one is asked for', body: optionalReasonBody, answer: { status: 200, body: reviewedShape }, requests: [reviewDocument] })
  reject(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'reject');
  }

  private async decide(call: Call, requirementId: string, decision: 'accept' | 'reject'): Promise<Reply> {
    const { reason } = readShape(optionalReasonSchema, call.json() ?? {});
    return jsonReply(200, await this.services.request(reviewDocument, { requirementId, decision, reason }, call));
  }
}

/** Withdrawals with a possible hit on a list, and a reviewer's decisions on them; and the names that are like one on a list. */
@OperatorsController('')
export class ReferralsController {
  constructor(private readonly services: Services) {}

  @Get('referrals')
  @Needs('ops:read')
  @Operation({ summary: 'List withdrawals with a possible hit on a list, oldest first', query: cutQuerySchema, answer: { status: 200, body: referralListShape }, requests: [listReferrals] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { referrals } = await this.services.request(listReferrals, {}, call);
    return cutReply(call, referrals, { keyOf: ({ referredAt, withdrawalId }) => `${referredAt} ${withdrawalId}`, isDescending: false });
  }

  @Get('listed-names')
  @Needs('ops:read')
  @Operation({ summary: 'List names that are like one on a list, longest known first', query: cutQuerySchema, answer: { status: 200, body: listedNameListShape }, requests: [listListedNames] })
  async listedNames(@Incoming() call: Call): Promise<Reply> {
    const { names } = await this.services.request(listListedNames, {}, call);
    return cutReply(call, names, { keyOf: ({ listedAt, subjectId }) => `${listedAt} ${subjectId}`, isDescending: false });
  }

  @Post('withdrawals/:id/actions/clear')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({
    summary: 'Clear a referred withdrawal: it goes on', body: reasonBody, answer: { status: 200, body: decisionShape }, requests: [getCanonicalWithdrawal, listReferrals, decideReferral],
  })
  clear(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'clear');
  }

  @Post('withdrawals/:id/actions/refuse')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({
    summary: 'Refuse a referred withdrawal', body: reasonBody, answer: { status: 200, body: decisionShape }, requests: [getCanonicalWithdrawal, listReferrals, decideReferral],
  })
  refuse(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'refuse');
  }

  private async decide(call: Call, id: string, decision: 'clear' | 'refuse'): Promise<Reply> {
    const { reason } = readShape(reasonSchema, call.json() ?? {});
    const { id: withdrawalId } = await this.services.request(getCanonicalWithdrawal, { id }, call);
    const { referrals } = await this.services.request(listReferrals, {}, call);
    const stage = referrals.find((referral) => referral.withdrawalId === withdrawalId)?.stage;
    if (stage === undefined) throw new DomainError('invalid_status', 'This withdrawal waits for no decision.');
    const context = { tenantId: call.tenantId, withdrawalId };
    return jsonReply(200, await this.services.request(decideReferral, { withdrawalId, stage, decision, reason }, context));
  }
}

type Limits = RequestOf<typeof setLimits>['limits'];

const limitsSchema = z.object({ limits: z.array(limitSchema).max(50) });

/** How often another operator's change may come first before this one is refused. */
const ATTEMPTS = 5;

/** How much a tenant's customers may withdraw. */
@OperatorsController('limits')
export class LimitsController {
  constructor(private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List limits', query: cutQuerySchema, answer: { status: 200, body: limitListShape }, requests: [getLimits] })
  async read(@Incoming() call: Call): Promise<Reply> {
    const { limits } = await this.services.request(getLimits, {}, call);
    return cutReply(call, limits);
  }

  /** All limits at once; what is not given is no limit any more. */
  @Put()
  @Needs('ops:write')
  @Operation({
    summary: 'Set all limits at once', description: 'What is not given is no limit any more.',
    body: { schema: limitsSchema, example: { limits: [{ scope: 'account', currency: 'USD', perDay: '10000.00' }] } }, answer: { status: 200, body: limitListShape },
    requests: [getLimits, setLimits], problems: ['invalid_status'],
  })
  async change(@Incoming() call: Call): Promise<Reply> {
    const { limits } = readShape(limitsSchema, call.json() ?? {});
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await this.set(call, limits)) return jsonReply(200, { data: limits, nextCursor: null });
    }
    throw new DomainError('invalid_status', 'Others are changing the limits at the same time.');
  }

  /** False when another change took the same revision: then it is in force, and not ours. */
  private async set(call: Call, limits: Limits): Promise<boolean> {
    const { revision } = await this.services.request(getLimits, {}, call);
    const inForce = await this.services.request(setLimits, { limits, revision: revision + 1 }, call);
    return inForce.revision === revision + 1 && isDeepStrictEqual(inForce.limits, limits);
  }
}
