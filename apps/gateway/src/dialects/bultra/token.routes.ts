import { Controller, Post, Req, UseInterceptors } from '@nestjs/common';
import { basicCredentials } from '../../access/basic-credentials.js';
import { RateLimiter } from '../../access/rate-limiter.js';
import { TokenEndpoint } from '../../access/token-endpoint.js';
import { readTokenForm } from '../../access/token-request.js';
import type { HttpRequest } from '../../http/exchange.js';
import { expectMediaType } from '../../http/media-type.js';
import { receivedBody } from '../../http/received-body.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import type { Reply } from '../../http/reply.js';

/** OAuth2 client credentials; the client proves itself by HTTP Basic. */
@Controller('bultra/oauth2')
@UseInterceptors(ReplyInterceptor)
export class TokenRoutes {
  constructor(private readonly tokens: TokenEndpoint, private readonly limiter: RateLimiter) {}

  @Post('token')
  token(@Req() request: HttpRequest): Promise<Reply> {
    this.limiter.take(`address:${request.ip ?? ''}`);
    const body = receivedBody(request);
    return this.tokens.answer('bultra', basicCredentials(request.headers.authorization), () => {
      expectMediaType(request, 'application/x-www-form-urlencoded');
      return readTokenForm(body);
    });
  }
}
