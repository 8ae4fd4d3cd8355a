import type { Client } from '../access/client.js';

/** Signed, short-lived proof of who is calling, on wall-clock time. */
export abstract class AccessTokens {
  abstract issue(client: Client): Promise<{ readonly token: string; readonly expiresInSeconds: number }>;
  /** The client a token was given to; null when it is forged, expired or for another kind of client. */
  abstract read(token: string, kind: Client['kind']): Promise<Client | null>;
}
