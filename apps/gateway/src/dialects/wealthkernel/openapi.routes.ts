import { Controller, Get, Inject, Req, UseInterceptors } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { z } from 'zod';
import { seenPath } from '../../http/dialect-hosts.js';
import type { HttpRequest } from '../../http/exchange.js';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import type { DocumentAt } from '../../openapi/openapi-document.js';
import { Operation } from '../../openapi/operation.js';
import { WEALTHKERNEL_DOCUMENT } from './document.js';

/** The dialect described, for everyone to read. */
@Controller('wealthkernel')
@Public('the dialect described')
@UseInterceptors(ReplyInterceptor)
export class OpenApiRoutes {
  constructor(@Inject(WEALTHKERNEL_DOCUMENT) private readonly documentAt: DocumentAt) {}

  @Get('openapi.json')
  @Operation({ summary: 'This document', answer: { status: 200, body: z.looseObject({ openapi: z.literal('3.1.1') }) } })
  read(@Req() request: HttpRequest): Reply {
    return jsonReply(200, this.documentAt((path) => seenPath(request, path)));
  }
}
