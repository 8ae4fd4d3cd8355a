import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { describeSpan, withLogFields } from '@sluice/telemetry';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { callOf } from '../access/call.js';
import { seenPath } from './dialect.js';
import type { FileReply, Reply, StreamReply } from './reply.js';
import type { HttpRequest } from './request.js';

/** A web `Response` is the one thing a Nest route can return whose status is its own. */
function responseOf({ status, contentType, headers = {}, ...content }: Reply | FileReply | StreamReply): Response {
  if (contentType === '') return new Response(null, { status, headers });
  if ('stream' in content) return new Response(content.stream, { status, headers: { ...headers, 'Content-Type': contentType } });
  const bytes = 'bytes' in content ? content.bytes : new TextEncoder().encode(content.text);
  return new Response(bytes, { status, headers: { ...headers, 'Content-Type': contentType, 'Content-Length': String(bytes.length) } });
}

/** A stored answer names paths as the gateway has them; what is sent names them as this caller has to write them. */
function seenBy<Sent extends Reply | FileReply | StreamReply>(request: HttpRequest, reply: Sent): Sent {
  const location = reply.headers?.['Location'];
  return location === undefined ? reply : { ...reply, headers: { ...reply.headers, Location: seenPath(request, location) } };
}

/** Sends what a route replies, byte for byte, and lets every log line written meanwhile name the tenant. */
@Injectable()
export class ReplyInterceptor implements NestInterceptor<Reply | FileReply | StreamReply, Response> {
  intercept(context: ExecutionContext, next: CallHandler<Reply | FileReply | StreamReply>): Observable<Response> {
    const request = context.switchToHttp().getRequest<HttpRequest>();
    const { tenantId, client } = callOf(request) ?? {};
    const dialect = client?.kind;
    describeSpan({ 'sluice.tenant.id': tenantId, 'sluice.dialect': dialect });
    return from(withLogFields({ tenantId, dialect }, async () => responseOf(seenBy(request, await lastValueFrom(next.handle())))));
  }
}
