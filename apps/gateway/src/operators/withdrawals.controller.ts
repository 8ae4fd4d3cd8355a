import { Get, Headers, HttpCode, Post } from '@nestjs/common';
import { getCanonicalWithdrawal, listCanonicalWithdrawals, operateWithdrawal } from '@sluice/contract-intake';
import { newId } from '@sluice/kernel';
import { Incoming, Needs, type Call } from '../access/call.js';
import { AuditLog } from '../audit/audit-log.repository.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Services } from '../services/services.js';
import { OperatorsController, pageQuerySchema, PathId, reasonSchema } from './operator-route.js';
import { timeline } from './timeline.js';
import { csvText, stuckBodies, withdrawalBody, withdrawalListSchema, type WithdrawalBody } from './withdrawal.view.js';

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

type Action = 'retry-step' | 'fail' | 'cancel';

/** Withdrawals of every dialect as intake knows them, and what an operator can do to one. */
@OperatorsController('')
export class WithdrawalsController {
  constructor(private readonly services: Services, private readonly log: AuditLog) {}

  /** Newest first, as JSON or as CSV. */
  @Get('withdrawals')
  @Needs('ops:read')
  async list(@Incoming() call: Call, @Headers('accept') accept = ''): Promise<Reply> {
    const page = await this.page(call);
    return /\btext\/csv\b/i.test(accept) ? csvReply(page) : jsonReply(200, page);
  }

  @Get('withdrawals/:id')
  @Needs('ops:read')
  async read(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, withdrawalBody(call.tenantId, await this.services.request(getCanonicalWithdrawal, { id }, call)));
  }

  @Get('withdrawals/:id/timeline')
  @Needs('ops:read')
  timeline(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return timeline(this.services, this.log, call, id);
  }

  /** Whatever takes longer than its table promises; a page is of withdrawals, each of which may have several such steps. */
  @Get('stuck')
  @Needs('ops:read')
  async stuck(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { withdrawals, hasMore } = await this.services.request(listCanonicalWithdrawals, { limit, after, stuck: true }, call);
    return jsonReply(200, { data: withdrawals.flatMap((view) => stuckBodies(call.tenantId, view)), nextCursor: cursorAfter(withdrawals, hasMore) });
  }

  @Post('withdrawals/:id/actions/retry-step')
  @HttpCode(200)
  @Needs('ops:write')
  retryStep(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'retry-step');
  }

  @Post('withdrawals/:id/actions/fail')
  @HttpCode(200)
  @Needs('ops:write')
  fail(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return this.operate(call, id, 'fail');
  }

  @Post('withdrawals/:id/actions/cancel')
  @HttpCode(200)
  @Needs('ops:write')
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
