import { z } from 'zod';
import type { ClientCertificate, Transport } from './transport.js';

/** OAuth2 with the client's own credentials (RFC 6749, 4.4). */
export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

/** How a provider knows who calls. A certificate may come with either kind of token. */
export interface Credentials {
  readonly bearer?: string | undefined;
  readonly oauth?: ClientCredentials | undefined;
  readonly tls?: ClientCertificate | undefined;
}

const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional(),
});

/** Of a token that does not say how long it is valid. */
const UNSAID_SECONDS = 60;

/** A token is replaced after this part of its life, so that none expires on its way. */
const USED_FOR = 0.8;

const LONGEST_TOKEN_BYTES = 65_536;

/** RFC 6749, 2.3.1: both parts are form-encoded before they are joined. */
const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

/** Access tokens of one client: one at a time is used, and one at a time is fetched, however many calls wait for it. */
export class AccessTokens {
  private current: { readonly token: string; readonly usedUntil: number } | undefined;
  private coming: Promise<string> | undefined;

  constructor(private readonly credentials: ClientCredentials, private readonly transport: Transport, private readonly timeoutMs: number) {}

  /** @throws when none can be had within the timeout. */
  async get(): Promise<string> {
    if (this.current !== undefined && performance.now() < this.current.usedUntil) return this.current.token;
    this.coming ??= this.fetchNext().finally(() => {
      this.coming = undefined;
    });
    return this.coming;
  }

  /** The provider no longer takes this one. */
  forget(token: string): void {
    if (this.current?.token === token) this.current = undefined;
  }

  private async fetchNext(): Promise<string> {
    const startedAt = performance.now();
    const { clientId, clientSecret, scope, tokenUrl } = this.credentials;
    const basic = Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64');
    const { status, text } = await this.transport({
      method: 'POST', url: new URL(tokenUrl), body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', authorization: `Basic ${basic}` },
      signal: AbortSignal.timeout(this.timeoutMs), longestBytes: LONGEST_TOKEN_BYTES,
    });
    if (status < 200 || status > 299) throw new Error(`the request for a token was answered with ${status}`);
    const token = parsed(text);
    this.current = { token: token.access_token, usedUntil: startedAt + (token.expires_in ?? UNSAID_SECONDS) * 1_000 * USED_FOR };
    return token.access_token;
  }
}

/** Neither the answer nor a part of it is repeated in an error: it may hold the token. */
function parsed(text: string): z.output<typeof tokenSchema> {
  try {
    return tokenSchema.parse(JSON.parse(text));
  } catch {
    throw new TypeError('the answer to the request for a token is none');
  }
}
