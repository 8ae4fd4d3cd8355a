import { isDeepStrictEqual } from 'node:util';
import { Get, HttpCode, Post, Put } from '@nestjs/common';
import { decideReferral, getLimits, limitSchema, listDocuments, listListedNames, listReferrals, reviewDocument, setLimits } from '@sluice/contract-compliance';
import { getCanonicalWithdrawal } from '@sluice/contract-intake';
import type { RequestOf } from '@sluice/contract-kit';
import { DomainError } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { contentDisposition, fileReply, jsonReply, type FileReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { owned, Services } from '../services/services.js';
import { Documents } from '../withdrawals/documents.js';
import { cutReply, OperatorsController, optionalReasonSchema, pageReply, pageShape, PathId, reasonSchema, shortText } from './operator-route.js';
import { WithdrawalIds } from './withdrawal.view.js';

const documentListSchema = z.object({ ...pageShape, withdrawalId: shortText.optional(), status: z.enum(['PENDING', 'UPLOADED', 'ACCEPTED', 'REJECTED']).optional() });

/** The documents that withdrawals of any dialect wait for, and a reviewer's decisions on them. */
@OperatorsController('documents')
export class DocumentsController {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds, private readonly documents: Documents) {}

  @Get()
  @Needs('ops:read')
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
  async content(@Incoming() call: Call, @PathId() requirementId: string): Promise<FileReply> {
    const { contentType, filename, bytes } = await this.documents.content(call, requirementId);
    return fileReply(contentType, bytes, contentDisposition('inline', filename));
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
  async list(@Incoming() call: Call): Promise<Reply> {
    const { referrals } = await this.services.request(listReferrals, {}, call);
    return cutReply(call, referrals, { keyOf: ({ referredAt, withdrawalId }) => `${referredAt} ${withdrawalId}`, isDescending: false });
  }

  @Get('listed-names')
  @Needs('ops:read')
  async listedNames(@Incoming() call: Call): Promise<Reply> {
    const { names } = await this.services.request(listListedNames, {}, call);
    return cutReply(call, names, { keyOf: ({ listedAt, subjectId }) => `${listedAt} ${subjectId}`, isDescending: false });
  }

  @Post('withdrawals/:id/actions/clear')
  @HttpCode(200)
  @Needs('ops:write')
  clear(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.decide(call, id, 'clear');
  }

  @Post('withdrawals/:id/actions/refuse')
  @HttpCode(200)
  @Needs('ops:write')
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
  async read(@Incoming() call: Call): Promise<Reply> {
    const { limits } = await this.services.request(getLimits, {}, call);
    return cutReply(call, limits);
  }

  /** All limits at once; what is not given is no limit any more. */
  @Put()
  @Needs('ops:write')
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
