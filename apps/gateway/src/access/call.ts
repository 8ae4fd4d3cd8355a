import { createParamDecorator, SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { receivedForm, type FormLimits, type ReceivedForm } from '../http/form.js';
import type { JsonObject } from '../http/json.js';
import { inSendersTime } from '../http/middleware.js';
import { jsonBody, type HttpRequest } from '../http/request.js';
import type { Client, Scope } from './client.js';

/** A request whose caller is known and allowed to make it. */
export class Call {
  constructor(
    readonly client: Client,
    private readonly request: HttpRequest,
    readonly idempotencyKey: string | undefined,
  ) {}

  get tenantId(): string {
    return this.client.tenantId;
  }

  get method(): string {
    return this.request.method ?? 'GET';
  }

  /** The concrete path, written in one way only: the router takes `/A/`, `/a` and `/%61` for the same. */
  get path(): string {
    return decodeURIComponent(this.request.path).replace(/\/+$/, '').toLowerCase();
  }

  get query(): Readonly<Record<string, unknown>> {
    return this.request.query;
  }

  /**
   * The body as one JSON object; null without a body.
   * @throws HttpProblem when it is too large, of another type, or malformed
   */
  json(): JsonObject | null {
    return jsonBody(this.request);
  }

  /** As `json`, with numbers as they are written, so that amounts lose nothing. */
  exactJson(): JsonObject | null {
    return jsonBody(this.request, 'written');
  }

  /**
   * The body as a form with at most one file.
   * @throws HttpProblem and DomainError when it is of another type, malformed, or the file too large
   */
  form(limits: FormLimits): Promise<ReceivedForm> {
    return inSendersTime(this.request, () => receivedForm(this.request, limits));
  }
}

export const NEEDS = 'sluice:needs';

/** The scope a route is open to. A route that names none is open to nobody. */
export const Needs = (scope: Scope): CustomDecorator => SetMetadata(NEEDS, scope);

const calls = new WeakMap<HttpRequest, Call>();

export const keepCall = (request: HttpRequest, call: Call): void => void calls.set(request, call);

export const callOf = (request: HttpRequest): Call | undefined => calls.get(request);

/** Hands the route its call, which the access guard has let in. */
export const Incoming = createParamDecorator((_: unknown, context: ExecutionContext): Call => {
  const call = callOf(context.switchToHttp().getRequest<HttpRequest>());
  if (call === undefined) throw new Error('The route is not behind the access guard.');
  return call;
});
