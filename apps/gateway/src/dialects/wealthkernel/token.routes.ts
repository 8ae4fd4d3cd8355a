import { Controller, Post, Req, UseGuards, UseInterceptors } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { z } from 'zod';
import { basicCredentials, type Credentials } from '../../access/basic-credentials.js';
import { RateLimiter } from '../../access/rate-limiter.js';
import { TokenEndpoint } from '../../access/token-endpoint.js';
import { expectClientCredentials, readTokenForm, scopesAsked, TokenRefused } from '../../access/token-request.js';
import type { HttpRequest } from '../../http/exchange.js';
import { expectMediaType } from '../../http/media-type.js';
import { receivedBody } from '../../http/received-body.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import type { Reply } from '../../http/reply.js';
import { Operation } from '../../openapi/operation.js';
import { tokenShape } from './answer.schema.js';
import { problemReply } from './errors.js';
import { VersionGuard } from './version.guard.js';

const FORM = 'application/x-www-form-urlencoded';

/** RFC 6749 section 3.3: what each scope may be written with. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;
const MOST_SCOPES = 20;

/** The scope of a client that asks for none. */
const DEFAULT_SCOPE = 'wealthkernel';

const tokenSchema = z.object({ grant_type: z.literal('client_credentials'), client_id: z.string(), client_secret: z.string(), scope: z.string().optional() });

type Form = ReadonlyMap<string, string>;

function credentialsOf(form: Form, { headers }: HttpRequest): Credentials | null {
  const id = form.get('client_id');
  const secret = form.get('client_secret');
  return id === undefined || secret === undefined ? basicCredentials(headers.authorization) : { id, secret };
}

/** @throws TokenRefused `invalid_scope` */
function scopeOf(form: Form): string {
  const scopes = scopesAsked(form) ?? [DEFAULT_SCOPE];
  if (scopes.length > MOST_SCOPES || !scopes.every((scope) => SCOPE.test(scope))) throw new TokenRefused('invalid_scope');
  return scopes.join(' ');
}

/** The dialect's problem, with OAuth's own word beside it for clients that look for nothing else (docs/decisions/0130). */
function refusal({ code }: TokenRefused): Reply {
  const isClient = code === 'invalid_client';
  const headers = isClient ? { 'WWW-Authenticate': 'Basic realm="wealthkernel"' } : undefined;
  return problemReply(isClient ? 401 : 400, [{ field: '$', message: code }], { 'Cache-Control': 'no-store', Pragma: 'no-cache', ...headers }, { error: code });
}

/** OAuth2 client credentials; the client proves itself in the form. */
@Controller('wealthkernel/connect')
@Public('where callers prove themselves')
@UseGuards(VersionGuard)
@UseInterceptors(ReplyInterceptor)
export class TokenRoutes {
  constructor(private readonly tokens: TokenEndpoint, private readonly limiter: RateLimiter) {}

  /** Whatever scope is asked for is echoed: a token is good for all that its client may do. */
  @Post('token')
  @Operation({
    summary: 'Get a token', body: { schema: tokenSchema, mediaType: FORM }, answer: { status: 200, body: tokenShape },
    problems: ['unauthenticated', 'not_acceptable', 'body_too_large', 'unsupported_media_type', 'rate_limited', 'internal', 'unavailable'],
  })
  async token(@Req() request: HttpRequest): Promise<Reply> {
    this.limiter.take(`address:${request.ip ?? ''}`);
    const body = receivedBody(request);
    expectMediaType(request, FORM);
    try {
      const form = readTokenForm(body);
      expectClientCredentials(form);
      const scope = scopeOf(form);
      return await this.tokens.grant(await this.tokens.authenticated('wealthkernel', credentialsOf(form, request)), scope);
    } catch (error) {
      if (error instanceof TokenRefused) return refusal(error);
      throw error;
    }
  }
}
