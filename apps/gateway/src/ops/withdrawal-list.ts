import { listCanonicalWithdrawals } from '@sluice/contract-intake';
import type { Call } from '../access/call.js';
import { readShape } from '../http/field-problems.js';
import { jsonReply, type Reply } from '../http/reply.js';
import type { Services } from '../services/services.js';
import { pageQuerySchema } from './case.schema.js';
import { csvText } from './csv.js';
import { stuckBodies, withdrawalBody, type WithdrawalBody } from './withdrawal-views.js';
import { withdrawalListSchema } from './withdrawal.schema.js';

const CSV_TYPE = 'text/csv; charset=utf-8; header=present';

interface Page {
  readonly data: readonly WithdrawalBody[];
  readonly nextCursor: string | null;
}

async function pageOf(services: Services, call: Call): Promise<Page> {
  const { cursor: after, tenant, ...filter } = readShape(withdrawalListSchema, call.query);
  if (tenant !== undefined && tenant !== call.tenantId) return { data: [], nextCursor: null };
  const { withdrawals, hasMore } = await services.ask(listCanonicalWithdrawals, { ...filter, after }, call);
  return { data: withdrawals.map((view) => withdrawalBody(call.tenantId, view)), nextCursor: hasMore ? (withdrawals.at(-1)?.id ?? null) : null };
}

/** The tenant's withdrawals of every dialect, newest first. */
export const withdrawalsJson = async (services: Services, call: Call): Promise<Reply> => jsonReply(200, await pageOf(services, call));

const columns: readonly (readonly [name: string, cell: (withdrawal: WithdrawalBody) => string | number | null])[] = [
  ['id', ({ id }) => id], ['tenantId', ({ tenantId }) => tenantId], ['dialect', ({ dialect }) => dialect], ['dialectId', ({ dialectId }) => dialectId],
  ['phase', ({ phase }) => phase], ['hold', ({ hold }) => hold], ['version', ({ version }) => version], ['currency', ({ amount }) => amount.currency],
  ['amount', ({ amount }) => amount.amount], ['delivered', ({ delivered }) => delivered.amount], ['fee', ({ fee }) => fee.amount],
  ['reference', ({ payoutLegs }) => payoutLegs.map(({ reference, txHash }) => reference ?? txHash).filter((text) => text !== null).join(' ')],
  ['traceId', ({ traceId }) => traceId], ['createdAt', ({ createdAt }) => createdAt], ['updatedAt', ({ updatedAt }) => updatedAt], ['endedAt', ({ endedAt }) => endedAt],
];

/** The same page as a table; where it goes on is said in a header, since a table has no room for it. */
export async function withdrawalsCsv(services: Services, call: Call): Promise<Reply> {
  const { data, nextCursor } = await pageOf(services, call);
  const text = csvText(columns.map(([name]) => name), data.map((withdrawal) => columns.map(([, cell]) => cell(withdrawal))));
  const headers = { 'Content-Disposition': 'attachment; filename="withdrawals.csv"', Vary: 'Accept', ...(nextCursor === null ? {} : { 'Next-Cursor': nextCursor }) };
  return { status: 200, contentType: CSV_TYPE, text, headers };
}

/** Whatever takes longer than its table promises; pages are cut by withdrawals, of which one may have several such steps. */
export async function stuckSteps(services: Services, call: Call): Promise<Reply> {
  const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
  const { withdrawals, hasMore } = await services.ask(listCanonicalWithdrawals, { limit, after, stuck: true }, call);
  const data = withdrawals.flatMap((view) => stuckBodies(call.tenantId, view));
  return jsonReply(200, { data, nextCursor: hasMore ? (withdrawals.at(-1)?.id ?? null) : null });
}
