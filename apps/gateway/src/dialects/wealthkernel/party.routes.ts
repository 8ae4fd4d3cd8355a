import { Get, Param, Post } from '@nestjs/common';
import { getParty, listParties, openParty } from '@sluice/contract-liquidity';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { readShape } from '../../http/field-problems.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { partyListShape, partyShape } from './answer.schema.js';
import { WealthKernelController } from './dialect-route.js';
import { expectId, idOf } from './ids.js';
import { partyBody } from './mapping.js';
import { Pages, pageSchema } from './pages.js';
import { partySchema } from './schema.js';

/** Whose portfolios there are. */
@WealthKernelController('parties')
export class PartyRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly pages: Pages) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({ summary: 'Add a party', body: { schema: partySchema }, answer: { status: 201, body: partyShape, headers: ['Location'] }, asks: [openParty] })
  open(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const { name } = readShape(partySchema, call.exactJson() ?? {});
      const party = await this.services.ask(openParty, { id: idOf('pty-', uuid), name }, call);
      // Made of what never changes, so that it is the same whenever it has to be given again.
      return jsonReply(201, partyBody({ ...party, status: 'active' }), { Location: `/wealthkernel/parties/${party.id}` });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({ summary: 'List parties, oldest first', query: pageSchema, answer: { status: 200, body: partyListShape, headers: ['pagination-last'] }, asks: [listParties] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { parties } = await this.services.ask(listParties, await this.pages.query(pageSchema, call), call);
    return this.pages.reply(call, parties.map(partyBody), parties.at(-1)?.id);
  }

  @Get(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Read a party', answer: { status: 200, body: partyShape }, asks: [getParty] })
  async read(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    return jsonReply(200, partyBody(await this.services.ask(getParty, { id: expectId('pty-', id) }, call)));
  }
}
