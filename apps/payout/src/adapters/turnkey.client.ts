import { ApiKeyStamper } from '@turnkey/api-key-stamper';
import { TurnkeyClient, type TSignedRequest } from '@turnkey/http';
import type { z } from 'zod';
import type { ApiKey } from './turnkey.config.js';

/** Turnkey has answered, and not with yes. */
export class TurnkeyRefused extends Error {
  override readonly name = 'TurnkeyRefused';

  constructor(readonly status: number, message: string) {
    super(message);
  }
}

type Stamp = (client: TurnkeyClient) => Promise<TSignedRequest>;

/** Calls of Turnkey under one API key. The body is what was stamped, to the byte. */
export class TurnkeyCalls {
  private readonly client: TurnkeyClient;

  constructor(baseUrl: string, { publicKey, privateKey }: ApiKey, private readonly timeoutMs: number) {
    this.client = new TurnkeyClient({ baseUrl: baseUrl.replace(/\/$/, '') }, new ApiKeyStamper({ apiPublicKey: publicKey, apiPrivateKey: privateKey }));
  }

  /** @throws TurnkeyRefused on an answer that is not a success; anything else when there is no readable answer. */
  async call<T>(stamp: Stamp, schema: z.ZodType<T>): Promise<T> {
    const { url, body, stamp: { stampHeaderName, stampHeaderValue } } = await stamp(this.client);
    const response = await fetch(url, {
      method: 'POST', body, headers: { 'content-type': 'application/json', [stampHeaderName]: stampHeaderValue }, redirect: 'error', signal: AbortSignal.timeout(this.timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new TurnkeyRefused(response.status, `Turnkey answered ${response.status}: ${text.slice(0, 200)}`);
    return schema.parse(JSON.parse(text));
  }
}
