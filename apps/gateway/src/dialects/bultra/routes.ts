import { Controller, Module, Post, Req, UseInterceptors } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { z } from 'zod';
import { AccessModule } from '../../access/access.module.js';
import { bultraScopes } from '../../access/client.js';
import { basicCredentials } from '../../access/credentials.js';
import { RateLimiter } from '../../access/rate-limiter.js';
import { oauthDialect, readTokenForm, TokenEndpoint } from '../../access/token-endpoint.js';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import type { Reply } from '../../http/reply.js';
import { expectMediaType, receivedBody, type HttpRequest } from '../../http/request.js';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { clientCredentials } from '../../openapi/openapi-document.js';
import { Operation } from '../../openapi/operation.js';
import { WebhooksModule } from '../../webhooks/webhooks.module.js';
import { WithdrawalsModule } from '../../withdrawals/withdrawals.module.js';
import { serveDialect } from '../dialect-factory.js';
import { bultraDialect, bultraErrors, oauthErrors } from './errors.js';
import { AccountRoutes, CounterpartyRoutes } from './routes/accounts.js';
import { SubscriptionRoutes } from './routes/subscriptions.js';
import { DocumentRoutes, ReceiptRoutes, WithdrawalOrderRoutes, WithdrawalReadRoutes } from './routes/withdrawals.js';
import { shapes, tokenShape } from './schema/answers.js';

const FORM = 'application/x-www-form-urlencoded';

const tokenSchema = z.object({ grant_type: z.literal('client_credentials'), scope: z.string().optional() });

/** OAuth2 client credentials; the client proves itself by HTTP Basic. */
@Controller('bultra/oauth2')
@Public('where callers prove themselves')
@UseInterceptors(ReplyInterceptor)
export class TokenRoutes {
  constructor(private readonly tokens: TokenEndpoint, private readonly limiter: RateLimiter) {}

  @Post('token')
  @Operation({
    summary: 'Get a token, by HTTP Basic with the client id and secret', body: { schema: tokenSchema, mediaType: FORM }, answer: { status: 200, body: tokenShape },
    problems: ['unauthenticated', 'body_too_large', 'unsupported_media_type', 'rate_limited', 'internal', 'unavailable'],
  })
  async token(@Req() request: HttpRequest): Promise<Reply> {
    await this.limiter.take(`address:${request.ip ?? ''}`);
    const body = receivedBody(request);
    return this.tokens.answer('bultra', basicCredentials(request.headers.authorization), () => {
      expectMediaType(request, FORM);
      return readTokenForm(body);
    });
  }
}

/** Answers errors of the token endpoint. */
export const bultraOauth = oauthDialect('/bultra/oauth2');

export const bultra = serveDialect({
  dialect: bultraDialect,
  title: 'Bultra',
  description: 'Withdrawals from an account to a counterparty over a bank rail.',
  shapes,
  security: clientCredentials('/bultra/oauth2/token', bultraScopes),
  errors: bultraErrors,
  otherErrors: { dialect: bultraOauth, errors: oauthErrors },
  descriptions: {
    403: 'The token lacks the scope.', 409: 'Not possible in this state, or another request has the idempotency key.', 422: 'A rule of accounts, counterparties or rails stands against it.',
  },
  documentRoutes: 'OpenApiRoutes',
  routes: (documentRoutes) => [
    TokenRoutes, AccountRoutes, CounterpartyRoutes, WithdrawalOrderRoutes, WithdrawalReadRoutes, DocumentRoutes, ReceiptRoutes, SubscriptionRoutes, documentRoutes,
  ],
});

@Module({ imports: [AccessModule, AccountsModule, IdempotencyModule, WebhooksModule, WithdrawalsModule], controllers: bultra.controllers })
export class BultraModule {}
