import { createHmac } from 'node:crypto';
import { Delete, Get, Param, Post } from '@nestjs/common';
import { addSecret, dropSecret, listSecrets } from '@sluice/contract-webhooks';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { emptyReply, jsonReply, type Reply } from '../../http/reply.js';
import { AnswerOnce } from '../../idempotency/answer-once.js';
import { Operation } from '../../openapi/operation.js';
import { SigningKey } from '../../ports/signing-key.js';
import { Services } from '../../services/services.js';
import { WealthKernelController } from './dialect-route.js';
import { expectId, idOf } from './ids.js';
import { Pages, pageSchema } from './pages.js';
import { madeSecretShape, secretBody, secretListShape } from './webhook.schema.js';

const DIALECT = 'wealthkernel';
const PREFIX = 'whsec-';

/** What signs everything that a client's subscriptions are sent: one secret, or two while it changes over. */
@WealthKernelController('webhooks/secrets')
export class WebhookSecretRoutes {
  constructor(private readonly services: Services, private readonly once: AnswerOnce, private readonly pages: Pages, private readonly key: SigningKey) {}

  @Post()
  @Needs('wealthkernel')
  @Operation({ summary: 'Make a secret, shown this once', answer: { status: 201, body: madeSecretShape }, asks: [addSecret] })
  make(@Incoming() call: Call): Promise<Reply> {
    return this.once.answerTo(call, call.exactJson(), async ({ uuid }) => {
      const secret = await this.secretOf(uuid);
      const { id, ...times } = secretBody(await this.services.ask(addSecret, { id: idOf(PREFIX, uuid), dialect: DIALECT, secret }, call));
      return jsonReply(201, { id, secret, ...times });
    });
  }

  @Get()
  @Needs('wealthkernel')
  @Operation({ summary: 'List the active secrets, oldest first', query: pageSchema, answer: { status: 200, body: secretListShape, headers: ['pagination-last'] }, asks: [listSecrets] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const page = await this.pages.query(pageSchema, call);
    const { secrets } = await this.services.ask(listSecrets, { dialect: DIALECT }, call);
    const shown = this.pages.cut(secrets, page);
    return this.pages.reply(call, shown.map(secretBody), shown.at(-1)?.id);
  }

  @Delete(':id')
  @Needs('wealthkernel')
  @Operation({ summary: 'Withdraw a secret', answer: { status: 204 }, asks: [dropSecret] })
  async drop(@Incoming() call: Call, @Param('id') id: string): Promise<Reply> {
    await this.services.ask(dropSecret, { id: expectId(PREFIX, id), dialect: DIALECT }, call);
    return emptyReply;
  }

  /** A secret that nobody can guess, and that is the same when the request has to be carried out again. */
  private async secretOf(requestId: string): Promise<string> {
    return createHmac('sha256', await this.key.bytes()).update(`webhook secret ${requestId}`).digest('base64');
  }
}
