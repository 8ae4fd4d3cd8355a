import type { Client } from './client.js';
import { inSendersTime } from '../http/answer-in-time.js';
import type { HttpRequest } from '../http/exchange.js';
import { jsonBody } from '../http/json-body.js';
import { receivedForm, type FormLimits, type ReceivedForm } from '../http/received-form.js';
import type { JsonObject } from '../http/strict-json.js';

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
