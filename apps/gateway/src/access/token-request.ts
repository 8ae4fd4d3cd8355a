import type { Client } from './client.js';

/** RFC 6749 section 5.2. */
export type TokenErrorCode = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

/** Why no token is given. Answered in OAuth's own shape, whatever the dialect. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(readonly code: TokenErrorCode) {
    super(code);
  }
}

/**
 * Reads a form by RFC 6749: a parameter without a value counts as absent, one given twice is refused, others are ignored.
 * @throws TokenRefused
 */
export function readTokenForm(body: Uint8Array): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8'))) {
    if (value === '') continue;
    if (values.has(name)) throw new TokenRefused('invalid_request');
    values.set(name, value);
  }
  return values;
}

/** @throws TokenRefused unless the form asks for a token by client credentials */
export function expectClientCredentials(form: ReadonlyMap<string, string>): void {
  const grantType = form.get('grant_type');
  if (grantType === undefined) throw new TokenRefused('invalid_request');
  if (grantType !== 'client_credentials') throw new TokenRefused('unsupported_grant_type');
}

/** The scopes that a form asks for, each once; undefined where it names none. Blanks around and between them are only that. */
export function scopesAsked(form: ReadonlyMap<string, string>): readonly string[] | undefined {
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return scopes.length === 0 ? undefined : [...new Set(scopes)];
}

/**
 * The scopes to grant: what is asked for, or all the client has.
 * @throws TokenRefused `invalid_scope` when one of them is unknown or was not granted
 */
export function grantedScopes(asked: readonly string[] | undefined, client: Client): readonly string[] {
  if (asked === undefined) return client.scopes;
  if (asked.some((scope) => !client.scopes.includes(scope))) throw new TokenRefused('invalid_scope');
  return asked;
}
