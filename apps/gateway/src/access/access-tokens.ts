import { Inject, Injectable } from '@nestjs/common';
import { ServiceConfig } from '@sluice/service-host';
import { jwtVerify, SignJWT } from 'jose';
import { JOSEError } from 'jose/errors';
import { z } from 'zod';
import type { Client } from './client.js';
import { SigningKey } from './signing-key.repository.js';

const ISSUER = 'sluice';
const ALGORITHM = 'HS256';

const claimsSchema = z.object({ sub: z.string(), tenant: z.string(), scope: z.string() });

/** In the sandbox a token outlives a day's work; elsewhere it is short (spec: bultra, endpoints). */
const lifetimeSeconds = (sandbox: boolean): number => (sandbox ? 12 * 3_600 : 15 * 60);

/** JSON Web Tokens: forged and expired ones are recognised without the database. */
@Injectable()
export class AccessTokens {
  constructor(@Inject(SigningKey) private readonly key: SigningKey, private readonly config: ServiceConfig) {}

  async issue(client: Client): Promise<{ token: string; expiresInSeconds: number }> {
    const expiresInSeconds = lifetimeSeconds(this.config.sandbox);
    const now = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT({ tenant: client.tenantId, scope: client.scopes.join(' ') })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setAudience(client.kind)
      .setSubject(client.id)
      .setIssuedAt(now)
      .setExpirationTime(now + expiresInSeconds)
      .sign(await this.key.bytes());
    return { token, expiresInSeconds };
  }

  /** The client a token was given to; null when it is forged, expired or for another kind of client. */
  async read(token: string, kind: Client['kind']): Promise<Client | null> {
    const options = { issuer: ISSUER, audience: kind, algorithms: [ALGORITHM], requiredClaims: ['exp'] };
    try {
      const { payload } = await jwtVerify(token, await this.key.bytes(), options);
      const { sub, tenant, scope } = claimsSchema.parse(payload);
      return { id: sub, tenantId: tenant, kind, scopes: scope === '' ? [] : scope.split(' ') };
    } catch (error) {
      if (error instanceof JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  }
}
