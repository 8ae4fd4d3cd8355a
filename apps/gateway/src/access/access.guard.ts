import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { dialectOf, type Dialect } from '../http/dialect.js';
import { DIALECTS } from '../http/dialects.token.js';
import type { HttpRequest } from '../http/exchange.js';
import { HttpProblem } from '../http/problem.js';
import { readIdempotencyKey } from '../idempotency/idempotency-key.js';
import { Authentication } from './authentication.js';
import { Call } from './call.js';
import type { Client } from './client.js';
import { keepCall, NEEDS } from './needs.decorator.js';
import { RateLimiter } from './rate-limiter.js';
import type { Scope } from './scopes.js';

/** Lets in who proves to be a client of the path's dialect, has the route's scope, and does not ask too often. */
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
    const client = await this.authentication.callerOf(request.headers.authorization, kind);
    this.limiter.take(client.id);
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
