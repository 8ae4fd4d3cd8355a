import { Controller, Post, Req, UseInterceptors } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { basicCredentials } from '../../access/basic-credentials.js';
import { RateLimiter } from '../../access/rate-limiter.js';
import { TokenEndpoint } from '../../access/token-endpoint.js';
import { readTokenForm } from '../../access/token-request.js';
import type { HttpRequest } from '../../http/exchange.js';
import { expectMediaType } from '../../http/media-type.js';
import { receivedBody } from '../../http/received-body.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import type { Reply } from '../../http/reply.js';
import { z } from 'zod';
import { Operation } from '../../openapi/operation.js';
import { tokenShape } from './answer.schema.js';

const tokenSchema = z.object({ grant_type: z.literal('client_credentials'), scope: z.string().optional() });

/** OAuth2 client credentials; the client proves itself by HTTP Basic. */
@Controller('bultra/oauth2')
@Public('where callers prove themselves')
@UseInterceptors(ReplyInterceptor)
export class TokenRoutes {
  constructor(private readonly tokens: TokenEndpoint, private readonly limiter: RateLimiter) {}

  @Post('token')
  @Operation({
    summary: 'Get a token, by HTTP Basic with the client id and secret', body: { schema: tokenSchema, mediaType: 'application/x-www-form-urlencoded' }, answer: { status: 200, body: tokenShape },
    problems: ['unauthenticated', 'body_too_large', 'unsupported_media_type', 'rate_limited', 'internal', 'unavailable'],
  })
  token(@Req() request: HttpRequest): Promise<Reply> {
    this.limiter.take(`address:${request.ip ?? ''}`);
    const body = receivedBody(request);
    return this.tokens.answer('bultra', basicCredentials(request.headers.authorization), () => {
      expectMediaType(request, 'application/x-www-form-urlencoded');
      return readTokenForm(body);
    });
  }
}
