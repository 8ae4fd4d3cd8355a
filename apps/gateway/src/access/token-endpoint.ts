import { Injectable } from '@nestjs/common';
import { RefusedCredentials } from '../audit/refused-credentials.js';
import { dialectWith, type Dialect, type DialectCodes } from '../http/dialect.js';
import { jsonReply, type Reply } from '../http/reply.js';
import { AccessTokens } from './access-tokens.js';
import type { Client, ClientKind } from './client.js';
import { Clients } from './clients.js';
import { hashSecret, secretMatches, type Credentials } from './credentials.js';

/** RFC 6749 section 5.2. */
type TokenErrorCode = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

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

/** @throws TokenRefused unless the grant type is client credentials */
export function expectClientCredentials(form: ReadonlyMap<string, string>): void {
  const grantType = form.get('grant_type');
  if (grantType === undefined) throw new TokenRefused('invalid_request');
  if (grantType !== 'client_credentials') throw new TokenRefused('unsupported_grant_type');
}

/** The scopes that a form names, each once; undefined where it names none. Blanks around and between them are only that. */
export function requestedScopes(form: ReadonlyMap<string, string>): readonly string[] | undefined {
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return scopes.length === 0 ? undefined : [...new Set(scopes)];
}

/**
 * The scopes to grant: those requested, or all the client has.
 * @throws TokenRefused `invalid_scope` when one of them is unknown or was not granted
 */
export function grantedScopes(requested: readonly string[] | undefined, client: Client): readonly string[] {
  if (requested === undefined) return client.scopes;
  if (requested.some((scope) => !client.scopes.includes(scope))) throw new TokenRefused('invalid_scope');
  return requested;
}

const bad = [400, 'invalid_request'] as const;

/** Problems at a token endpoint that are not its own `TokenRefused`; those that cannot come up there too, for completeness. */
const errors: DialectCodes<'invalid_request' | 'invalid_client' | 'server_error' | 'temporarily_unavailable'> = {
  malformed_body: bad,
  body_too_large: [413, 'invalid_request'],
  unsupported_media_type: [415, 'invalid_request'],
  malformed_path: bad,
  not_acceptable: bad,
  bad_idempotency_key: bad,
  unknown_path: [404, 'invalid_request'],
  method_not_allowed: [405, 'invalid_request'],
  unauthenticated: [401, 'invalid_client'],
  insufficient_scope: [403, 'invalid_client'],
  idempotency_conflict: [409, 'invalid_request'],
  idempotency_in_flight: [409, 'invalid_request'],
  rate_limited: [429, 'temporarily_unavailable'],
  unavailable: [503, 'temporarily_unavailable'],
  internal: [500, 'server_error'],
  invalid_request: bad,
  invalid_amount: bad,
  precision_overflow: bad,
  currency_mismatch: bad,
  not_found: [404, 'invalid_request'],
  invalid_status: [409, 'invalid_request'],
  insufficient_funds: bad,
  account_not_transactable: bad,
  counterparty_not_approved: bad,
  counterparty_mismatch: bad,
  purpose_not_allowed: bad,
  rail_not_supported: bad,
  limit_exceeded: bad,
  unsupported_document_type: bad,
  document_too_large: bad,
  request_conflict: bad,
  wallet_not_active: bad,
};

/** The token endpoints under this path answer errors as OAuth does, not as the dialect around them. */
export const oauthDialect = (prefix: string): Dialect =>
  dialectWith({
    prefix, clients: null, idempotencyHeader: null, codes: errors,
    page: ({ message, headers }, status, error) => jsonReply(status, { error, error_description: message }, headers),
  });

/** RFC 6749 section 5.1: a token must not be cached on the way. */
const UNCACHED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

const refusal = ({ code }: TokenRefused, kind: ClientKind): Reply =>
  code === 'invalid_client'
    ? jsonReply(401, { error: code }, { ...UNCACHED, 'WWW-Authenticate': `Basic realm="${kind}"` })
    : jsonReply(400, { error: code }, UNCACHED);

/** OAuth 2.0 client credentials (RFC 6749 section 4.4). */
@Injectable()
export class TokenEndpoint {
  /** Checked for an unknown client, so that the time taken does not show which clients exist. */
  private readonly nobody = hashSecret('nobody');

  constructor(private readonly clients: Clients, private readonly tokens: AccessTokens, private readonly refused: RefusedCredentials) {}

  /** The answer to a token request: a token with its scopes, or an error in OAuth's shape. */
  async answer(kind: ClientKind, credentials: Credentials | null, form: () => ReadonlyMap<string, string>): Promise<Reply> {
    try {
      const client = await this.authenticated(kind, credentials);
      const fields = form();
      expectClientCredentials(fields);
      const scopes = grantedScopes(requestedScopes(fields), client);
      return await this.grant({ ...client, scopes }, scopes.join(' '));
    } catch (error) {
      if (error instanceof TokenRefused) return refusal(error, kind);
      throw error;
    }
  }

  /** The client that these are the credentials of. @throws TokenRefused `invalid_client` */
  async authenticated(kind: ClientKind, credentials: Credentials | null): Promise<Client> {
    if (!credentials) throw new TokenRefused('invalid_client');
    const found = await this.clients.byId(credentials.id);
    const hash = found && 'secretHash' in found ? found.secretHash : await this.nobody;
    const proven = await secretMatches(credentials.secret, hash);
    if (found?.kind === kind && !proven) this.refused.record(found, 'wrong secret');
    else if (found?.kind === kind && found.revokedAt !== undefined) this.refused.record(found, 'revoked');
    if (!proven || found?.kind !== kind || found.revokedAt !== undefined) throw new TokenRefused('invalid_client');
    const { id, tenantId, scopes } = found;
    return { id, tenantId, kind, scopes };
  }

  /** A token for what the client may do, with the scope that the reply names. */
  async grant(client: Client, scope: string): Promise<Reply> {
    const { token, expiresInSeconds } = await this.tokens.issue(client);
    const body = { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds, scope };
    return jsonReply(200, body, UNCACHED);
  }
}
