import { Get, HttpCode, Post } from '@nestjs/common';
import { deadLetterRequests, type DeadLetterView } from '@sluice/contract-kit';
import { DomainError, readPage } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { cursorOf, cursorSchema } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation, type DescribedBody } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { countShape, lettersShape, openedLetterShape, type LetterBody } from './answers.js';
import { cutReply, OperatorsController, PAGE_AFTER, PathId, pageShape, reasonText } from './operator-route.js';

/** Every service that consumes messages, and so can have dead letters. */
export const consumers = ['intake', 'compliance', 'liquidity', 'bridging', 'payout', 'ledger', 'webhooks'] as const;
type Consumer = (typeof consumers)[number];

const cause = z.string().min(1).max(1_000);

/** The last letter seen of each service. */
const seenSchema = z.partialRecord(z.enum(consumers), z.string().min(1).max(100));

const listSchema = z.object({
  limit: pageShape.limit, cursor: cursorSchema(seenSchema, z.string().min(1).max(1_500)).meta({ type: 'string', description: PAGE_AFTER }).optional(),
  cause: cause.optional(), groupBy: z.literal('cause').optional().meta({ description: 'Lists causes, with how many letters each has.' }),
});

const choiceSchema = z
  .object({ ids: z.array(z.string().min(1).max(100)).min(1).max(1_000).optional(), cause: cause.optional(), reason: reasonText })
  .refine(({ ids, cause: named }) => ids !== undefined || named !== undefined, { path: ['ids'], message: 'or a cause must be given' })
  .meta({ description: 'By their ids, or all of one cause.', anyOf: [{ required: ['ids'] }, { required: ['cause'] }] });

const choiceBody: DescribedBody = { schema: choiceSchema, example: { cause: 'The account is unknown.', reason: 'The account is there now.' } };

interface Found {
  readonly service: Consumer;
  readonly letter: DeadLetterView;
}

const requests = consumers.map((service) => ({ service, ...deadLetterRequests(service) }));

/** spec/operator.md; null for a message that is of no withdrawal. */
const letterBody = ({ withdrawalId, ...letter }: DeadLetterView): LetterBody => ({ ...letter, withdrawalId: withdrawalId ?? null });

/** Latest first; of the same time, the later id. */
const byTime = ({ letter: one }: Found, { letter: other }: Found): number =>
  Date.parse(other.lastAt) - Date.parse(one.lastAt) || (one.id < other.id ? 1 : -1);

/** The dead letters of all services as one list. */
@OperatorsController('dead-letters')
export class DeadLettersController {
  constructor(private readonly services: Services) {}

  /** Latest first; grouped by cause, the most frequent first. */
  @Get()
  @Needs('ops:read')
  @Operation({
    summary: 'List dead letters, latest first; or their causes, the most frequent first', query: listSchema, answer: { status: 200, body: lettersShape }, requests: requests.map(({ list }) => list),
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    if (call.query['groupBy'] === 'cause') return this.counted(call);
    const { cursor = {}, ...query } = readShape(listSchema, call.query);
    const { found, hasMore } = await readPage(query.limit, async (count) => {
      const lists = await Promise.all(requests.map(async ({ service, list }): Promise<Found[]> => {
        const { letters } = await this.services.request(list, { limit: count, after: cursor[service], cause: query.cause }, call);
        return letters.map((letter) => ({ service, letter }));
      }));
      return lists.flat().sort(byTime).slice(0, count);
    });
    const seen = { ...cursor, ...Object.fromEntries(found.map(({ service, letter }) => [service, letter.id])) };
    return jsonReply(200, { data: found.map(({ letter }) => letterBody(letter)), nextCursor: hasMore ? cursorOf(seen) : null });
  }

  /** Its id does not say whose it is, so all are asked. */
  @Get(':id')
  @Needs('ops:read')
  @Operation({ summary: 'Read a dead letter with its body, masked', answer: { status: 200, body: openedLetterShape }, requests: requests.map(({ open }) => open), problems: ['not_found'] })
  async open(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    const replies = await Promise.all(requests.map((request) => this.services.request(request.open, { id }, call)));
    const opened = replies.flatMap(({ letter }) => letter ?? [])[0];
    if (opened === undefined) throw new DomainError('not_found', 'There is no such dead letter.');
    return jsonReply(200, { ...letterBody(opened), body: opened.body });
  }

  /** Puts the chosen letters of all services back into their queues. */
  @Post('redrive')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Put dead letters back into their queues', body: choiceBody, answer: { status: 200, body: countShape }, requests: requests.map(({ redrive }) => redrive) })
  redrive(@Incoming() call: Call): Promise<Reply> {
    return this.decide(call, 'redrive');
  }

  /** Gives the chosen letters of all services up. */
  @Post('discard')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Give dead letters up', body: choiceBody, answer: { status: 200, body: countShape }, requests: requests.map(({ discard }) => discard) })
  discard(@Incoming() call: Call): Promise<Reply> {
    return this.decide(call, 'discard');
  }

  private async counted(call: Call): Promise<Reply> {
    const counts = new Map<string, number>();
    const replies = await Promise.all(requests.map(({ countByCause }) => this.services.request(countByCause, {}, call)));
    for (const { cause: named, count } of replies.flatMap(({ causes }) => causes)) counts.set(named, (counts.get(named) ?? 0) + count);
    const data = [...counts].map(([named, count]) => ({ cause: named, count })).sort((one, other) => other.count - one.count || (one.cause < other.cause ? -1 : 1));
    return cutReply(call, data);
  }

  private async decide(call: Call, decision: 'redrive' | 'discard'): Promise<Reply> {
    const choice = readShape(choiceSchema, call.json() ?? {});
    const replies = await Promise.all(requests.map((request) => this.services.request(request[decision], choice, call)));
    return jsonReply(200, { count: replies.reduce((sum, { count }) => sum + count, 0) });
  }
}
