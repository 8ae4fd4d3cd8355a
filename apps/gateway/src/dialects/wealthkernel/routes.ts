import { Controller, Module, Post, Req, UseGuards, UseInterceptors } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { z } from 'zod';
import { AccessModule } from '../../access/access.module.js';
import { wealthkernelScopes } from '../../access/client.js';
import { basicCredentials, type Credentials } from '../../access/credentials.js';
import { RateLimiter } from '../../access/rate-limiter.js';
import { expectClientCredentials, readTokenForm, requestedScopes, TokenEndpoint, TokenRefused } from '../../access/token-endpoint.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import type { Reply } from '../../http/reply.js';
import { expectMediaType, receivedBody, type HttpRequest } from '../../http/request.js';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { clientCredentials } from '../../openapi/openapi-document.js';
import { Operation } from '../../openapi/operation.js';
import { PortfoliosModule } from '../../portfolios/portfolios.module.js';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { WithdrawalsModule } from '../../withdrawals/withdrawals.module.js';
import { serveDialect } from '../dialect-factory.js';
import { problemReply, wealthkernelDialect, wealthkernelErrors } from './errors.js';
import { BankAccountRoutes, HoldingRoutes, PartyRoutes, PortfolioRoutes } from './routes/portfolios.js';
import { Pages, VersionGuard, versions } from './routes/route.js';
import { WebhookRoutes, WebhookSecretRoutes } from './routes/webhooks.js';
import { WithdrawalRoutes } from './routes/withdrawals.js';
import { shapes, tokenShape } from './schema/answers.js';

const FORM = 'application/x-www-form-urlencoded';

/** RFC 6749 section 3.3: what each scope may be written with. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;
const MOST_SCOPES = 20;

/** The scope of a token request that names none. */
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
  const scopes = requestedScopes(form) ?? [DEFAULT_SCOPE];
  if (scopes.length > MOST_SCOPES || !scopes.every((scope) => SCOPE.test(scope))) throw new TokenRefused('invalid_scope');
  return scopes.join(' ');
}

/** The dialect's problem, with OAuth's own error beside it for clients that read nothing else (docs/decisions/0130). */
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

  /** The scope in the request is echoed: a token is good for all that its client may do. */
  @Post('token')
  @Operation({
    summary: 'Get a token', body: { schema: tokenSchema, mediaType: FORM }, answer: { status: 200, body: tokenShape },
    problems: ['unauthenticated', 'not_acceptable', 'body_too_large', 'unsupported_media_type', 'rate_limited', 'internal', 'unavailable'],
  })
  async token(@Req() request: HttpRequest): Promise<Reply> {
    await this.limiter.take(`address:${request.ip ?? ''}`);
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

const versionHeader = { name: 'Accept-Version', in: 'header', required: false, schema: { type: 'string', enum: versions, default: versions[0] } };

export const wealthkernel = serveDialect({
  dialect: wealthkernelDialect,
  title: 'WealthKernel',
  description: 'Withdrawals of cash from an investment portfolio.',
  shapes,
  security: clientCredentials('/wealthkernel/connect/token', wealthkernelScopes),
  errors: wealthkernelErrors,
  descriptions: { 406: 'No such version is spoken.', 409: 'Not possible in this state, or another request has the idempotency key.' },
  guarded: { problems: ['not_acceptable'], parameters: [versionHeader] },
  documentRoutes: 'OpenApiRoutes',
  routes: (documentRoutes) => [
    TokenRoutes, PartyRoutes, PortfolioRoutes, BankAccountRoutes, WithdrawalRoutes, HoldingRoutes, WebhookRoutes, WebhookSecretRoutes, documentRoutes,
  ],
});

@Module({ imports: [AccessModule, IdempotencyModule, PortfoliosModule, WebhooksModule, WithdrawalsModule], controllers: wealthkernel.controllers, providers: [Pages] })
export class WealthKernelModule {}
