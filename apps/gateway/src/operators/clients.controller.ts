import { Delete, Get, Post } from '@nestjs/common';
import { getFeePortfolio } from '@sluice/contract-liquidity';
import { DomainError, newId } from '@sluice/kernel';
import { z } from 'zod';
import { readPage } from '@sluice/persistence';
import { Incoming, Needs, type Call } from '../access/call.js';
import { clientKinds, scopesOf, type Client, type ClientKind, type Scope, type StoredClient } from '../access/client.js';
import { Clients } from '../access/clients.js';
import { newCredential } from '../access/credentials.js';
import { NOT_A_CURSOR } from '../http/paging.js';
import { HttpProblem } from '../http/problem.js';
import { emptyReply, jsonReply, type Reply } from '../http/reply.js';
import { readShape } from '../http/validation.js';
import { Operation } from '../openapi/operation.js';
import { badField, Services } from '../services/services.js';
import { clientListShape, newClientShape, tenantListShape, tenantShape, type ClientBody, type TenantBody } from './answers.js';
import { cutQuerySchema, cutReply, OperatorsController, pageQuerySchema, pageReply, PathId } from './operator-route.js';

const clientSchema = <Kind extends ClientKind>(kind: Kind) =>
  z.object({ dialect: z.literal(kind), scopes: z.array(z.enum(scopesOf[kind] as readonly [Scope, ...Scope[]])).min(1).default([...scopesOf[kind]]) });

/** For which dialect (`ops`: an operator's key), and what of it; everything when no scopes are given. */
const clientOrderSchema = z.discriminatedUnion('dialect', [clientSchema('wealthkernel'), clientSchema('bultra'), clientSchema('braid'), clientSchema('ops')]);

/** The dialect comes first: without it nothing can be said of scopes. */
const newClientSchema = z.object({ dialect: z.enum(clientKinds), scopes: z.unknown().optional() }).pipe(clientOrderSchema);

/** What may be shown of a client: never its secret, nor what it is stored as. */
const clientBody = ({ id, kind, scopes, revokedAt }: Client & Pick<StoredClient, 'revokedAt'>): ClientBody => ({ id, dialect: kind, scopes, revokedAt: revokedAt?.toISOString() ?? null });

/** The tenant's API clients. */
@OperatorsController('clients')
export class ClientsController {
  constructor(private readonly clients: Clients) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List API clients', query: pageQuerySchema, answer: { status: 200, body: clientListShape } })
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    if (after !== undefined && (await this.clients.byId(after))?.tenantId !== call.tenantId) {
      throw badField('cursor', NOT_A_CURSOR);
    }
    const { found, hasMore } = await readPage(limit, (count) => this.clients.ofTenant(call.tenantId, { limit: count, after }));
    return pageReply(found.map(clientBody), hasMore);
  }

  /** The one time that the secret is shown: the client's secret at the token endpoint, or the bearer token itself where the dialect has none. */
  @Post()
  @Needs('ops:write')
  @Operation({
    summary: 'Add an API client or an operator’s key', description: 'The secret is shown this once.',
    body: { schema: clientOrderSchema, example: { dialect: 'bultra', scopes: ['withdrawals:read'] } }, answer: { status: 201, body: newClientShape },
  })
  async add(@Incoming() call: Call): Promise<Reply> {
    const { dialect, scopes } = readShape(newClientSchema, call.json() ?? {});
    if (dialect === 'ops') expectNoMoreThan(call.client, scopes);
    const client: Client = { id: newId(), tenantId: call.tenantId, kind: dialect, scopes: [...new Set(scopes)] };
    const { secret, credential } = await newCredential(dialect);
    await this.clients.put({ ...client, ...credential });
    return jsonReply(201, { ...clientBody(client), secret });
  }

  /** Out at once and for good (docs/decisions/0135). */
  @Delete(':id')
  @Needs('ops:write')
  @Operation({ summary: 'Revoke a client, at once and for good', answer: { status: 204 }, problems: ['not_found', 'invalid_status'] })
  async revoke(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    if (id === call.client.id) throw new DomainError('invalid_status', 'A key cannot revoke itself: the tenant might be left without one.');
    if (!(await this.clients.revoke(id, call.tenantId, new Date()))) throw new DomainError('not_found', 'There is no such client.');
    return emptyReply;
  }
}

/** A key cannot give another operator a scope that it does not have. */
function expectNoMoreThan(giver: Client, scopes: readonly string[]): void {
  const beyond = scopes.find((scope) => !giver.scopes.includes(scope));
  if (beyond !== undefined) throw new HttpProblem('insufficient_scope', `The key itself has not got ${beyond}.`, { 'WWW-Authenticate': `Bearer realm="ops", error="insufficient_scope", scope="${beyond}"` });
}

/** A key belongs to one tenant; those of the platform's operators may act for others too, which a request names in `Sluice-Tenant`. */
@OperatorsController('tenants')
export class TenantsController {
  constructor(private readonly clients: Clients, private readonly services: Services) {}

  @Get()
  @Needs('ops:read')
  @Operation({ summary: 'List the tenants that the key may act for', query: cutQuerySchema, answer: { status: 200, body: tenantListShape }, requests: [getFeePortfolio] })
  async list(@Incoming() call: Call): Promise<Reply> {
    const tenants = await this.clients.tenantsOf(call.client);
    return cutReply(call, await Promise.all(tenants.map(({ id }) => this.tenant(id))));
  }

  @Get('current')
  @Needs('ops:read')
  @Operation({ summary: 'Read the tenant that the request is for', answer: { status: 200, body: tenantShape }, requests: [getFeePortfolio] })
  async current(@Incoming() call: Call): Promise<Reply> {
    return jsonReply(200, await this.tenant(call.tenantId));
  }

  /** The first request for the fee portfolio opens it. */
  private async tenant(tenantId: string): Promise<TenantBody> {
    const known = await this.clients.tenant(tenantId);
    const { id: feePortfolioId } = await this.services.request(getFeePortfolio, {}, { tenantId });
    return { id: tenantId, name: known?.name ?? tenantId, feePortfolioId };
  }
}
