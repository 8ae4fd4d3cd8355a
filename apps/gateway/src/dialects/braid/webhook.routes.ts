import { randomBytes } from 'node:crypto';
import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { listSubscriptions, subscribe, unsubscribe } from '@sluice/contract-webhooks';
import { DomainError, newId } from '@sluice/kernel';
import type { Call } from '../../access/call.js';
import { Incoming, Needs } from '../../access/needs.decorator.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { Operation } from '../../openapi/operation.js';
import { Services } from '../../services/services.js';
import { BraidController, expectUuid } from './dialect-route.js';
import { endpointBody, endpointListShape, readRegistration, registeredShape, registrationOrderShape, unregisteredShape } from './webhook.schema.js';
import { commonRefusal, inWords, refusal } from './words.js';

const DIALECT = 'braid';
const PREFIX = 'wh_';
const SECRET_BYTES = 32;

const fields: Readonly<Record<string, string>> = { url: 'callbackUrl', events: 'eventTypes' };

/** What is wrong with a registration, as one sentence about the fields as they were sent. */
function refuse(error: unknown): never {
  if (!(error instanceof DomainError) || (error.code !== 'invalid_request' && error.code !== 'limit_exceeded')) throw error;
  const problems = error.details.map(({ field, message }) => `${fields[field] ?? field} ${message}`);
  throw refusal('validation_error', problems.length === 0 ? error.message : `${problems.join('; ')}.`);
}

function expectWebhookId(id: string): string {
  if (!id.startsWith(PREFIX)) throw commonRefusal('webhook_not_found');
  return `${PREFIX}${expectUuid(id.slice(PREFIX.length), 'webhook_not_found')}`;
}

/** Where an organisation hears of what happens to its wallets. */
@BraidController('braid/webhooks/registrations')
export class WebhookRoutes {
  constructor(private readonly services: Services) {}

  @Post()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'Register for events', body: { schema: registrationOrderShape }, answer: { status: 201, body: registeredShape }, asks: [subscribe] })
  async register(@Incoming() call: Call): Promise<Reply> {
    const { callbackUrl: url, eventTypes: events } = readRegistration(call.json());
    const secret = randomBytes(SECRET_BYTES).toString('hex');
    const made = await this.services.ask(subscribe, { id: `${PREFIX}${newId()}`, dialect: DIALECT, url, events, secret }, call).catch(refuse);
    return jsonReply(201, { ...endpointBody(made), secret });
  }

  @Get()
  @Needs('portfolio-wallets')
  @Operation({ summary: 'List the registrations', answer: { status: 200, body: endpointListShape }, asks: [listSubscriptions] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { subscriptions } = await this.services.ask(listSubscriptions, { dialect: DIALECT }, call);
    return jsonReply(200, { endpoints: subscriptions.map(endpointBody) });
  }

  @Delete(':webhookId')
  @HttpCode(200)
  @Needs('portfolio-wallets')
  @Operation({ summary: 'End a registration', answer: { status: 200, body: unregisteredShape }, asks: [unsubscribe] })
  async unregister(@Incoming() call: Call, @Param('webhookId') webhookId: string): Promise<Reply> {
    const id = expectWebhookId(webhookId);
    await inWords(this.services.ask(unsubscribe, { id, dialect: DIALECT }, call), { not_found: 'webhook_not_found' });
    return jsonReply(200, { id, deleted: true });
  }
}
