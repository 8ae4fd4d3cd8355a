import { Get, Headers, HttpCode, Post } from '@nestjs/common';
import { getCanonicalWithdrawal, listCanonicalWithdrawals, operateWithdrawal } from '@sluice/contract-intake';
import { getTimeline } from '@sluice/contract-operations';
import { newId } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { AuditLog } from '../audit/audit-log.repository.js';
import { NOT_A_CURSOR } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation, type OperationNotes } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { stuckListShape, timelineShape, withdrawalListShape, withdrawalShape, type WithdrawalBody } from './answers.js';
import { OperatorsController, PAGE_AFTER, pageQuerySchema, pageShape, PathId, reasonBody, reasonSchema } from './operator-route.js';
import { csvText, stuckBodies, withdrawalBody, withdrawalListSchema } from './withdrawal.view.js';

const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

const columns: readonly (readonly [name: string, cell: (withdrawal: WithdrawalBody) => string | number | null])[] = [
  ['id', ({ id }) => id], ['tenantId', ({ tenantId }) => tenantId], ['dialect', ({ dialect }) => dialect], ['dialectId', ({ dialectId }) => dialectId],
  ['phase', ({ phase }) => phase], ['hold', ({ hold }) => hold], ['version', ({ version }) => version], ['currency', ({ amount }) => amount.currency],
  ['amount', ({ amount }) => amount.amount], ['delivered', ({ delivered }) => delivered.amount], ['fee', ({ fee }) => fee.amount],
  ['reference', ({ payoutLegs }) => payoutLegs.map(({ reference, txHash }) => reference ?? txHash).filter((text) => text !== null).join(' ')],
  ['traceId', ({ traceId }) => traceId], ['createdAt', ({ createdAt }) => createdAt], ['updatedAt', ({ updatedAt }) => updatedAt], ['endedAt', ({ endedAt }) => endedAt],
];

interface Page {
  readonly data: readonly WithdrawalBody[];
  readonly nextCursor: string | null;
}

const cursorAfter = (withdrawals: readonly { readonly id: string }[], hasMore: boolean): string | null => (hasMore ? (withdrawals.at(-1)?.id ?? null) : null);

/** The page as a table; the cursor is in a header, since a table has no room for it. */
function csvReply({ data, nextCursor }: Page): Reply {
  const text = csvText(columns.map(([name]) => name), data.map((withdrawal) => columns.map(([, cell]) => cell(withdrawal))));
  const headers = { 'Content-Disposition': 'attachment; filename="withdrawals.csv"', Vary: 'Accept', ...(nextCursor === null ? {} : { 'Next-Cursor': nextCursor }) };
  return { status: 200, contentType: CSV_TYPE, text, headers };
}

const operating: Pick<OperationNotes, 'body' | 'answer' | 'requests'> = { body: reasonBody, answer: { status: 200, body: withdrawalShape }, requests: [operateWithdrawal] };

/** Nearly every withdrawal has fewer rows: without a limit its whole timeline is one page. */
const MOST_ROWS = 1_000;

/** Behind which row a page begins: the time of the last one seen, and how many of that time were seen. */
const positionSchema = z.string().regex(/^\d{1,15}\.\d{1,6}$/, NOT_A_CURSOR).transform((text) => {
  const [at = 0, seen = 0] = text.split('.').map(Number);
  return { at, seen };
});

const timelineQuerySchema = z.object({
  limit: pageShape.limit.unwrap().default(MOST_ROWS).meta({ description: 'The most rows of a page.' }), cursor: positionSchema.meta({ type: 'string', description: PAGE_AFTER }).optional(),
});

type Action = 'retry-step' | 'fail' | 'cancel';

/** Withdrawals of every dialect as intake knows them, and what an operator can do to one. */
@OperatorsController('')
export class WithdrawalsController {
  constructor(private readonly services: Services, private readonly log: AuditLog) {}

  /** Newest first, as JSON or as CSV. */
  @Get('withdrawals')
  @Needs('ops:read')
  @Operation({
    summary: 'List withdrawals, newest first', description: 'As a table where `Accept` is `text/csv`.', query: withdrawalListSchema, requests: [listCanonicalWithdrawals],
    answer: { status: 200, body: withdrawalListShape, file: 'text/csv', headers: ['Sometimes-Content-Disposition', 'Next-Cursor'] },
  })
  async list(@Incoming() call: Call, @Headers('accept') accept = ''): Promise<Reply> {
    const page = await this.page(call);
    return /\btext\/csv\b/i.test(accept) ? csvReply(page) : jsonReply(200, page);
  }

  @Get('withdrawals/:id')
  @Needs('ops:read')
  @Operation({ summary: 'Read a withdrawal', answer: { status: 200, body: withdrawalShape }, requests: [getCanonicalWithdrawal] })
  async read(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(call.tenantId, await this.services.request(getCanonicalWithdrawal, { id }, call)));
  }

  @Get('withdrawals/:id/timeline')
  @Needs('ops:read')
  @Operation({
    summary: 'Read what happened to a withdrawal in all services', query: timelineQuerySchema, answer: { status: 200, body: timelineShape }, requests: [getTimeline],
  })
  async timeline(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    const { limit, cursor: after } = readShape(timelineQuerySchema, call.query);
    await this.log.whole(call.tenantId);
    const { rows, next } = await this.services.request(getTimeline, { id, limit, after }, call);
    return jsonReply(200, { data: rows, nextCursor: next === null ? null : `${next.at}.${next.seen}` });
  }

  /** Whatever takes longer than its table promises; a page is of withdrawals, each of which may have several such steps. */
  @Get('stuck')
  @Needs('ops:read')
  @Operation({
    summary: 'List steps that take longer than promised', description: 'A page is of withdrawals, each of which may have several such steps.', query: pageQuerySchema,
    answer: { status: 200, body: stuckListShape }, requests: [listCanonicalWithdrawals],
  })
  async stuck(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { withdrawals, hasMore } = await this.services.request(listCanonicalWithdrawals, { limit, after, stuck: true }, call);
    return jsonReply(200, { data: withdrawals.flatMap((view) => stuckBodies(call.tenantId, view)), nextCursor: cursorAfter(withdrawals, hasMore) });
  }

  @Post('withdrawals/:id/actions/retry-step')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Ask again for what a withdrawal waits for', ...operating })
  retryStep(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'retry-step');
  }

  @Post('withdrawals/:id/actions/fail')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Take back what was asked for, and end a withdrawal as failed', ...operating })
  fail(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'fail');
  }

  @Post('withdrawals/:id/actions/cancel')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Stop what can be stopped of a withdrawal', ...operating })
  cancel(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'cancel');
  }

  private async page(call: Call): Promise<Page> {
    const { cursor: after, tenant, ...filter } = readShape(withdrawalListSchema, call.query);
    if (tenant !== undefined && tenant !== call.tenantId) return { data: [], nextCursor: null };
    const { withdrawals, hasMore } = await this.services.request(listCanonicalWithdrawals, { ...filter, after }, call);
    return { data: withdrawals.map((view) => withdrawalBody(call.tenantId, view)), nextCursor: cursorAfter(withdrawals, hasMore) };
  }

  private async operate(call: Call, id: string, action: Action): Promise<Reply> {
    const { reason } = readShape(reasonSchema, call.json() ?? {});
    const view = await this.services.request(operateWithdrawal, { id, action, actionId: newId(), reason }, call);
    return jsonReply(200, withdrawalBody(call.tenantId, view));
  }
}
