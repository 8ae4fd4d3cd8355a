import { Delete, Get, Post } from '@nestjs/common';
import { chainSchema, railSchema } from '@sluice/contract-kit';
import { listPauses, pausePayouts, releasePayouts } from '@sluice/contract-payout';
import { newId } from '@sluice/kernel';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { Services } from '../services/services.js';
import { pauseListShape, pauseShape } from './answers.js';
import { cutQuerySchema, cutReply, OperatorsController, PathId, reasonText } from './operator-route.js';

const pauseSchema = z.object({ rail: z.enum([...railSchema.options, ...chainSchema.options]).optional(), provider: z.enum(['bank', 'chain']).optional(), reason: reasonText });

/** New payouts of the tenant, of a rail or chain, or by a provider are stopped, and released. */
@OperatorsController('pauses')
export class PausesController {
  constructor(private readonly services: Services) {}

  /** Those in force, oldest first. */
  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List the pauses in force', query: cutQuerySchema, answer: { status: 200, body: pauseListShape }, requests: [listPauses] })
  async list(@Incoming() call: Call): Promise<Reply> {
    return cutReply(call, (await this.services.request(listPauses, {}, call)).pauses);
  }

  /** From the answer on no such payout begins. What the bank, the signer or the chain was given goes on. */
  @Post()
  @Needs('ops:write')
  @Operation({
    summary: 'Stop new payouts of the tenant, of a rail or chain, or by a provider',
    body: { schema: pauseSchema, example: { rail: 'FPS', reason: 'The bank has an incident.' } }, answer: { status: 201, body: pauseShape }, requests: [pausePayouts],
  })
  async pause(@Incoming() call: Call): Promise<Reply> {
    const pause = readShape(pauseSchema, call.json() ?? {});
    return jsonReply(201, await this.services.request(pausePayouts, { id: newId(), ...pause }, call));
  }

  /** What was held back goes out within a minute. */
  @Delete(':id')
  @Needs('ops:write')
  @Operation({ summary: 'Release a pause', answer: { status: 200, body: pauseShape }, requests: [releasePayouts], problems: ['not_found'] })
  async release(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, await this.services.request(releasePayouts, { id }, call));
  }
}
