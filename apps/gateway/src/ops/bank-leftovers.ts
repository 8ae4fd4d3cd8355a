import { listQuarantine, listUnmatched } from '@sluice/contract-payout';
import type { Call } from '../access/call.js';
import { readShape } from '../http/field-problems.js';
import type { Reply } from '../http/reply.js';
import type { Services } from '../services/services.js';
import { pageQuerySchema } from './case.schema.js';
import { pageReply } from './page-reply.js';

/** The bank's files that could not be understood completely, newest first. */
export async function bankFiles(services: Services, call: Call): Promise<Reply> {
  const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
  const { files, hasMore } = await services.ask(listQuarantine, { limit, after }, call);
  return pageReply(files, hasMore);
}

/** The bank's reports that fit no payment, newest first. */
export async function unmatchedReports(services: Services, call: Call): Promise<Reply> {
  const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
  const { callbacks, hasMore } = await services.ask(listUnmatched, { limit, after }, call);
  return pageReply(callbacks, hasMore);
}
