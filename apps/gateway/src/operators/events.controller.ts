import { Get, HttpCode, Post } from '@nestjs/common';
import { listReplays, readLog, replayEvents } from '@sluice/contract-webhooks';
import { newId } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { jsonReply, type Reply, type StreamReply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { countShape, eventListShape, replayListShape } from './answers.js';
import { entryBody, EventStreams } from './event-streams.js';
import { OperatorsController, pageQuerySchema, pageReply, pageShape, reasonText, shortText, withdrawalFilter } from './operator-route.js';
import { WithdrawalIds } from './withdrawal.view.js';

const eventListSchema = z.object({ ...pageShape, after: shortText.optional().meta({ description: 'The same as `cursor`; `now` is the log’s end, for what is logged from now on.' }), withdrawalId: withdrawalFilter });

const time = z.iso.datetime({ offset: true, error: 'must be a time' }).transform((text) => new Date(text).toISOString()).meta({ description: 'A time with its offset.' });
const choices = ['ids', 'subscriptionId', 'from', 'to', 'sinceFailure'] as const;

/** Which events are sent again, and why; what is given together must all hold. `sinceFailure: false` is as if not given. */
const replaySchema = z
  .object({
    ids: z.array(shortText).min(1, 'must name at least one').max(1_000).optional(),
    subscriptionId: shortText.optional(),
    from: time.optional(),
    to: time.optional(),
    sinceFailure: z.boolean().transform((given) => given || undefined).optional(),
    reason: reasonText,
  })
  .refine((given) => choices.some((name) => given[name] !== undefined), { path: ['ids'], message: `is required, or one of ${choices.slice(1).join(', ')}` })
  .meta({ description: 'At least one choice beside the reason.', anyOf: choices.map((name) => ({ required: [name], ...(name === 'sinceFailure' && { properties: { [name]: { const: true } } }) })) });

/** The tenant's event log, for those who do not want to depend on webhooks, and what of it is sent again to those who do. */
@OperatorsController('events')
export class EventsController {
  constructor(private readonly services: Services, private readonly ids: WithdrawalIds, private readonly streams: EventStreams) {}

  /** Oldest first. There is always a cursor to go on from (`cursor`, or `after`), also at the log's end. */
  @Get()
  @Needs('ops:read')
  @Operation({
    summary: 'Read the event log, oldest first', description: 'There is always a `nextCursor`, also at the log’s end: it is where to ask again. `after=now` begins there.', query: eventListSchema,
    answer: { status: 200, body: eventListShape }, requests: [readLog],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor, after = cursor, withdrawalId: named } = readShape(eventListSchema, call.query);
    const withdrawalId = await this.ids.forFilter(call.tenantId, named);
    const { entries, nextCursor } = await this.services.request(readLog, { limit, after, withdrawalId }, call);
    return jsonReply(200, { data: entries.map((entry) => entryBody(call.tenantId, entry)), nextCursor });
  }

  /** Events as they are logged, from now on, as server-sent events. What is missed while nobody is connected is in the log above. */
  @Get('stream')
  @Needs('ops:read')
  @Operation({
    summary: 'Listen to the event log', description: 'Server-sent events: each is an event of the log, from now on. What is missed while nobody is connected is in the log.',
    answer: { status: 200, file: 'text/event-stream' },
  })
  stream(@Incoming() { client }: Call): StreamReply {
    return { status: 200, contentType: 'text/event-stream', stream: this.streams.open(client), headers: { 'X-Accel-Buffering': 'no' } };
  }

  /** What was sent again, newest first, with reasons. */
  @Get('replay')
  @Needs('ops:read')
  @Operation({ summary: 'List what was sent again, newest first', query: pageQuerySchema, answer: { status: 200, body: replayListShape }, requests: [listReplays] })
  async replays(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    const { replays, hasMore } = await this.services.request(listReplays, { limit, after }, call);
    return pageReply(replays, hasMore);
  }

  /** Sends chosen events once more, under the same event ids; counts the deliveries. */
  @Post('replay')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({
    summary: 'Send events again, under the same ids', description: 'What is given together must all hold. Counts the deliveries.',
    body: { schema: replaySchema, example: { sinceFailure: true, reason: 'Their disk was full.' } }, answer: { status: 200, body: countShape }, requests: [replayEvents],
  })
  async replay(@Incoming() call: Call): Promise<Reply> {
    const choice = readShape(replaySchema, call.json() ?? {});
    const { count } = await this.services.request(replayEvents, { ...choice, id: newId() }, call);
    return jsonReply(200, { count });
  }
}
