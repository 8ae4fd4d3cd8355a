import { Delete, Get, Post } from '@nestjs/common';
import { DomainError, newId } from '@sluice/kernel';
import type { Call } from '../access/call.js';
import type { Client, StoredClient } from '../access/client.js';
import { Incoming, Needs } from '../access/needs.decorator.js';
import { newCredential } from '../access/new-credential.js';
import { readShape } from '../http/field-problems.js';
import { HttpProblem } from '../http/problem.js';
import { emptyReply, jsonReply, type Reply } from '../http/reply.js';
import { Clients } from '../ports/clients.js';
import { pageQuerySchema } from './case.schema.js';
import { newClientSchema } from './client.schema.js';
import { OpsController } from './ops-controller.js';
import { pageReply } from './page-reply.js';
import { PathId } from './path-id.js';

/** What may be shown of a client: never its secret, nor what it is stored as. */
const clientBody = ({ id, kind, scopes, revokedAt }: Client & Pick<StoredClient, 'revokedAt'>) => ({ id, dialect: kind, scopes, revokedAt: revokedAt?.toISOString() ?? null });

/** The tenant's API clients. */
@OpsController('clients')
export class ClientRoutes {
  constructor(private readonly clients: Clients) {}

  @Get()
  @Needs('ops:read')
  async list(@Incoming() call: Call): Promise<Reply> {
    const { limit, cursor: after } = readShape(pageQuerySchema, call.query);
    if (after !== undefined && (await this.clients.byId(after))?.tenantId !== call.tenantId) {
      throw new DomainError('invalid_request', 'The request is not valid.', [{ field: 'cursor', message: 'is not a cursor of this list' }]);
    }
    const found = await this.clients.ofTenant(call.tenantId, { limit: limit + 1, after });
    return pageReply(found.slice(0, limit).map(clientBody), found.length > limit);
  }

  /** The one time that the secret is shown: the client's secret at the token endpoint, or the bearer token itself where the dialect has none. */
  @Post()
  @Needs('ops:write')
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
  async revoke(@Incoming() call: Call, @PathId() id: string): Promise<Reply> {
    if (id === call.client.id) throw new DomainError('invalid_status', 'A key cannot revoke itself: the tenant might be left without one.');
    if (!(await this.clients.revoke(id, call.tenantId, new Date()))) throw new DomainError('not_found', 'There is no such client.');
    return emptyReply;
  }
}

/** A key gives no operator what it has not got. */
function expectNoMoreThan(giver: Client, scopes: readonly string[]): void {
  const beyond = scopes.find((scope) => !giver.scopes.includes(scope));
  if (beyond !== undefined) throw new HttpProblem('insufficient_scope', `The key itself has not got ${beyond}.`, { 'WWW-Authenticate': `Bearer realm="ops", error="insufficient_scope", scope="${beyond}"` });
}
