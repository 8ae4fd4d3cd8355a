import { Injectable } from '@nestjs/common';
import { jsonReply, type Reply } from '../http/reply.js';
import { AccessTokens } from '../ports/access-tokens.js';
import { Clients } from '../ports/clients.js';
import type { Credentials } from './basic-credentials.js';
import type { Client, ClientKind } from './client.js';
import { hashSecret, secretMatches } from './secret-hash.js';
import { expectClientCredentials, grantedScopes, scopesAsked, TokenRefused } from './token-request.js';

/** RFC 6749 section 5.1: a token is never kept on the way. */
const UNCACHED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

const refusal = ({ code }: TokenRefused, kind: ClientKind): Reply =>
  code === 'invalid_client'
    ? jsonReply(401, { error: code }, { ...UNCACHED, 'WWW-Authenticate': `Basic realm="${kind}"` })
    : jsonReply(400, { error: code }, UNCACHED);

/** OAuth 2.0 client credentials (RFC 6749 section 4.4). */
@Injectable()
export class TokenEndpoint {
  /** Checked for an unknown client, so that the time taken does not tell which clients exist. */
  private readonly nobody = hashSecret('nobody');

  constructor(private readonly clients: Clients, private readonly tokens: AccessTokens) {}

  /** The answer to a token request: a token with its scopes, or an error in OAuth's shape. */
  async answer(kind: ClientKind, credentials: Credentials | null, form: () => ReadonlyMap<string, string>): Promise<Reply> {
    try {
      const client = await this.authenticated(kind, credentials);
      const fields = form();
      expectClientCredentials(fields);
      const scopes = grantedScopes(scopesAsked(fields), client);
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
    if (!proven || found?.kind !== kind || found.revokedAt !== undefined) throw new TokenRefused('invalid_client');
    const { id, tenantId, scopes } = found;
    return { id, tenantId, kind, scopes };
  }

  /** A token for what the client may do, with the scope it is told. */
  async grant(client: Client, scope: string): Promise<Reply> {
    const { token, expiresInSeconds } = await this.tokens.issue(client);
    const body = { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds, scope };
    return jsonReply(200, body, UNCACHED);
  }
}
