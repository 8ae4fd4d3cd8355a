import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { Public } from '@sluice/service-host';
import { z } from 'zod';
import { ReplyInterceptor } from '../../http/reply.interceptor.js';
import { jsonReply, type Reply } from '../../http/reply.js';
import { Operation } from '../../openapi/operation.js';
import { WEALTHKERNEL_DOCUMENT } from './document.js';

/** The dialect described, for everyone to read. */
@Controller('wealthkernel')
@Public('the dialect described')
@UseInterceptors(ReplyInterceptor)
export class OpenApiRoutes {
  constructor(@Inject(WEALTHKERNEL_DOCUMENT) private readonly document: object) {}

  @Get('openapi.json')
  @Operation({ summary: 'This document', answer: { status: 200, body: z.looseObject({ openapi: z.literal('3.1.1') }) } })
  read(): Reply {
    return jsonReply(200, this.document);
  }
}
