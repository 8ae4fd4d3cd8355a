import { Get } from '@nestjs/common';
import { actionSchema, getOutlook, measureFlow, previewAction, windowSchema } from '@sluice/contract-intake';
import { trailRequests } from '@sluice/contract-kit';
import { measureBacklog } from '@sluice/contract-webhooks';
import { ServiceConfig } from '@sluice/service-host';
import { z } from 'zod';
import { Incoming, Needs, type Call } from '../access/call.js';
import { Clients } from '../access/clients.js';
import { GatewayConfig } from '../gateway.config.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { SandboxControl } from '../sandbox/sandbox-control.js';
import { Services } from '../services/services.js';
import { actionPreviewListShape, backlogShape, flowShape, outlookShape, providerListShape, sessionShape } from './answers.js';
import { cutReply, OperatorsController, pageQuerySchema, PathId, shortText } from './operator-route.js';

/** The services that call the outside world. */
const callers = ['compliance', 'liquidity', 'bridging', 'payout'] as const;

const flowQuerySchema = z.object({ window: windowSchema.default('PT6H').meta({ description: 'How far back what began and ended is counted.' }) });

/** Everything at once: who is signed in, where all withdrawals are, and what waits to be sent. */
@OperatorsController('')
export class OverviewController {
  constructor(private readonly services: Services, private readonly clients: Clients, private readonly control: SandboxControl, private readonly service: ServiceConfig, private readonly config: GatewayConfig) {}

  /** What the key opens, and the tenant's time. */
  @Get('session')
  @Needs('ops:read')
  @Operation({ summary: 'Read what the key opens', answer: { status: 200, body: sessionShape } })
  async session(@Incoming() { tenantId, client }: Call): Promise<Reply> {
    const isSandbox = this.service.sandbox;
    const [tenant, now] = await Promise.all([this.clients.tenant(tenantId), isSandbox ? this.control.now(tenantId) : new Date()]);
    return jsonReply(200, { tenant: { id: tenantId, name: tenant?.name ?? tenantId }, scopes: client.scopes, sandbox: isSandbox, tracesUrl: this.config.tracesUrl ?? null, now: now.toISOString() });
  }

  /** Where withdrawals are by dialect, rail and phase, and how many began and ended within a window. */
  @Get('flow')
  @Needs('ops:read')
  @Operation({ summary: 'Count withdrawals by dialect, rail and phase', query: flowQuerySchema, answer: { status: 200, body: flowShape }, requests: [measureFlow] })
  async flow(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, await this.services.request(measureFlow, readShape(flowQuerySchema, call.query), call));
  }

  /** How each provider has lately answered, as an instance of each service saw it. */
  @Get('providers')
  @Needs('ops:read')
  @Operation({ summary: 'List how providers have lately answered', query: pageQuerySchema, answer: { status: 200, body: providerListShape } })
  async providers(@Incoming() call: Call): Promise<Reply> {
    const replies = await Promise.all(callers.map(async (service) => ({ service, ...(await this.services.request(trailRequests(service).providers, {}, call)) })));
    const rows = replies.flatMap(({ service, providers }) => providers.map((each) => ({ service, ...each })));
    return cutReply(call, rows, { keyOf: ({ provider, service }) => `${provider} ${service}`, isDescending: false });
  }

  /** How many deliveries wait to be sent. */
  @Get('webhooks/backlog')
  @Needs('ops:read')
  @Operation({ summary: 'Count the deliveries that wait', answer: { status: 200, body: backlogShape }, requests: [measureBacklog] })
  async backlog(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, await this.services.request(measureBacklog, {}, call));
  }
}

const previewQuerySchema = z.object({ action: actionSchema, ids: z.string().max(10_000).transform((text) => text.split(',')).pipe(z.array(shortText).min(1).max(200)).meta({ type: 'string', description: 'Up to 200 ids of withdrawals, of any dialect, with commas between them.' }) });

/** What an action would do, to as many withdrawals as it would be done to. */
@OperatorsController('action-previews')
export class ActionPreviewsController {
  constructor(private readonly services: Services) {}

  /** Of those that are there, by their ids with commas between them. Nothing is done. */
  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'Preview what an action would do', description: 'Of those withdrawals that are there. Nothing is done.', query: previewQuerySchema, answer: { status: 200, body: actionPreviewListShape }, requests: [previewAction] })
  async preview(@Incoming() call: Call): Promise<Reply> {
    const { previews } = await this.services.request(previewAction, readShape(previewQuerySchema, call.query), call);
    return jsonReply(200, { data: previews, nextCursor: null });
  }
}

/** Where one withdrawal is in its table, how it came there, and where it can go. */
@OperatorsController('withdrawals')
export class OutlookController {
  constructor(private readonly services: Services) {}

  @Get(':id/outlook')
  @Needs('ops:read')
  @Operation({ summary: 'Read a withdrawal’s table, way and possible actions', answer: { status: 200, body: outlookShape }, requests: [getOutlook] })
  async outlook(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    return jsonReply(200, await this.services.request(getOutlook, { id }, call));
  }
}
