import { applyDecorators, Controller, Inject, Injectable, UseGuards, UseInterceptors, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { describeRequest } from '@sluice/service-host';
import { RefusedCredentials } from '../audit/refused-credentials.js';
import { dialectOf, DIALECTS, type Dialect } from '../http/dialect.js';
import { HttpProblem } from '../http/problem.js';
import { ReplyInterceptor } from '../http/reply.interceptor.js';
import type { HttpRequest } from '../http/request.js';
import { readIdempotencyKey } from '../idempotency/idempotency-record.js';
import { AccessTokens } from './access-tokens.js';
import { Call, keepCall, NEEDS } from './call.js';
import { fixedKeyKinds, type Client, type ClientKind, type Scope, type StoredClient } from './client.js';
import { Clients } from './clients.js';
import { keyDigest } from './credentials.js';
import { RateLimiter } from './rate-limiter.js';

const bearerOf = (authorization: string | undefined): string | undefined => /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];

const unauthenticated = (kind: ClientKind, given: boolean): HttpProblem => {
  const challenge = `Bearer realm="${kind}"${given ? ', error="invalid_token"' : ''}`;
  return new HttpProblem('unauthenticated', given ? 'The bearer token is not valid.' : 'A bearer token is required.', { 'WWW-Authenticate': challenge });
};

/** Who is calling. */
@Injectable()
export class Authentication {
  constructor(private readonly tokens: AccessTokens, private readonly clients: Clients, private readonly refused: RefusedCredentials) {}

  /**
   * The client whose bearer token is in the `Authorization` header, for the tenant that an operator names in `Sluice-Tenant`.
   * @throws HttpProblem `unauthenticated` for anything but a good bearer token of a client of this kind, `insufficient_scope` for a tenant that the key may not act for
   */
  async callerOf(authorization: string | undefined, kind: ClientKind, named?: string | readonly string[]): Promise<Client> {
    const bearer = bearerOf(authorization);
    if (bearer === undefined) throw unauthenticated(kind, authorization !== undefined);
    const client = fixedKeyKinds.includes(kind) ? await this.clients.byKeyDigest(keyDigest(bearer)) : await this.bearing(bearer, kind);
    if (client?.kind === kind && client.revokedAt !== undefined) this.refused.record(client, 'revoked');
    if (client?.kind !== kind || client.revokedAt !== undefined) throw unauthenticated(kind, true);
    const { id, tenantId, scopes, tenants } = client;
    const caller = { id, tenantId, kind, scopes, ...(tenants === undefined ? {} : { tenants }) };
    return { ...caller, tenantId: this.tenantFor(caller, named) };
  }

  /** The tenant that a request is for: the client's own, or the one of those that an operator's key may act for. @throws HttpProblem `insufficient_scope` */
  private tenantFor(client: Client, named: string | readonly string[] | undefined): string {
    const { kind, tenantId, tenants = [] } = client;
    if (kind !== 'ops' || named === undefined || named === tenantId) return tenantId;
    if (typeof named === 'string' && (tenants.includes(named) || tenants.includes('*'))) return named;
    this.refused.record(client, 'tenant not its own');
    throw new HttpProblem('insufficient_scope', 'The key may not act for this tenant.', { 'WWW-Authenticate': 'Bearer realm="ops", error="insufficient_scope"' });
  }

  /** The client as it is now, with what both it and its token may do: what was taken from it since is not in the token (docs/decisions/0135). */
  private async bearing(token: string, kind: ClientKind): Promise<StoredClient | null> {
    const granted = await this.tokens.read(token, kind);
    const client = granted && (await this.clients.byId(granted.id));
    if (granted === null || client?.tenantId !== granted.tenantId) return null;
    return { ...client, scopes: granted.scopes.filter((scope) => client.scopes.includes(scope)) };
  }
}

/** Lets a request through if it is from a client of the path's dialect that has the route's scope and is within its rate limit. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(DIALECTS) private readonly dialects: readonly Dialect[],
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const dialect = dialectOf(this.dialects, request.path);
    const kind = dialect?.clients ?? null;
    if (!dialect || kind === null) throw new Error(`No dialect with clients serves ${request.path}.`);
    describeRequest(request, { dialect: kind });
    const client = await this.authentication.callerOf(request.headers.authorization, kind, request.headers['sluice-tenant']);
    describeRequest(request, { tenantId: client.tenantId, clientId: client.id });
    await this.limiter.take(client.id);
    this.expectScope(client, this.reflector.get<Scope | undefined>(NEEDS, context.getHandler()));
    keepCall(request, new Call(client, request, readIdempotencyKey(request, dialect.idempotencyHeader)));
    return true;
  }

  private expectScope(client: Client, scope: Scope | undefined): void {
    if (scope !== undefined && client.scopes.includes(scope)) return;
    const challenge = `Bearer realm="${client.kind}", error="insufficient_scope"${scope === undefined ? '' : `, scope="${scope}"`}`;
    throw new HttpProblem('insufficient_scope', `The scope ${scope ?? ''} is required.`, { 'WWW-Authenticate': challenge });
  }
}

/** A controller whose routes are for clients with a token or key; `guards` are checked after that. */
export const ClientController = (path: string, ...guards: Type<CanActivate>[]): ClassDecorator =>
  applyDecorators(Controller(path), UseGuards(AccessGuard, ...guards), UseInterceptors(ReplyInterceptor));
