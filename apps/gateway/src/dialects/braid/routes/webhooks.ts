import { randomBytes } from 'node:crypto';
import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { listSubscriptions, subscribe, unsubscribe } from '@sluice/contract-webhooks';
import { DomainError, newId } from '@sluice/kernel';
import { ClientController } from '../../../access/access.guard.js';
import { Incoming, Needs, type Call } from '../../../access/call.js';
import { jsonReply, type Reply } from '../../../http/reply.js';
import { Operation } from '../../../openapi/operation.js';
import { Subscriptions } from '../../../webhooks/subscriptions.js';
import { refusal, refusedAs } from '../errors.js';
import { expectWebhookId, WEBHOOK_PREFIX } from '../ids.js';
import { endpointBody } from '../mapping.js';
import { endpointListShape, registeredShape, unregisteredShape } from '../schema/answers.js';
import { readRegistration, registrationOrderShape } from '../schema/requests.js';

const DIALECT = 'braid';
const SECRET_BYTES = 32;

const fields: Readonly<Record<string, string>> = { url: 'callbackUrl', events: 'eventTypes' };

/** What is wrong with a registration, as one sentence about the fields as they were sent. */
function refuse(error: unknown): never {
  if (!(error instanceof DomainError) || (error.code !== 'invalid_request' && error.code !== 'limit_exceeded')) throw error;
  const problems = error.details.map(({ field, message }) => `${fields[field] ?? field} ${message}`);
  throw refusal('validation_error', problems.length === 0 ? error.message : `${problems.join('; ')}.`);
}

/** Where an organisation is sent the events of its wallets. */
@ClientController('braid/webhooks/registrations')
export class WebhookRoutes {
  constructor(private readonly subscriptions: Subscriptions) {}

  @Post()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Register for events', body: { schema: registrationOrderShape }, answer: { status: 201, body: registeredShape }, requests: [subscribe] })
  async register(@Incoming() call: Call): Promise<Reply> {
    const { callbackUrl: url, eventTypes: events } = readRegistration(call.json());
    const secret = randomBytes(SECRET_BYTES).toString('hex');
    const made = await this.subscriptions.subscribe(call, { id: `${WEBHOOK_PREFIX}${newId()}`, dialect: DIALECT, url, events, secret }).catch(refuse);
    return jsonReply(201, { ...endpointBody(made), secret });
  }

  @Get()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'List the registrations', answer: { status: 200, body: endpointListShape }, requests: [listSubscriptions] })
  async list(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, { endpoints: (await this.subscriptions.list(call, DIALECT)).map(endpointBody) });
  }

  @Delete(':webhookId')
  @HttpCode(200)
  @Needs('portfolio-wallets')
  @Operation({ summary: 'End a registration', answer: { status: 200, body: unregisteredShape }, requests: [unsubscribe] })
  async unregister(@Incoming() call: Call, @Param('webhookId') webhookId: string): Promise<Reply> {
    const id = expectWebhookId(webhookId);
    await refusedAs(this.subscriptions.unsubscribe(call, DIALECT, id), { not_found: 'webhook_not_found' });
    return jsonReply(200, { id, deleted: true });
  }
}
