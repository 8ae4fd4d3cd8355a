import { ApiError, textAt } from './answers.ts';
import type { Fetch } from './persistent-fetch.ts';

/** A client's id and secret, as OAuth 2.0 client credentials. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Token {
  readonly text: string;
  readonly until: number;
}

/** So long before its end a token is not used any more. */
const MARGIN_MS = 30_000;

async function newToken(request: Request, fetch: Fetch): Promise<Token> {
  const response = await fetch(request);
  const body = (await response.json().catch(() => null)) as { access_token?: unknown; expires_in?: unknown } | null;
  if (typeof body?.access_token === 'string') return { text: body.access_token, until: Date.now() + Number(body.expires_in ?? 0) * 1_000 - MARGIN_MS };
  throw new ApiError(`The client was given no token: ${textAt(body, 'error') ?? response.status}.`, { response, error: body });
}

/**
 * Puts a bearer token into each request. One is asked for when there is none that is still good, by one request at a time; where it is
 * refused all the same, such as after a revocation, a new one is tried once.
 */
export function withAccessToken(tokenRequest: () => Request, fetch: Fetch): Fetch {
  let current: Promise<Token> | undefined;
  const fresh = (): Promise<Token> => {
    const asked = newToken(tokenRequest(), fetch);
    current = asked;
    asked.catch(() => {
      if (current === asked) current = undefined;
    });
    return asked;
  };
  const good = async (refused?: Token): Promise<Token> => {
    const held = current;
    const token = await (held ?? fresh());
    if (token.until > Date.now() && token !== refused) return token;
    return current === held ? fresh() : good(refused);
  };
  const bearing = (request: Request, { text }: Token): Promise<Response> => {
    const sent = request.clone();
    sent.headers.set('authorization', `Bearer ${text}`);
    return fetch(sent);
  };
  return async (request) => {
    const token = await good();
    const response = await bearing(request, token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    return bearing(request, await good(token));
  };
}
