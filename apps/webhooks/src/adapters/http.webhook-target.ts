import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Try } from '../delivery/delivery.js';
import { isAllowedAddress } from '../egress/address-policy.js';
import { ForbiddenAddress, safeLookup } from '../egress/safe-lookup.js';
import { refusalOfUrl } from '../egress/target-url.js';
import { WebhookTarget, type Post } from '../ports/webhook-target.js';
import { WebhooksConfig } from '../webhooks.config.js';

/** What an answer says beyond its status is of no use; more than this is not read. */
const MOST_BYTES = 64 * 1024;

/** Calls over HTTP(S): the name is resolved once, checked, and that address connected to; redirects are answers like any other. */
@Injectable()
export class HttpWebhookTarget extends WebhookTarget {
  constructor(private readonly config: ServiceConfig, private readonly patience: WebhooksConfig) {
    super();
  }

  async post(post: Post, at: Date): Promise<Try> {
    const begun = performance.now();
    const outcome = await this.call(post).then((status) => ({ status }), (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));
    return { at: at.toISOString(), ...outcome, tookMs: Math.round(performance.now() - begun) };
  }

  private call(post: Post): Promise<number> {
    const refusal = refusalOfUrl(post.url, this.config.sandbox);
    if (refusal !== null) return Promise.reject(new ForbiddenAddress(post.url));
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const call = this.open(post);
    const { answerWithinMs } = this.patience;
    const timeout = setTimeout(() => call.destroy(new Error(`no answer within ${answerWithinMs / 1000} s`)), answerWithinMs);
    call.once('response', (answer) => void drain(answer).then(() => resolve(answer.statusCode ?? 0), reject));
    call.once('error', reject);
    call.end(post.body);
    return promise.finally(() => clearTimeout(timeout));
  }

  /** An address written out is not looked up, so it is checked here; a name is checked as it is resolved. */
  private open({ url: text, headers, body }: Post): ClientRequest {
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowedAddress(host, this.config.sandbox)) throw new ForbiddenAddress(host);
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return request(url, {
      method: 'POST', agent: false, lookup: safeLookup(this.config.sandbox),
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Sluice-Webhooks/1', ...headers },
    });
  }
}

/** Reads an answer to its end, or as much of it as is polite, and gives the connection up. */
async function drain(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) break;
  }
  answer.destroy();
}
