import { Injectable } from '@nestjs/common';
import { HttpProblem } from '../http/problem.js';
import { AccessTokens } from '../ports/access-tokens.js';
import { Clients } from '../ports/clients.js';
import type { Client, ClientKind, StoredClient } from './client.js';
import { keyDigest } from './key-digest.js';

const bearerOf = (authorization: string | undefined): string | undefined => /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '')?.[1];

/** Kinds of clients whose bearer token is a fixed key; the others get theirs at a token endpoint. */
export const fixedKeyKinds: readonly ClientKind[] = ['braid', 'ops'];

const unauthenticated = (kind: ClientKind, given: boolean): HttpProblem => {
  const challenge = `Bearer realm="${kind}"${given ? ', error="invalid_token"' : ''}`;
  return new HttpProblem('unauthenticated', given ? 'The bearer token is not valid.' : 'A bearer token is required.', { 'WWW-Authenticate': challenge });
};

@Injectable()
export class Authentication {
  constructor(private readonly tokens: AccessTokens, private readonly clients: Clients) {}

  /**
   * Who is calling, by the request's `Authorization` header.
   * @throws HttpProblem `unauthenticated` for anything but a good bearer token of a client of this kind
   */
  async callerOf(authorization: string | undefined, kind: ClientKind): Promise<Client> {
    const bearer = bearerOf(authorization);
    if (bearer === undefined) throw unauthenticated(kind, authorization !== undefined);
    const client = fixedKeyKinds.includes(kind) ? await this.clients.byKeyDigest(keyDigest(bearer)) : await this.bearing(bearer, kind);
    if (client?.kind !== kind || client.revokedAt !== undefined) throw unauthenticated(kind, true);
    const { id, tenantId, scopes } = client;
    return { id, tenantId, kind, scopes };
  }

  /** The client as it is now, with what both it and its token may do: what was taken from it since is not in the token (docs/decisions/0135). */
  private async bearing(token: string, kind: ClientKind): Promise<StoredClient | null> {
    const claimed = await this.tokens.read(token, kind);
    const client = claimed && (await this.clients.byId(claimed.id));
    if (claimed === null || client?.tenantId !== claimed.tenantId) return null;
    return { ...client, scopes: claimed.scopes.filter((scope) => client.scopes.includes(scope)) };
  }
}
