import { Get, HttpCode, Post } from '@nestjs/common';
import type { DeadLetterView } from '@sluice/contract-kit';
import { countAllDeadLetters, discardAnyDeadLetters, listAllDeadLetters, openAnyDeadLetter, redriveAnyDeadLetters, seenLettersSchema } from '@sluice/contract-operations';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { cursorOf, cursorSchema } from '../http/paging.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation, type DescribedBody } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { countShape, lettersShape, openedLetterShape, type LetterBody } from './answers.js';
import { cutReply, OperatorsController, PAGE_AFTER, PathId, pageShape, reasonText } from './operator-route.js';

const cause = z.string().min(1).max(1_000);

const listSchema = z.object({
  limit: pageShape.limit, cursor: cursorSchema(seenLettersSchema, z.string().min(1).max(1_500)).meta({ type: 'string', description: PAGE_AFTER }).optional(),
  cause: cause.optional(), groupBy: z.literal('cause').optional().meta({ description: 'Lists causes, with how many letters each has.' }),
});

const choiceSchema = z
  .object({ ids: z.array(z.string().min(1).max(100)).min(1).max(1_000).optional(), cause: cause.optional(), reason: reasonText })
  .refine(({ ids, cause: named }) => ids !== undefined || named !== undefined, { path: ['ids'], message: 'or a cause must be given' })
  .meta({ description: 'By their ids, or all of one cause.', anyOf: [{ required: ['ids'] }, { required: ['cause'] }] });

const choiceBody: DescribedBody = { schema: choiceSchema, example: { cause: 'The account is unknown.', reason: 'The account is there now.' } };

/** spec/operator.md; null for a message that is of no withdrawal. */
const letterBody = ({ withdrawalId, ...letter }: DeadLetterView): LetterBody => ({ ...letter, withdrawalId: withdrawalId ?? null });

/** The dead letters of all services as one list. */
@OperatorsController('dead-letters')
export class DeadLettersController {
  constructor(private readonly services: Services) {}

  /** Latest first; grouped by cause, the most frequent first. */
  @Get()
  @Needs('ops:read')
  @Operation({
    summary: 'List dead letters, latest first; or their causes, the most frequent first', query: listSchema, answer: { status: 200, body: lettersShape }, requests: [listAllDeadLetters],
  })
  async list(@Incoming() call: Call): Promise<Reply> {
    if (call.query['groupBy'] === 'cause') return this.counted(call);
    const { cursor: after, limit, cause: named } = readShape(listSchema, call.query);
    const { letters, hasMore, seen } = await this.services.request(listAllDeadLetters, { limit, after, cause: named }, call);
    return jsonReply(200, { data: letters.map(letterBody), nextCursor: hasMore ? cursorOf(seen) : null });
  }

  @Get(':id')
  @Needs('ops:read')
  @Operation({ summary: 'Read a dead letter with its body, masked', answer: { status: 200, body: openedLetterShape }, requests: [openAnyDeadLetter] })
  async open(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    const opened = await this.services.request(openAnyDeadLetter, { id }, call);
    return jsonReply(200, { ...letterBody(opened), body: opened.body });
  }

  /** Puts the chosen letters of all services back into their queues. */
  @Post('redrive')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Put dead letters back into their queues', body: choiceBody, answer: { status: 200, body: countShape }, requests: [redriveAnyDeadLetters] })
  redrive(@Incoming() call: Call): Promise<Reply> {
    return this.decide(call, redriveAnyDeadLetters);
  }

  /** Gives the chosen letters of all services up. */
  @Post('discard')
  @HttpCode(200)
  @Needs('ops:write')
  @Operation({ summary: 'Give dead letters up', body: choiceBody, answer: { status: 200, body: countShape }, requests: [discardAnyDeadLetters] })
  discard(@Incoming() call: Call): Promise<Reply> {
    return this.decide(call, discardAnyDeadLetters);
  }

  private async counted(call: Call): Promise<Reply> {
    const { causes } = await this.services.request(countAllDeadLetters, {}, call);
    return cutReply(call, causes);
  }

  private async decide(call: Call, decision: typeof redriveAnyDeadLetters): Promise<Reply> {
    const choice = readShape(choiceSchema, call.json() ?? {});
    return jsonReply(200, await this.services.request(decision, choice, call));
  }
}
