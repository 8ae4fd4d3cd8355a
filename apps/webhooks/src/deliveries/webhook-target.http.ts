import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { passKillPoint, sendBetweenKillPoints } from '@sluice/telemetry';
import type { Try } from './delivery.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { ForbiddenAddress, isAllowedAddress, refusalOfUrl, safeLookup } from '../subscriptions/addresses.js';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Only the status of an answer is used; more of its body than this is not read. */
const MOST_BYTES = 64 * 1024;

/** Shorter than servers leave an idle connection open, so that none is closed at the moment it is used again. */
const IDLE_CONNECTION_MS = 1_000;
const MOST_IDLE_CONNECTIONS = 4;

/**
 * Calls over HTTP(S). When a connection is made its name is resolved once, checked, and that address connected to; a connection
 * that is used again leads to an address that was checked. Redirects are answers like any other.
 */
@Injectable()
export class HttpWebhookTarget implements OnApplicationShutdown {
  private readonly agents = {
    'http:': new HttpAgent({ keepAlive: true, timeout: IDLE_CONNECTION_MS, maxFreeSockets: MOST_IDLE_CONNECTIONS }),
    'https:': new HttpsAgent({ keepAlive: true, timeout: IDLE_CONNECTION_MS, maxFreeSockets: MOST_IDLE_CONNECTIONS }),
  };

  constructor(private readonly service: ServiceConfig, private readonly config: WebhooksConfig) {}

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  /** One try at an address on the public internet, friendly or not. Never throws: an error is the try's outcome. */
  async post(post: Post, at: Date): Promise<Try> {
    const begun = performance.now();
    const outcome = await sendBetweenKillPoints('webhook', () => this.call(post)).then((status) => ({ status }), (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }));
    passKillPoint('reply', 'webhook', 'after');
    return { at: at.toISOString(), ...outcome, tookMs: Math.round(performance.now() - begun) };
  }

  private async call(post: Post): Promise<number> {
    const refusal = refusalOfUrl(post.url, this.service.sandbox);
    if (refusal !== null) throw new ForbiddenAddress(post.url);
    const { answerWithinMs } = this.config;
    const call = this.open(post);
    const timeout = setTimeout(() => call.destroy(new Error(`no answer within ${answerWithinMs / 1000} s`)), answerWithinMs);
    return statusOf(call, post.body).finally(() => clearTimeout(timeout));
  }

  /** An address written out is not looked up, so it is checked here; a name is checked as it is resolved. */
  private open({ url: text, headers, body }: Post): ClientRequest {
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowedAddress(host, this.service.sandbox)) throw new ForbiddenAddress(host);
    const isSecure = url.protocol === 'https:';
    const request = isSecure ? requestHttps : requestHttp;
    return request(url, {
      method: 'POST', agent: this.agents[isSecure ? 'https:' : 'http:'], lookup: safeLookup(this.service.sandbox),
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Sluice-Webhooks/1', ...headers },
    });
  }
}

function statusOf(call: ClientRequest, body: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  call.once('response', (answer) => void drain(answer).then(() => resolve(answer.statusCode ?? 0), reject));
  call.on('error', reject);
  call.end(body);
  return promise;
}

/** Reads an answer to its end, so that its connection can be used again, or as much of it as is reasonable, and closes the connection. */
async function drain(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += (chunk as Buffer).length;
    if (bytes > MOST_BYTES) return void answer.destroy();
  }
}
